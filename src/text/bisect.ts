/** The last index of which something holds that holds of all before it, in logarithmic time; -1 when it holds of none. */
export function lastIndexOf(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
