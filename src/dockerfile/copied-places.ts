import { splitOnBlanks } from './blanks.ts';
import { baseName } from './copied-names.ts';
import { resolve } from './copies.ts';
import { folderedInstructions } from './image-files.ts';
import type { Dockerfile, Instruction, Stage } from './model.ts';

/** Where a COPY or ADD that names a file puts it. */
export interface CopiedPlace {
  readonly place: string;
  readonly instruction: Instruction;
}

/** The places of the image that a file of this name (without folder) is copied to by name, the last one first. */
export function copiedPlaces(file: Dockerfile, stage: Stage, name: string): readonly CopiedPlace[] {
  return folderedInstructions(file, stage)
    .flatMap(({ instruction, folder }) => {
      if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
      const place = placeIn(instruction, folder, name);
      return place === undefined ? [] : [{ place, instruction }];
    })
    .reverse();
}

function placeIn({ json, args, flags, heredocs }: Instruction, folder: string, name: string): string | undefined {
  const words = json?.values ?? splitOnBlanks(args.text);
  const destination = words.at(-1) ?? '';
  const sources = words.slice(0, -1);
  if (heredocs.length > 0 || flags.some((flag) => flag.name === 'parents') || /["'$\\]/.test(destination))
    return undefined;
  const target = resolve(folder, destination);
  const intoFolder = sources.length > 1 || /(?:^|\/)\.?$/.test(destination);
  if (!intoFolder && sources.length === 1 && baseName(destination) === name) return target;
  if (!sources.some((source) => baseName(source) === name)) return undefined;
  // `COPY start.sh /app` makes a file of that name, unless the folder is there already.
  return intoFolder || target === folder || target === '/' ? resolve(target, name) : undefined;
}
