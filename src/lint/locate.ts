import type { Dockerfile, Instruction } from '../dockerfile/model.ts';

/** Index of the last instruction that begins at or before `offset`; -1 when none does. */
export function lastInstructionBefore(file: Dockerfile, offset: number): number {
  const { instructions } = file;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const instruction = instructions[middle];
    if (instruction !== undefined && instruction.span.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The instruction that `offset` lies in (its end included), or undefined between instructions. */
export function instructionAt(file: Dockerfile, offset: number): Instruction | undefined {
  const instruction = file.instructions[lastInstructionBefore(file, offset)];
  return instruction !== undefined && offset <= instruction.span.end ? instruction : undefined;
}
