import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { factsOf } from '../dockerfile/images.ts';
import type { RepositoryFile } from '../dockerfile/model.ts';
import { noFacts, type Facts } from '../lint/rule.ts';

/** A Dockerfile's place in its repository, and what the rules get to know there. */
export interface Located {
  /** From the repository's root, with `/` between folders. */
  readonly path: string;
  readonly facts: Facts;
  /** The root's own path on this disk. */
  readonly root: string;
}

/** Larger files are none that a person wrote; GitHub hands out no more of a text either. */
const largestText = 512_000;

/** The names of a large repository's files are some megabytes. */
const largestListing = 256 * 1024 * 1024;

/**
 * A function that finds the repository of a file: the nearest folder around it with a `.git`; without one the working
 * directory when the file is below it, else the file's own folder. `undefined` is standard input.
 * Of base images the rules know what `image` says. Files are read when a rule asks for them, modes from git's index by one
 * call a repository.
 */
export function createLocator(image: Facts['image'] = factsOf): (file: string | undefined) => Located {
  const known = new Map<string, Facts>();
  return (file) => {
    if (file === undefined)
      return {
        path: 'Dockerfile',
        facts: { ...noFacts, image },
        root: gitFolderAround(process.cwd()) ?? process.cwd(),
      };
    const absolute = resolve(file);
    const git = gitFolderAround(dirname(absolute));
    const root = git ?? (isBelow(process.cwd(), absolute) ? process.cwd() : dirname(absolute));
    const facts = known.get(root) ?? readingFrom(root, git !== undefined, image);
    known.set(root, facts);
    return { path: relative(root, absolute).split(sep).join('/'), facts, root };
  };
}

function gitFolderAround(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : gitFolderAround(parent);
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function readingFrom(root: string, hasGit: boolean, image: Facts['image']): Facts {
  const files = new Map<string, RepositoryFile | null>();
  let index: ReadonlyMap<string, string> | undefined;
  const modeInGit = (path: string): string | undefined => {
    index ??= hasGit ? readIndex(root) : new Map();
    return index.get(path);
  };
  return {
    image,
    file: (path) => {
      let found = files.get(path);
      if (found === undefined) {
        found = readFile(root, path, modeInGit);
        files.set(path, found);
      }
      return found;
    },
  };
}

/** Mode by path, as `git ls-files --stage` tells them. Empty where git cannot be asked: then the disk's modes count. */
function readIndex(root: string): ReadonlyMap<string, string> {
  try {
    const options = { cwd: root, encoding: 'utf8', maxBuffer: largestListing, stdio: 'pipe' } as const;
    const entries = execFileSync('git', ['ls-files', '--stage', '-z'], options).split('\0');
    return new Map(entries.map((entry) => [entry.slice(entry.indexOf('\t') + 1), entry.slice(0, 6)]));
  } catch {
    return new Map();
  }
}

/** null when there is no such file, or none that may be read. */
function readFile(root: string, path: string, modeInGit: (path: string) => string | undefined): RepositoryFile | null {
  const file = join(root, path);
  try {
    const stats = lstatSync(file);
    return { mode: modeInGit(path) ?? modeOnDisk(stats), text: textOf(file, stats) };
  } catch {
    return null;
  }
}

function modeOnDisk(stats: Stats): string {
  if (stats.isSymbolicLink()) return '120000';
  if (stats.isDirectory()) return '040000';
  return (stats.mode & 0o100) === 0 ? '100644' : '100755';
}

function textOf(file: string, stats: Stats): string | undefined {
  if (stats.isSymbolicLink()) return readlinkSync(file);
  if (!stats.isFile() || stats.size > largestText) return undefined;
  const bytes = readFileSync(file);
  // git's own guess at what is a binary file.
  return bytes.subarray(0, 8_000).includes(0) ? undefined : bytes.toString('utf8');
}
