import type { MappedText } from '../text/mapped.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** More than this nobody looks through for a suggestion. */
const mostReached = 200;

/** The texts that a SHELL above an instruction would hand to another shell; undefined where they are too many, or SHELL follows. */
export function commandsUnder(file: Dockerfile, first: Instruction): ReadonlySet<MappedText> | undefined {
  const stages = new Set([first.stage]);
  const texts = new Set<MappedText>();
  for (const { index, base, instructions } of file.stages.slice(first.stage)) {
    if (base.kind === 'stage' && stages.has(base.stage)) stages.add(index);
    if (!stages.has(index)) continue;
    for (const instruction of instructions) {
      if (instruction.span.start < first.span.start) continue;
      if (instruction.keyword === 'SHELL' && index === first.stage) return undefined;
      const command = (instruction.trigger ?? instruction).command;
      if (command === undefined || command.form === 'exec' || command.shell.from !== 'default') continue;
      texts.add(command.text);
      if (texts.size > mostReached) return undefined;
    }
  }
  return texts;
}
