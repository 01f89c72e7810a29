import type { ImageFacts, ImageName } from '../dockerfile/model.ts';
import type { Asked, Person, RepositoryRef } from './job.ts';
import type { Plan } from '../review/plan.ts';
import type { Standing } from '../review/standing.ts';

/** What a review needs of GitHub. `github/host.ts` keeps it for real, tests with objects. */
export interface Host {
  /** Files that GitHub lists of a pull request at most; it says nothing of the others. */
  readonly mostFiles: number;
  /** The files of the pull request's diff, paged through; one call a hundred files. */
  listFiles(pull: PullRef): Promise<readonly ChangedFile[]>;
  /** Everything else a review reads, in one query, at the pull request's current head and base. */
  readPullRequest(pull: PullRef, wanted: Wanted): Promise<PullRequestState>;
  /** Files at a commit, in one query for a hundred: what the first one could not know to ask for. */
  readFiles(pull: PullRef, sha: string, wanted: WantedFiles): Promise<ReadonlyMap<string, Blob>>;
  /** The commit that the pull request's diff is against. */
  mergeBase(pull: PullRef, baseSha: string, headSha: string): Promise<string>;
  /** Whether a call that threw this is worth another try later, as after a limit or a breakdown of GitHub's. */
  isPassing(error: unknown): boolean;
  /** Posts the plan's review, if it says anything. Looks for the review's marker before any second try. */
  postReview(pull: PullRef, headSha: string, plan: Plan): Promise<Posted>;
  /** Settles what the plan settles, if anything: all of it in one call, fifty steps a call. */
  settle(pull: PullRef, plan: Plan): Promise<void>;
  /** Whether the installation grants us to write contents: to resolve threads and to commit. */
  mayWrite(): Promise<boolean>;
  /** Completes the check run of `headSha`; returns its page's address. */
  completeCheck(pull: PullRef, headSha: string, plan: Plan): Promise<string>;
}

/** What became of a review. Unless it was posted, nothing of it was. */
export type Posted =
  | { readonly kind: 'posted' }
  /** The pull request has another head than the one that was reviewed. */
  | { readonly kind: 'moved' }
  /** GitHub takes no comment where these are; indices into the review's comments. */
  | { readonly kind: 'places refused'; readonly comments: readonly number[] }
  /** GitHub takes no review at all, as in a locked conversation. `reason` is GitHub's and public. */
  | { readonly kind: 'refused'; readonly reason: string };

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
  /** Its place in GitHub's list, from 0. */
  readonly index?: number;
  /** Lines added and deleted. */
  readonly changes?: number;
  /** False where GitHub shows no diff of the file and takes no comment on its lines; `patch` is then our own. */
  readonly isShown?: boolean;
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
  /** The head is in another repository than the base, where the App may not write. */
  readonly fromFork: boolean;
  /** Files that it changes, also those that GitHub does not list. */
  readonly changedFiles: number;
  /** The address of its page. */
  readonly page: string;
  /** What stands of all that we have said there. */
  readonly standing: Standing;
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

export type { Asked, ImageFacts, ImageName, Person };

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

/** What doing as a person asks needs of GitHub, beyond what a review does. */
export interface CommandHost extends Host {
  /** Shows that the command was seen. Never throws for a refusal: without the permission nobody sees it, that is all. */
  acknowledge(pull: PullRef, from: Asked): Promise<void>;
  /** The pull request's state as `readPullRequest` gives it, and what writing to its branch takes; one query. */
  readBranch(pull: PullRef, wanted: Wanted): Promise<BranchState>;
  /** What a person may do with the repository. */
  accessOf(pull: PullRef, person: Person): Promise<Access>;
  /** Makes the commit, or finds that a try with unknown outcome made it. Never throws for a refusal. */
  commit(pull: PullRef, wanted: NewCommit): Promise<Committed>;
  /** Answers once: an answer to the same `ask` that stands already becomes this one. Never throws for a refusal. */
  answer(pull: PullRef, answer: Answer): Promise<void>;
  /** The thread that a review comment of ours began; undefined for others' and for what is not there. */
  readThread(pull: PullRef, comment: number): Promise<ThreadState | undefined>;
}

