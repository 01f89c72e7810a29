import type { Command, Dockerfile, Instruction, ProcessPart } from './model.ts';
import { processesOf, type ImageLookup } from './process.ts';

/** A shell-form ENTRYPOINT, and the CMD that its script never looks at. */
export interface DroppedCmd {
  readonly instruction: Instruction;
  readonly command: Command;
  readonly entrypoint: ProcessPart;
  readonly cmd: ProcessPart;
}

/** Every ENTRYPOINT of the file that drops the CMD of a stage, once. */
export function droppedCmds(file: Dockerfile, lookup: ImageLookup): readonly DroppedCmd[] {
  const found = new Map<Instruction, DroppedCmd>();
  for (const { entrypoint, cmd } of processesOf(file, lookup)) {
    if (typeof entrypoint !== 'object' || typeof cmd !== 'object') continue;
    const { instruction } = entrypoint;
    const command = instruction?.command;
    if (instruction === undefined || command === undefined || found.has(instruction) || takesArguments(command))
      continue;
    found.set(instruction, { instruction, command, entrypoint, cmd });
  }
  return [...found.values()];
}

/** Exec form does; so does a script that reads its arguments, and so do shells that append them to the text. */
function takesArguments({ form, malformedArray, text, shell }: Command): boolean {
  if (form !== 'shell' || malformedArray) return true;
  if (shell.kind !== 'sh' && shell.kind !== 'bash') return true;
  return /\$(?:[0-9@*#]|\{#?[0-9@*#])/.test(text.text);
}
