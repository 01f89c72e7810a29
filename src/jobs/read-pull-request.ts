import type { Rule } from '../lint/rule.ts';
import { isDockerfile } from './dockerfiles.ts';
import { countOf, createInquiry, mostFiles, noFiles, textInPatch } from './facts.ts';
import { policyPaths } from './policy.ts';
import { spokenNowhere, type Spoken } from './spoken.ts';
import type { ChangedFile, Host, PullRef, PullRequestState, WantedFiles } from './ports.ts';

/** The Dockerfiles that a pull request changes, and its state at one and the same head. */
export interface ReadPullRequest {
  readonly files: readonly ChangedFile[];
  /** What else it changes, and the head has. */
  readonly others: readonly ChangedFile[];
  readonly state: PullRequestState;
  /** The other files that were looked for; those that exist are in `state.head`. */
  readonly looked: WantedFiles;
  /** GitHub listed as many files as it ever does: there may be more. */
  readonly isCapped: boolean;
  /** How many files it listed. */
  readonly listed: number;
}

/** How often the two reads are tried before the queue is asked to come back later. */
const attempts = 3;

/** Thrown when the head moved during each attempt; the queue tries the job again. */
export class MovingHead extends Error {
  constructor({ repository, number }: PullRef) {
    super(`The head of ${repository.owner}/${repository.name}#${number} moved during ${attempts} attempts to read it`);
    this.name = 'MovingHead';
  }
}

/**
 * The list of files and the texts come from two reads. Their blob ids tell whether both saw the same head; if not, both
 * are read again. undefined when no Dockerfile changed; then the second read is not made, unless GitHub did
 * not list all or we have said something there that may be done now.
 */
export async function readPullRequest(
  host: Host,
  pull: PullRef,
  rules: readonly Rule[],
  spoken: Spoken = spokenNowhere,
): Promise<ReadPullRequest | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const all = await host.listFiles(pull);
    const files = all.filter(isChangedDockerfile);
    const isCapped = all.length >= host.mostFiles;
    if (files.length === 0 && !isCapped && !(await spoken.has(pull))) return undefined;
    const head = files.map(({ path }) => path);
    const base = files.flatMap((file) => (file.status === 'added' ? [] : [pathBefore(file)]));
    const looked = await guessFiles(files, rules, mostFiles - head.length - base.length - policyPaths.length);
    const state = await host.readPullRequest(pull, {
      head,
      base: [...base, ...policyPaths],
      ...(looked === noFiles ? {} : { files: looked }),
    });
    const moved = files.filter((file) => hasMoved(file, state));
    // A file that is nowhere at the head, again and again, is the host's trouble: the review says that it is missing.
    const onlyMissing = attempt === attempts && moved.every(({ path }) => !state.head.has(path));
    if (!state.open || moved.length === 0 || onlyMissing) {
      const others = all.filter((file) => !isChangedDockerfile(file) && file.status !== 'removed');
      return { files, others, state, looked, isCapped, listed: all.length };
    }
  }
  throw new MovingHead(pull);
}

/** A longer patch is not looked into beforehand. */
const longestPatch = 50_000;

/**
 * Which other files the rules will ask for, as far as the patches tell: all of a new Dockerfile stands in its patch, and
 * of most others enough. So one query reads everything, and a second one is left for what the patches do not show.
 */
async function guessFiles(files: readonly ChangedFile[], rules: readonly Rule[], most: number): Promise<WantedFiles> {
  if (most <= 0) return noFiles;
  const inquiry = createInquiry(rules);
  for (const { path, patch = '' } of files) {
    if (patch === '' || patch.length > longestPatch) continue;
    await new Promise(setImmediate);
    inquiry.add({ path, text: textInPatch(patch) });
  }
  const wanted = inquiry.wanted(noFiles, most);
  return countOf(wanted) === 0 ? noFiles : wanted;
}

function isChangedDockerfile({ path, status }: ChangedFile): boolean {
  return isDockerfile(path) && status !== 'removed' && status !== 'unchanged';
}

/** The name at the base. A copy's source is no "before" of it, but the same text is: its findings are not new. */
export function pathBefore({ path, previousPath }: ChangedFile): string {
  return previousPath ?? path;
}

function hasMoved({ path, blob }: ChangedFile, { head }: PullRequestState): boolean {
  return blob !== undefined && head.get(path)?.id !== blob;
}
