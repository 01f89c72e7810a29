import type { Account, Permission } from './accounts.ts';
import type { CheckRun } from './check-run.ts';
import type { IssueComment, Review, Thread } from './conversation.ts';
import type { Hurry, LoggedRequest, Violation, WebhookDelivery } from './log.ts';
import type { GitRepository } from './repository.ts';
import type { MergeGroup, Rules } from './rules.ts';

export type { Account, Permission } from './accounts.ts';
export type { Annotation, CheckAction, CheckRun } from './check-run.ts';
export type { Anchor, Comment, IssueComment, Reaction, Review, ReviewComment, Thread } from './conversation.ts';
export { emailOf } from './accounts.ts';

/** What the stand-in remembers, as plain data. Times are milliseconds since the epoch. */
export interface Repository {
  readonly id: number;
  /** Changes with a transfer. */
  owner: Account;
  name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly createdAt: number;
  readonly git: GitRepository;
  /** What it was forked from. */
  readonly parent: Repository | undefined;
  /** What people were given; others have what `permissionOf` says. By account id. */
  readonly permissions: Map<number, Permission>;
  readonly rules: Rules;
  readonly mergeGroups: MergeGroup[];
  /** Commits that GitHub itself signed. */
  readonly verified: Set<string>;
  archived: boolean;
  hasIssues: boolean;
  readonly pulls: Map<number, PullRequest>;
  readonly checkRuns: Map<number, CheckRun>;
  /** Check suites have no life of their own: one for each head. */
  readonly suites: Map<string, number>;
  nextNumber: number;
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly createdAt: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  mergedAt: number | null;
  closedAt: number | null;
  draft: boolean;
  updatedAt: number;
  baseRef: string;
  readonly headRef: string;
  headSha: string;
  /** Where its head branch is: the repository itself, a fork, or null when that fork was deleted. */
  head: Repository | null;
  /** Only ever true for forks that belong to a person. */
  maintainerCanModify: boolean;
  /** Its files come without the ids of their blobs. */
  readonly withoutBlobIds: boolean;
  locked: boolean;
  /** Pushes to the head branch in order, the opening one first. */
  readonly pushes: Push[];
  readonly reviews: Review[];
  readonly threads: Thread[];
  readonly comments: IssueComment[];
}

export interface Push {
  readonly sha: string;
  readonly at: number;
  readonly by: Account;
}

export type Level = 'read' | 'write';
export type Permissions = Readonly<Record<string, Level>>;

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly publicKey: string;
  readonly createdAt: number;
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  readonly createdAt: number;
  readonly repositories: Set<number>;
  permissions: Permissions;
  suspendedAt: number | null;
}

export interface Token {
  /** The App's bot, or a person. */
  readonly account: Account;
  /** undefined for a person's token. */
  readonly installation: Installation | undefined;
  /** undefined: everything. */
  readonly permissions: Permissions | undefined;
  /** undefined: all that the installation, or the person, sees. */
  readonly repositories: ReadonlySet<number> | undefined;
  readonly expiresAt: number;
}

export interface State {
  readonly app: App;
  readonly accounts: Map<string, Account>;
  readonly repositories: Map<string, Repository>;
  /** The former names of renamed and transferred repositories. */
  readonly redirects: Map<string, Repository>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly deliveries: WebhookDelivery[];
  readonly requests: LoggedRequest[];
  readonly violations: Violation[];
  readonly hurries: Hurry[];
  nextId: number;
}

export function newId(state: State): number {
  return state.nextId++;
}

/** The repository that had this name before, if it has none now. */
export function formerly(state: State, owner: string, name: string): Repository | undefined {
  const key = `${owner}/${name}`.toLowerCase();
  return state.repositories.has(key) ? undefined : state.redirects.get(key);
}

export function findRepository(state: State, owner: string, name: string): Repository | undefined {
  return state.repositories.get(`${owner}/${name}`.toLowerCase());
}

/** The account of a login, made when it is new. */
export function accountOf(state: State, login: string, type: Account['type'] = 'User'): Account {
  const known = state.accounts.get(login.toLowerCase());
  if (known !== undefined) return known;
  const account: Account = { id: newId(state), login, type };
  state.accounts.set(login.toLowerCase(), account);
  return account;
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** The thread that holds a review comment. */
export function threadOf(pull: PullRequest, commentId: number): Thread | undefined {
  return pull.threads.find((thread) => thread.comments.some((comment) => comment.id === commentId));
}