export type Access = 'admin' | 'write' | 'read' | 'none';

export interface BranchState extends PullRequestState {
  /** Its name, in the head's repository. */
  readonly branch: string;
  readonly headRepository: HeadRepository;
  /** The tree of the head's commit; undefined while GitHub does not show it yet. */
  readonly tree: string | undefined;
  readonly author: string | undefined;
  /** The newest last, at most thirty. */
  readonly commits: readonly BranchCommit[];
  /** What we have answered lately. */
  readonly answers: readonly StandingAnswer[];
}

/** Where the head is. Forks of organisations never take a commit from us, those of users only by `git push`. */
export type HeadRepository =
  | { readonly kind: 'same' }
  | { readonly kind: 'fork'; readonly name: string; readonly ofOrganization: boolean }
  | { readonly kind: 'deleted' };

export interface BranchCommit {
  readonly sha: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One commit on top of `parent`, and only there. */
export interface NewCommit {
  readonly branch: string;
  readonly parent: string;
  /** The parent's tree; a commit without it can only hold files of mode 100644. */
  readonly tree: string | undefined;
  readonly headline: string;
  readonly body: string;
  readonly coAuthor: Person;
  /** The last line of the message; tells this very commit from all others. */
  readonly trailer: string;
  readonly files: readonly NewFile[];
}

export interface NewFile {
  readonly path: string;
  /** As it is at the parent: `100644` or `100755`. */
  readonly mode: string;
  readonly text: string;
}

/** What became of a commit. Unless it was made, nothing has changed. */
export type Committed =
  | { readonly kind: 'committed'; readonly sha: string }
  /** The branch stands elsewhere. */
  | { readonly kind: 'moved' }
  /** By GitHub, for good: a protected branch, a missing permission, an archived repository. The reason is public. */
  | { readonly kind: 'refused'; readonly reason: string; readonly requestId: string | undefined };

export interface Answer {
  /** Names what is answered, `[a-z0-9-]` only. */
  readonly ask: string;
  /** The review comment that began the thread to answer in; undefined: the conversation. */
  readonly thread: number | undefined;
  /** Markdown, without a marker. */
  readonly body: string;
  /** Answers of ours that stand there, as `readBranch` found them; left out: nobody has looked. */
  readonly standing?: readonly StandingAnswer[];
}

/** A comment of ours in the conversation or a reply of ours in a thread. */
export interface StandingAnswer {
  readonly id: number;
  readonly at: 'conversation' | 'thread';
  readonly body: string;
}

/** Lines of the head, from 1, that a thread is on. */
export interface ThreadState {
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

/** What the App itself may ask, as nobody's installation. */
export interface AppHost {
  /** Webhook deliveries, the newest first, a page a call; `next` is undefined on the last page. */
  deliveries(
    cursor: string | undefined,
  ): Promise<{ readonly deliveries: readonly Delivery[]; readonly next: string | undefined }>;
  /** Asks GitHub to send a delivery again, with its GUID. */
  redeliver(id: number): Promise<void>;
  /** All that are not suspended. */
  installations(): Promise<readonly InstallationRef[]>;
}

/** One attempt of GitHub's to send an event. */
export interface Delivery {
  readonly id: number;
  /** The same for all attempts of one event. */
  readonly guid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether it was answered 2xx. */
  readonly isAnswered: boolean;
  /** `pull_request.opened`; `ping` where an event has no actions. */
  readonly event: string;
}

export interface InstallationRef {
  readonly id: number;
  readonly account: { readonly login: string; readonly isOrganization: boolean };
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What an installation can see across its repositories. */
export interface InstallationHost {
  /** Open pull requests that were touched since, at most a thousand. */
  recentPulls(account: InstallationRef['account'], since: Date): Promise<readonly RecentPull[]>;
}

export interface RecentPull {
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly headSha: string;
  /** When it was opened or its last commit was made, whichever is later. Milliseconds since 1970. */
  readonly changedAt: number;
  /** Whether our check run of its head has completed. */
  readonly isChecked: boolean;
}
