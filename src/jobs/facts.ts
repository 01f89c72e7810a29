import { factsOf } from '../dockerfile/images.ts';
import type { RepositoryFile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { activeRules, defaultConfig } from '../lint/config.ts';
import { noFacts, type Facts, type Rule } from '../lint/rule.ts';
import { runRules } from '../lint/run.ts';
import type { Blob, WantedFiles } from './ports.ts';

/** A Dockerfile's text, as far as it is known. */
export interface KnownText {
  readonly path: string;
  readonly text: string;
}

/** Nobody names so many files in the Dockerfiles of one pull request; what lies beyond is not read, and nothing is said of it. */
export const mostFiles = 100;

/** The table of official images, and nothing of a repository. */
export const imageFacts: Facts = { ...noFacts, image: factsOf };

export const noFiles: WantedFiles = { texts: [], modes: [] };

/** Finds out which files of the repository the rules want to know. */
export interface Inquiry {
  /** Runs the rules over a Dockerfile with a `file` that knows nothing and notes what it is asked for. */
  add(dockerfile: KnownText): void;
  /** What was asked for, beyond what `have` holds and at most `most` of it. */
  wanted(have: WantedFiles, most: number): WantedFiles;
}

export function createInquiry(rules: readonly Rule[], image: Facts['image'] = factsOf): Inquiry {
  const asked = new Map<string, 'text' | 'mode'>();
  const active = activeRules(rules, defaultConfig);
  const facts: Facts = {
    image,
    file: (path, want = 'text') => {
      if (want === 'text' || !asked.has(path)) asked.set(path, want);
      return undefined;
    },
  };
  return {
    add({ path, text }) {
      // A rule that fails will fail again where it counts, and is told of there.
      runRules(parse(path, text), active, facts);
    },
    wanted(have, most) {
      const missing = [...asked].filter(([path, want]) => !knows(have, path, want)).slice(0, Math.max(0, most));
      const wanting = (kind: 'text' | 'mode'): readonly string[] =>
        missing.filter(([, want]) => want === kind).map(([path]) => path);
      return { texts: wanting('text'), modes: wanting('mode') };
    },
  };
}

function knows({ texts, modes }: WantedFiles, path: string, want: 'text' | 'mode'): boolean {
  return texts.includes(path) || (want === 'mode' && modes.includes(path));
}

export function countOf({ texts, modes }: WantedFiles): number {
  return texts.length + modes.length;
}

/** What the rules get to know: of images what `image` says, of the repository what was looked for and what was found. */
export function factsFrom(looked: WantedFiles, found: ReadonlyMap<string, Blob>, image: Facts['image']): Facts {
  const texts = new Set(looked.texts);
  const modes = new Set(looked.modes);
  return {
    image,
    file: (path, want = 'text') => {
      if (!texts.has(path) && (want === 'text' || !modes.has(path))) return undefined;
      const blob = found.get(path);
      return blob === undefined ? null : fileOf(blob);
    },
  };
}

function fileOf({ mode, text }: Blob): RepositoryFile {
  return { mode, text };
}

/**
 * What the patch shows of the file at the head: all of a file that is new, else the lines around the changes. Enough to
 * guess which files the rules will ask for.
 */
export function textInPatch(patch: string): string {
  return patch
    .split('\n')
    .filter((line) => line.startsWith('+') || line.startsWith(' '))
    .map((line) => `${line.slice(1)}\n`)
    .join('');
}
