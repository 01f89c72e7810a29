import { arrivalsAt, type Arrival } from './image-files.ts';
import { isIgnored } from './ignore-file.ts';
import type { Dockerfile, FileLookup, Instruction, RepositoryFile, Stage } from './model.ts';

/** A file of the repository that a COPY or ADD brings to a path of the image. */
export interface FoundFile extends RepositoryFile {
  /** From the repository's root. */
  readonly path: string;
  readonly arrival: Arrival;
}

/** More places than these are asked for by no real Dockerfile. */
const mostArrivals = 4;

/**
 * The file that stands at `imagePath` (absolute) when the stage is built, or `before` one of its instructions. Nobody knows
 * the build context: it is taken to be the repository's root or the Dockerfile's folder. One file where only one of them
 * has it, two where both have it (whoever claims something must find it true for both), none where anything is doubtful.
 * Asks for all that it may need, whatever the answers are.
 */
export function filesAt(
  file: Dockerfile,
  stage: Stage,
  imagePath: string,
  lookup: FileLookup,
  before?: Instruction,
  want: 'text' | 'mode' = 'text',
): readonly FoundFile[] {
  const arrivals = arrivalsAt(file, stage, imagePath, before).slice(0, mostArrivals);
  if (arrivals.every(({ sources }) => sources.length === 0)) return [];
  const found = contextsOf(file).map((context) => findIn(file, context, arrivals, lookup, want));
  if (found.includes('unknown')) return [];
  return found.filter((one) => typeof one === 'object');
}

/** Where in the repository the file may lie; see `filesAt`, which asks for just these. */
export function candidatesAt(file: Dockerfile, stage: Stage, imagePath: string): readonly string[] {
  const sources = arrivalsAt(file, stage, imagePath)
    .slice(0, mostArrivals)
    .flatMap((arrival) => arrival.sources);
  return [...new Set(contextsOf(file).flatMap((context) => sources.map((source) => join(context, source))))];
}

/** The folders that a build of this Dockerfile is likely to be started with: its own, and the repository's root. */
export function contextsOf({ source: { path } }: Dockerfile): readonly string[] {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder === '' ? [''] : [folder, ''];
}

/** The patterns of the ignore file that is in force for a context: '' where there is none, undefined where nobody knows. */
export function ignoreFileOf(
  { source: { path } }: Dockerfile,
  context: string,
  lookup: FileLookup,
): string | undefined {
  const [own, shared] = [lookup(`${path}.dockerignore`), lookup(join(context, '.dockerignore'))];
  if (own === undefined || shared === undefined) return undefined;
  const inForce = own ?? shared;
  return inForce === null ? '' : inForce.text;
}

function findIn(
  file: Dockerfile,
  context: string,
  arrivals: readonly Arrival[],
  lookup: FileLookup,
  want: 'text' | 'mode',
): FoundFile | 'none' | 'unknown' {
  const ignored = ignoreFileOf(file, context, lookup);
  const answers = arrivals.map((arrival) => ({
    arrival,
    answers: arrival.sources.map((source) => ({ source, answer: lookup(join(context, source), want) })),
  }));
  if (ignored === undefined) return 'unknown';
  for (const { arrival, answers: places } of answers) {
    if (places.length === 0) return 'unknown';
    for (const { source, answer } of places) {
      if (answer === undefined) return 'unknown';
      if (answer === null || answer.mode === '040000') continue;
      if (!answer.mode.startsWith('100')) return 'unknown';
      if (isIgnored(ignored, source)) continue;
      return { path: join(context, source), arrival, mode: answer.mode, text: textOf(answer) };
    }
  }
  return 'none';
}

/** A pointer of Git LFS is not what will be copied. */
function textOf({ text }: RepositoryFile): string | undefined {
  return text?.startsWith('version https://git-lfs.github.com/spec/') === true ? undefined : text;
}

function join(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
