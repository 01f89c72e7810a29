/**
 * The text in pieces, those marked that the other line does not have: the longest common run of words and signs stays
 * unmarked. Lines with little in common come back as one unmarked piece, for marks everywhere tell nothing.
 */
export function changedPieces(
  text: string,
  other: string,
): readonly { readonly text: string; readonly changed: boolean }[] {
  const own = words(text);
  const others = words(other);
  if (own.length > 400 || others.length > 400) return [{ text, changed: false }];
  const kept = commonWords(own, others);
  const keptLength = own.reduce((sum, word, index) => sum + (kept.has(index) ? word.trim().length : 0), 0);
  if (keptLength * 3 < text.trim().length) return [{ text, changed: false }];
  return own.map((word, index) => ({ text: word, changed: !kept.has(index) }));
}

function words(text: string): readonly string[] {
  return text.match(/\w+|\s+|[^\w\s]/g) ?? [];
}

/** Which of `own` belong to a longest common subsequence with `other`. */
function commonWords(own: readonly string[], other: readonly string[]): ReadonlySet<number> {
  const rows = own.length + 1;
  const columns = other.length + 1;
  const lengths = new Uint16Array(rows * columns);
  for (let i = own.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const right = lengths[i * columns + j + 1] ?? 0;
      const below = lengths[(i + 1) * columns + j] ?? 0;
      const both = lengths[(i + 1) * columns + j + 1] ?? 0;
      lengths[i * columns + j] = own[i] === other[j] ? both + 1 : Math.max(right, below);
    }
  }
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < own.length && j < other.length;) {
    if (own[i] === other[j]) {
      kept.add(i);
      i += 1;
      j += 1;
    } else if ((lengths[(i + 1) * columns + j] ?? 0) >= (lengths[i * columns + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return kept;
}
