import { rootFacts } from './base-image.ts';
import { copiesFileNamed } from './copied-names.ts';
import { resolve } from './copies.ts';
import { filesAt, type FoundFile } from './found-files.ts';
import { arrivalsAt, workdirOf } from './image-files.ts';
import type { Dockerfile, FileLookup, ImageFacts, Instruction, Process, ProcessPart, Stage } from './model.ts';
import { memoWith } from '../text/memo.ts';
import { processesOf, type ImageLookup } from './process.ts';
import { searchPathOf, type SearchPath } from './search-path.ts';
import { stageAndParents } from './stage-family.ts';

/** A file that a container starts with, as far as the Dockerfile tells. */
export interface StartedFile<Started> {
  readonly stage: Stage;
  readonly process: Process;
  readonly part: ProcessPart;
  /** The CMD or ENTRYPOINT that names it, as it stands in the file. */
  readonly instruction: Instruction;
  readonly started: Started;
  /** Absolute; begins with `unknownFolder` where the working directory is not known. */
  readonly place: string;
  readonly path: SearchPath;
  readonly image: ImageFacts | undefined;
}

/** How a command names the file that it starts. */
interface Named {
  readonly program: string;
}

/**
 * What containers of the file's images start with: the ENTRYPOINT's program, and the CMD's where `startedBy` says that it
 * is one. Of stages that others build upon nothing is told: what is missing there may come later. One entry an instruction.
 */
export function startedFiles<Started extends Named>(
  file: Dockerfile,
  lookup: ImageLookup,
  startedBy: StartedBy<Started>,
): readonly StartedFile<Started>[] {
  const known = answersFor(file, lookup) as Map<StartedBy<Started>, readonly StartedFile<Started>[]>;
  const found = known.get(startedBy) ?? findStartedFiles(file, lookup, startedBy);
  known.set(startedBy, found);
  return found;
}

type StartedBy<Started> = (part: ProcessPart, process: Process) => Started | undefined;

const answersFor = memoWith<Dockerfile, ImageLookup, Map<unknown, unknown>>(() => new Map());

function findStartedFiles<Started extends Named>(
  file: Dockerfile,
  lookup: ImageLookup,
  startedBy: StartedBy<Started>,
): readonly StartedFile<Started>[] {
  const processes = processesOf(file, lookup);
  const parents = new Set(file.stages.map(({ base }) => (base.kind === 'stage' ? base.stage : -1)));
  const seen = new Set<Instruction>();
  return file.stages.flatMap((stage) => {
    const process = processes[stage.index];
    if (process === undefined || parents.has(stage.index)) return [];
    return [process.entrypoint, process.cmd].flatMap((part): StartedFile<Started>[] => {
      if (typeof part !== 'object' || part.instruction === undefined || seen.has(part.instruction)) return [];
      const started = startedBy(part, process);
      if (started === undefined) return [];
      seen.add(part.instruction);
      const image = rootFacts(file, stage.index, lookup);
      const path = searchPathOf(file, stage, image);
      const place = placeOf(file, stage, path, started.program);
      if (place === undefined) return [];
      return [{ stage, process, part, instruction: part.instruction, started, place, path, image }];
    });
  });
}

/** Folders that a build fills: what they hold is not the repository's. */
const filledByBuild = /(?:^|\/)(?:node_modules|\.?venv)\//;

/**
 * The absolute path of a program. A name without a slash is looked for in PATH; where nothing brings it there, the author
 * means the working directory. undefined for what is no file of the project: `node`, `nginx`.
 */
export function placeOf(file: Dockerfile, stage: Stage, { folders }: SearchPath, program: string): string | undefined {
  if (filledByBuild.test(program)) return undefined;
  const here = resolve(workdirOf(file, stage), program);
  if (program.includes('/')) return here;
  const named = stageAndParents(file, stage).some((each) => copiesFileNamed(each, program));
  if (!named && !/\.\w+$|entry-?point/.test(program)) return undefined;
  const places = folders.map((folder) => resolve(folder, program));
  return places.find((place) => arrivalsAt(file, stage, place).length > 0) ?? here;
}

/** The repository's file behind it; see `filesAt`. */
export function filesBehind(
  file: Dockerfile,
  { stage, place }: StartedFile<unknown>,
  lookup: FileLookup,
): readonly FoundFile[] {
  return filesAt(file, stage, place, lookup);
}
