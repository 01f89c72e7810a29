/** Tries at most; GitHub counts each as content that somebody creates. Thirty comments with one at fault want ten. */
const mostTries = 12;

/**
 * Of things that are refused together, those that are refused: by halves, as GitHub never says which one it was.
 * `accepts` is asked at most twelve times; what is then still under suspicion counts as refused.
 */
export async function culpritsIn<Thing>(
  things: readonly Thing[],
  accepts: (some: readonly Thing[]) => Promise<boolean>,
): Promise<readonly Thing[]> {
  let left = mostTries;
  const isFine = async (some: readonly Thing[]): Promise<boolean> => {
    if (some.length === 0) return true;
    if (left === 0) return false;
    left -= 1;
    return accepts(some);
  };
  const find = async (refused: readonly Thing[]): Promise<readonly Thing[]> => {
    if (refused.length <= 1 || left === 0) return refused;
    const half = Math.floor(refused.length / 2);
    const [first, second] = [refused.slice(0, half), refused.slice(half)];
    const firstIsFine = await isFine(first);
    const inFirst = firstIsFine ? [] : await find(first);
    // Together they were refused: where the first half is fine, the second is not.
    const secondIsFine = !firstIsFine && (await isFine(second));
    return secondIsFine ? inFirst : [...inFirst, ...(await find(second))];
  };
  return find(things);
}
