import { splitOnBlanks } from './blanks.ts';
import type { Instruction, Stage } from './model.ts';

/**
 * Where in the repository a file of the image may come from: paths from the root that COPY or ADD of this stage
 * would put at `path`. The build context is taken to be the root or the Dockerfile's own folder.
 */
export function sourcesOf(dockerfilePath: string, stage: Stage, path: string): readonly string[] {
  const folder = dockerfilePath.includes('/') ? dockerfilePath.slice(0, dockerfilePath.lastIndexOf('/')) : '';
  let workdir = '/';
  const found: string[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'WORKDIR') workdir = resolve(workdir, instruction.args.text);
    else if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      found.push(...copiedTo(instruction, workdir, resolve(workdir, path)));
    }
  }
  return found.flatMap((source) => [...new Set([resolve(`/${folder}`, source), resolve('/', source)])].map(fromRoot));
}

function copiedTo(instruction: Instruction, workdir: string, path: string): readonly string[] {
  if (instruction.flags.some(({ name }) => name === 'from')) return [];
  const words = instruction.json?.values ?? splitOnBlanks(instruction.args.text);
  const destination = words.at(-1) ?? '';
  const target = resolve(workdir, destination);
  return words.slice(0, -1).flatMap((source) => {
    const name = source.slice(source.lastIndexOf('/') + 1);
    const isFolder = destination.endsWith('/') || destination.endsWith('.') || words.length > 2;
    if (!isFolder && target === path) return [source];
    if (resolve(target, name) === path) return [source];
    // `COPY . /app`: the folder's content goes below the target.
    return path.startsWith(`${target === '/' ? '' : target}/`) ? [`${source}/${path.slice(target.length)}`] : [];
  });
}

/** An absolute path without `.`, `..` and doubled slashes. */
export function resolve(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function fromRoot(path: string): string {
  return path.slice(1);
}
