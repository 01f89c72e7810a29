const ALL =
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR';

/** The instructions that Docker knows (frontend/dockerfile/command). */
export const KEYWORDS: ReadonlySet<string> = new Set(ALL.split(' '));

/**
 * The keyword that a misspelt one was surely meant to be: one slip away (two in a word of six letters and more), and no
 * other as near. undefined when there is none.
 */
export function nearestKeyword(word: string): string | undefined {
  return nearest(word.toUpperCase(), KEYWORDS);
}

/** The same for any list of words. Case counts. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const allowed = word.length >= 6 ? 2 : 1;
  if (word.length < 2 || word.length > 20) return undefined;
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of words) {
    const slips = distance(word, candidate);
    if (slips < least) [best, least] = [candidate, slips];
    else if (slips === least) best = undefined;
  }
  return least <= allowed ? best : undefined;
}

/** Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [older, old]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const replaced = (old[j - 1] ?? 0) + (same ? 0 : 1);
      row[j] = Math.min(replaced, (old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped ? (older[j - 2] ?? 0) + 1 : 9);
    }
    [older, old] = [old, row];
  }
  return old[b.length] ?? 0;
}
