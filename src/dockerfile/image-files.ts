import { baseName } from './copied-names.ts';
import { resolve } from './copies.ts';
import { splitOnBlanks } from './blanks.ts';
import { memoWith } from '../text/memo.ts';
import { fitsName } from './glob.ts';
import type { Dockerfile, Instruction, Stage } from './model.ts';
import { stageAndParents } from './stage-family.ts';

/** A COPY or ADD that brings, or may bring, a file to a path of the image. */
export interface Arrival {
  readonly instruction: Instruction;
  /**
   * Where in the build context the file may come from, the likeliest first. Empty when that cannot be told: another
   * stage, an archive, a heredoc, a variable.
   */
  readonly sources: readonly string[];
  /** Its one source is this very file: no folder, no pattern, no second source. */
  readonly alone: boolean;
  /** RUN instructions that are carried out afterwards. */
  readonly runs: readonly Instruction[];
}

/** Where relative paths count from while no WORKDIR is seen. What the base image has, nobody knows. */
export const unknownFolder = '/?';

/** The folder that a stage's CMD and ENTRYPOINT start in; with `before`, the one that this instruction is carried out in. */
export function workdirOf(file: Dockerfile, stage: Stage, before?: Instruction): string {
  return steps(file, stage, before).at(-1)?.folder ?? start(file, stage);
}

function start(file: Dockerfile, stage: Stage): string {
  return stageAndParents(file, stage)[0]?.base.kind === 'scratch' ? '/' : unknownFolder;
}

function nextFolder(folder: string, text: string): string {
  const path = unquoted(text);
  return path === undefined ? unknownFolder : resolve(folder, path);
}

/**
 * Every COPY and ADD of the stage and its parents that may have put a file at `path` (absolute), the last one first; with
 * `before`, only those that are carried out before this instruction.
 */
export function arrivalsAt(file: Dockerfile, stage: Stage, path: string, before?: Instruction): readonly Arrival[] {
  const arrivals: Arrival[] = [];
  // The last one first. What an arrival has behind it is copied only where somebody asks: many may bring one file.
  const runs: Instruction[] = [];
  const arrive = (instruction: Instruction, found: Pick<Arrival, 'sources' | 'alone'>): void => {
    const count = runs.length;
    arrivals.push({
      instruction,
      ...found,
      get runs() {
        return runs.slice(0, count).reverse();
      },
    });
  };
  for (const { instruction, folder, inherited } of steps(file, stage, before).toReversed()) {
    const { keyword, trigger } = instruction;
    if (keyword === 'RUN') runs.push(instruction);
    else if (keyword === 'COPY' || keyword === 'ADD') {
      const found = sourcesFor(instruction, folder, path);
      if (found !== undefined) arrive(instruction, found);
    } else if (inherited && trigger !== undefined && /^(?:RUN|COPY|ADD)$/.test(trigger.keyword)) {
      arrive(instruction, unclear);
    }
  }
  return arrivals;
}

/** An instruction on the way to a stage's image. */
export interface Step {
  readonly instruction: Instruction;
  /** The working directory it is carried out in. */
  readonly folder: string;
  /** It stands in a parent stage. */
  readonly inherited: boolean;
}

/** The instructions of the stage and its parents with the folder that each is carried out in. */
export function folderedInstructions(file: Dockerfile, stage: Stage): readonly Step[] {
  return steps(file, stage, undefined);
}

function steps(file: Dockerfile, stage: Stage, before: Instruction | undefined): readonly Step[] {
  const all = allSteps(file, stage);
  const end = before === undefined ? -1 : all.findIndex(({ instruction }) => instruction === before);
  return end < 0 ? all : all.slice(0, end);
}

const allSteps = memoWith((file: Dockerfile, stage: Stage): readonly Step[] => {
  let folder = start(file, stage);
  return stageAndParents(file, stage).flatMap(({ instructions, index }) =>
    instructions.map((instruction) => {
      if (instruction.keyword === 'WORKDIR') folder = nextFolder(folder, instruction.args.text);
      return { instruction, folder, inherited: index !== stage.index };
    }),
  );
});

const unclear = { sources: [], alone: false };

/** What a COPY may put at `path`; undefined when it surely puts nothing there. */
function sourcesFor(
  instruction: Instruction,
  folder: string,
  path: string,
): Pick<Arrival, 'sources' | 'alone'> | undefined {
  const words = (instruction.json?.values ?? splitOnBlanks(instruction.args.text)).map(unquoted);
  const destination = words.at(-1);
  if (destination === undefined || words.length < 2) return unclear;
  const target = resolve(folder, destination);
  if (isUnknown(target) !== isUnknown(path)) return unclear;
  if (path !== target && !isBelow(target, path)) return undefined;
  const { keyword, flags, heredocs } = instruction;
  const sources = words.slice(0, -1);
  if (heredocs.length > 0 || flags.some(({ name }) => /^(?:from|parents|exclude)$/.test(name))) return unclear;
  if (sources.some((source) => source === undefined || (keyword === 'ADD' && isUnpacked(source)))) return unclear;
  const intoFolder = sources.length > 1 || /(?:^|\/)\.?$/.test(destination);
  const found = sources.flatMap((source) => sourceFor(source ?? '', target, intoFolder, path));
  if (found.length === 0) return undefined;
  const [only] = sources;
  return {
    sources: [...new Set(found)],
    alone: sources.length === 1 && found.length === 1 && found[0] === fromContext(only ?? ''),
  };
}

/** Names that nobody gives to a folder. */
const ofFiles =
  /\.(?:sh|bash|json|lock|ya?ml|toml|txt|conf|cfg|ini|xml|md|env|py|[cm]?js|tsx?|rb|pl|php|jar|war|go|mod|sum|gradle|properties)$/;

/** Addresses and repositories come from elsewhere, and archives are taken apart. */
function isUnpacked(source: string): boolean {
  return /^(?:[a-z]+:\/\/|git@)|\.git(?:#|$)|\.(?:tar(?:\.\w+)?|t[gbx]z\d?|gz|bz2|xz)$/i.test(source);
}

/** The places in the context of what one source puts at `path`. */
function sourceFor(source: string, target: string, intoFolder: boolean, path: string): readonly string[] {
  const place = fromContext(source);
  const name = baseName(place);
  const isFolder = place === '' || /(?:\/|(?:^|\/)\.)$/.test(source);
  const inFolder =
    path === target ? [] : [`${place === '' ? '' : `${place}/`}${path.slice(target === '/' ? 1 : target.length + 1)}`];
  if (isFolder) return inFolder;
  if (/[*?[]/.test(source)) return matching(place, target, path);
  const asFile = path === resolve(target, name) || (path === target && !intoFolder) ? [place] : [];
  return ofFiles.test(name) ? asFile : [...asFile, ...inFolder];
}

/** `*.sh`, `package*.json`: a file right below the target whose name fits. */
function matching(pattern: string, target: string, path: string): readonly string[] {
  const name = baseName(path);
  const folder = pattern.slice(0, pattern.length - baseName(pattern).length);
  if (path !== resolve(target, name) || /[*?[\\]/.test(folder)) return [];
  return fitsName(baseName(pattern), name) ? [folder + name] : [];
}

function fromContext(source: string): string {
  return resolve('/', source).slice(1);
}

/** A word without its quotes; undefined when the builder may make something else of it. */
function unquoted(word: string): string | undefined {
  const text = word.replace(/^(["'])(.*)\1$/, '$2');
  return /["'$\\<]/.test(text) ? undefined : text;
}

function isUnknown(path: string): boolean {
  return path.startsWith(unknownFolder);
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
