import type { Dockerfile, Instruction } from '../dockerfile/model.ts';

/** Index of the last instruction that begins at or before `offset`; -1 when none does. */
export function lastInstructionBefore({ instructions }: Dockerfile, offset: number): number {
  return lastIndex(instructions.length, (index) => (instructions[index]?.span.start ?? 0) <= offset);
}

/** The same of ranges in order. */
export function lastAtOrBefore(ranges: readonly { readonly start: number }[], offset: number): number {
  return lastIndex(ranges.length, (index) => (ranges[index]?.start ?? 0) <= offset);
}

/** The last index of which something holds that holds of all before it; -1 when it holds of none. */
function lastIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The instruction that `offset` lies in (its end included), or undefined between instructions. */
export function instructionAt(file: Dockerfile, offset: number): Instruction | undefined {
  const instruction = file.instructions[lastInstructionBefore(file, offset)];
  return instruction !== undefined && offset <= instruction.span.end ? instruction : undefined;
}
