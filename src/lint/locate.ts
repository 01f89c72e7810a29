import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { lastIndexOf } from '../text/bisect.ts';

/** Index of the last instruction that begins at or before `offset`; -1 when none does. */
export function lastInstructionBefore({ instructions }: Dockerfile, offset: number): number {
  return lastIndexOf(instructions.length, (index) => (instructions[index]?.span.start ?? 0) <= offset);
}

/** The same of ranges in order. */
export function lastAtOrBefore(ranges: readonly { readonly start: number }[], offset: number): number {
  return lastIndexOf(ranges.length, (index) => (ranges[index]?.start ?? 0) <= offset);
}

/** The instruction that `offset` lies in (its end included), or undefined between instructions. */
export function instructionAt(file: Dockerfile, offset: number): Instruction | undefined {
  const instruction = file.instructions[lastInstructionBefore(file, offset)];
  return instruction !== undefined && offset <= instruction.span.end ? instruction : undefined;
}
