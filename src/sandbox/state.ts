import type { GitRepository } from './repository.ts';
import type { Side } from './hunks.ts';
import type { LoggedRequest, Violation, WebhookDelivery } from './log.ts';

/** What the stand-in remembers, as plain data. Times are milliseconds since the epoch. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly createdAt: number;
  readonly git: GitRepository;
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

export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly commitId: string;
  readonly submittedAt: number;
  body: string;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
}

/** Where a comment was put, in the diff between these two commits. */
export interface Anchor {
  readonly path: string;
  readonly subject: 'line' | 'file';
  readonly side: Side;
  readonly startSide: Side | null;
  readonly startLine: number | null;
  readonly line: number | null;
  readonly commitId: string;
  /** The merge base at that time: what LEFT counts in. */
  readonly baseId: string;
  /** GitHub's `diff_hunk`; empty for a comment on a file. */
  readonly hunk: string;
  readonly position: number;
}

export interface Thread {
  readonly id: number;
  readonly anchor: Anchor;
  readonly comments: ReviewComment[];
  /** Where it stands now; null when outdated or on a whole file. */
  line: number | null;
  startLine: number | null;
  position: number | null;
  outdated: boolean;
  resolvedBy: Account | null;
}

export interface ReviewComment extends Minimizable {
  readonly id: number;
  readonly reviewId: number;
  readonly user: Account;
  readonly createdAt: number;
  readonly inReplyTo: number | undefined;
  updatedAt: number;
  body: string;
}

export interface IssueComment extends Minimizable {
  readonly id: number;
  readonly user: Account;
  readonly createdAt: number;
  updatedAt: number;
  body: string;
}

export interface Minimizable {
  /** Why it is hidden, in GitHub's words (`outdated`, `resolved`, …); null when shown. */
  minimized: string | null;
}

export interface CheckRun {
  readonly id: number;
  readonly headSha: string;
  readonly appId: number;
  name: string;
  externalId: string | null;
  detailsUrl: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  startedAt: number;
  completedAt: number | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  actions: readonly CheckAction[];
  readonly annotations: Annotation[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
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
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly deliveries: WebhookDelivery[];
  readonly requests: LoggedRequest[];
  readonly violations: Violation[];
  nextId: number;
}

export function newId(state: State): number {
  return state.nextId++;
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

/** A person's e-mail address as GitHub writes it into commits. */
export function emailOf(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
