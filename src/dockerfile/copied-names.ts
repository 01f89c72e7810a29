import { splitOnBlanks } from './blanks.ts';
import type { Instruction, Stage } from './model.ts';

const names = new WeakMap<Stage, ReadonlySet<string>>();

/**
 * Whether COPY or ADD of the stage brings a file of this name (without folder): one of the sources has it, or the
 * destination names it inside a folder of programs.
 */
export function copiesFileNamed(stage: Stage | undefined, name: string): boolean {
  if (stage === undefined) return false;
  let copied = names.get(stage);
  if (copied === undefined) {
    copied = new Set(stage.instructions.flatMap(copiedNames));
    names.set(stage, copied);
  }
  return copied.has(name);
}

function copiedNames(instruction: Instruction): readonly string[] {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
  const words = instruction.json?.values ?? splitOnBlanks(instruction.args.text);
  const destination = words.at(-1) ?? '';
  const program = /bin\/[^/]*$/.test(destination) ? [baseName(destination)] : [];
  return [...words.slice(0, -1).map(baseName), ...program];
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
