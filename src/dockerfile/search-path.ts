import { resolve } from './copies.ts';
import type { Dockerfile, ImageFacts, Instruction, Stage } from './model.ts';
import { quotedWords } from './name-values.ts';
import { stageAndParents } from './stage-family.ts';

/** Where Docker looks for a program without a slash in its name. */
export interface SearchPath {
  readonly folders: readonly string[];
  /** Nothing else can be in PATH: the base image is known, and every ENV PATH says what it adds. */
  readonly complete: boolean;
}

/** What Docker gives an image without a PATH of its own: https://github.com/moby/moby/blob/master/oci/defaults.go */
const standard = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** PATH in a container of the stage. The official images only add folders of their own to the standard one. */
export function searchPathOf(file: Dockerfile, stage: Stage, image: ImageFacts | undefined): SearchPath {
  const stages = stageAndParents(file, stage);
  let path: SearchPath = { folders: standard, complete: image !== undefined || stages[0]?.base.kind === 'scratch' };
  for (const instruction of stages.flatMap(({ instructions }) => instructions)) {
    const value = instruction.keyword === 'ENV' ? pathIn(instruction, file.escape) : undefined;
    if (value !== undefined) path = read(value, path);
  }
  return path;
}

function pathIn({ args }: Instruction, escape: string): string | undefined {
  const [first = '', ...rest] = quotedWords(args.text, escape);
  if (first === 'PATH') return args.text.slice(args.text.indexOf('PATH') + 4).trim();
  return [first, ...rest].findLast((word) => word.startsWith('PATH='))?.slice('PATH='.length);
}

function read(value: string, before: SearchPath): SearchPath {
  let { complete } = before;
  const folders = value
    .replace(/["']/g, '')
    .split(':')
    .flatMap((part) => {
      if (part === '$PATH' || part === '${PATH}') return before.folders;
      if (part.startsWith('/') && !part.includes('$')) return [resolve('/', part)];
      complete = false;
      return [];
    });
  return { folders, complete };
}
