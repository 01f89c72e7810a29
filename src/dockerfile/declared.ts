import { memo } from '../text/memo.ts';
import type { Dockerfile, Instruction } from './model.ts';
import { quotedWords } from './name-values.ts';

/** Names that a stage's environment can hold, its parent stages' included. */
export interface DeclaredNames {
  /** Set by ENV: there at build time and in the container. */
  readonly env: ReadonlySet<string>;
  /** Declared by ARG: there at build time only. */
  readonly arg: ReadonlySet<string>;
}

/** One entry a stage, in the file's order. */
export const declaredNames: (file: Dockerfile) => readonly DeclaredNames[] = memo(findDeclaredNames);

function findDeclaredNames(file: Dockerfile): readonly DeclaredNames[] {
  const all: DeclaredNames[] = [];
  for (const stage of file.stages) {
    const parent = stage.base.kind === 'stage' ? all[stage.base.stage] : undefined;
    const own = (keyword: string): string[] =>
      stage.instructions
        .filter((instruction) => instruction.keyword === keyword)
        .flatMap((instruction) => namesDeclaredBy(instruction, file.escape));
    const [env, arg] = [own('ENV'), own('ARG')];
    all.push({
      env: env.length === 0 && parent !== undefined ? parent.env : new Set([...(parent?.env ?? []), ...env]),
      arg: arg.length === 0 && parent !== undefined ? parent.arg : new Set([...(parent?.arg ?? []), ...arg]),
    });
  }
  return all;
}

/** The names of one instruction: `ENV A=1 B=2`, `ENV A 1`, `ARG A B=1`. */
export function namesDeclaredBy({ keyword, args }: Instruction, escape: string): readonly string[] {
  const words = quotedWords(args.text, escape);
  const oldForm = keyword === 'ENV' && words[0]?.includes('=') === false;
  return (oldForm ? words.slice(0, 1) : words).map((word) => word.split('=', 1)[0] ?? '');
}

/** Each name with the first ARG that declares it, wherever that is. */
export const firstArguments: (file: Dockerfile) => ReadonlyMap<string, Instruction> = memo(
  ({ instructions, escape }) => {
    const found = new Map<string, Instruction>();
    for (const instruction of instructions) {
      if (instruction.keyword !== 'ARG') continue;
      for (const name of namesDeclaredBy(instruction, escape)) if (!found.has(name)) found.set(name, instruction);
    }
    return found;
  },
);
