import { memo } from '../text/memo.ts';
import type { Dockerfile, Instruction } from './model.ts';
import { repairArray } from './repair-array.ts';
import type { Span } from '../text/span.ts';

/** A RUN whose author wrote an array. */
export interface RunArray {
  /** As it stands in the file; differs from `run` inside ONBUILD. */
  readonly instruction: Instruction;
  readonly run: Instruction;
  readonly values: readonly string[];
  /** The array, in the file. */
  readonly span: Span;
  /** How to begin a sentence about what it executes: empty, unless the array is yet to be repaired. */
  readonly once: string;
}

/** Every RUN in exec form, and those that will be once their array is repaired: what is wrong with either is the same. */
export const runArrays: (file: Dockerfile) => readonly RunArray[] = memo((file) =>
  file.instructions.flatMap((instruction) => {
    const run = instruction.trigger ?? instruction;
    const { command, json } = run;
    if (run.keyword !== 'RUN' || command === undefined) return [];
    if (command.form === 'exec' && json !== undefined)
      return [{ instruction, run, values: json.values, span: json.span, once: '' }];
    const repaired = command.malformedArray ? repairArray(command.text.text) : { no: 'it is none' };
    return 'no' in repaired
      ? []
      : [{ instruction, run, values: repaired.values, span: command.span, once: 'Once it is a valid array, ' }];
  }),
);
