import type { ImageFacts, ImageName } from '../dockerfile/model.ts';
import type { RepositoryRef } from './job.ts';
import type { Plan } from '../review/plan.ts';

/** What a review needs of GitHub. `github/host.ts` keeps it for real, tests with objects. */
export interface Host {
  /** All files of the pull request's diff, paged through; one call a hundred files. */
  listFiles(pull: PullRef): Promise<readonly ChangedFile[]>;
  /** Everything else a review reads, in one query, at the pull request's current head and base. */
  readPullRequest(pull: PullRef, wanted: Wanted): Promise<PullRequestState>;
  /** Files at a commit, in one query for a hundred: what the first one could not know to ask for. */
  readFiles(pull: PullRef, sha: string, wanted: WantedFiles): Promise<ReadonlyMap<string, Blob>>;
  /** Whether a call that threw this is worth another try later, as after a limit or a breakdown of GitHub's. */
  isPassing(error: unknown): boolean;
  /** Posts the plan's review, if it says anything. Looks for the review's marker before any second try. */
  postReview(pull: PullRef, headSha: string, plan: Plan): Promise<void>;
  /** Completes the check run of `headSha`; returns its page's address. */
  completeCheck(pull: PullRef, headSha: string, plan: Plan): Promise<string>;
}

export interface PullRef {
  readonly repository: RepositoryRef;
  readonly number: number;
}

/** One entry of the pull request's diff. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed' | 'unchanged';
  /** From the first `@@` on; GitHub leaves it out for binaries, pure renames, mode changes and large diffs. */
  readonly patch: string | undefined;
  /** The head blob's id. */
  readonly blob: string | undefined;
}

/** Which paths to read: at the head, and at the base (the old names of renamed files) for "before and after". */
export interface Wanted {
  readonly head: readonly string[];
  readonly base: readonly string[];
  /** Other files at the head that rules will ask for, as far as that is known beforehand. They come with `head`. */
  readonly files?: WantedFiles;
}

export interface WantedFiles {
  readonly texts: readonly string[];
  /** Of these the mode alone is wanted, which says as well whether they exist; their blobs have no text. */
  readonly modes: readonly string[];
}

export interface PullRequestState {
  readonly open: boolean;
  readonly draft: boolean;
  readonly headSha: string;
  readonly baseSha: string;
  /** By path; a path that does not exist there is absent. */
  readonly head: ReadonlyMap<string, Blob>;
  readonly base: ReadonlyMap<string, Blob>;
  /** Markers found in our own earlier review comments and reviews. */
  readonly markers: ReadonlySet<string>;
}

export interface Blob {
  /** git's id: equal to `ChangedFile.blob` unless the head moved between the two reads. */
  readonly id: string;
  /** git's mode: `100644`, `100755`, `120000` (symlink), `160000` (submodule). */
  readonly mode: string;
  /** undefined for binaries and for what GitHub cut off. */
  readonly text: string | undefined;
  readonly byteSize: number;
}

/** The logger of a job: pino's shape. Never hand it tokens, payloads or file contents. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type { ImageFacts, ImageName };

/** What the registry of a base image says of it. */
export interface ImageSource {
  /** undefined when it is not known, may not be asked for, or was not there before the signal. Never throws. */
  factsOf(name: ImageName, signal: AbortSignal): Promise<ImageFacts | undefined>;
}

/** Texts that may be forgotten at any time, shared by all processes. */
export interface Cache {
  /** undefined when it was never set or has expired. */
  get(key: string): Promise<string | undefined>;
  /** Replaces what was there. */
  set(key: string, value: string, seconds: number): Promise<void>;
}

/**
 * One value that all processes share. `now` is its keeper's clock, in milliseconds since 1970: those of several machines
 * differ.
 */
export interface Shared<Value> {
  /** Replaces the value by what `change` makes of it, as if nobody else were there; `change` may be asked more than once. */
  change<Answer>(
    change: (value: Value | undefined, now: number) => { readonly value: Value; readonly answer: Answer },
  ): Promise<Answer>;
  look(): Promise<{ readonly value: Value | undefined; readonly now: number }>;
}
