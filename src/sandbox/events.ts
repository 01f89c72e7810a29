import type { CommitInfo } from './objects.ts';
import { baseOf, issueShape, pullFacts, pullShape } from './shapes/pull.ts';
import { userShape, type Json } from './shapes/account.ts';
import { installationShape } from './shapes/app.ts';
import { checkRunEventShape, type CheckContext } from './shapes/check.ts';
import { repositoryShape } from './shapes/repository.ts';
import { issueCommentShape, reviewCommentShape } from './shapes/review.ts';
import {
  fullName,
  newId,
  type Account,
  type CheckAction,
  type CheckRun,
  type Installation,
  type IssueComment,
  type PullRequest,
  type Repository,
  type Thread,
} from './state.ts';
import { iso, nodeId, type World } from './world.ts';

/** Tells the App, and whoever listens on the bus, what happened. */
type Detail = Readonly<Record<string, string | number | boolean | null>>;

export type PullAction =
  'opened' | 'closed' | 'reopened' | 'synchronize' | 'edited' | 'ready_for_review' | 'converted_to_draft';

export async function announcePull(
  world: World,
  repository: Repository,
  pull: PullRequest,
  action: PullAction,
  sender: Account,
  extra: Json = {},
): Promise<void> {
  const facts = await pullFacts(repository, pull);
  const shape = pullShape(world.url, repository, pull, facts);
  const payload = { action, number: pull.number, pull_request: shape, ...extra };
  send(world, repository, sender, 'pull_request', payload);
  happen(world, repository, `pull_request.${action}`, pull.number, { head: pull.headSha });
}

/** `review.submitted` on the bus: Apps that have no use for `pull_request_review` do not subscribe to it. */
export function happen(
  world: World,
  repository: Repository,
  name: string,
  number: number | null,
  detail: Detail,
): void {
  world.bus.emit({ name, owner: repository.owner.login, repo: repository.name, number, detail });
}

export async function announceCheckRun(
  world: World,
  repository: Repository,
  run: CheckRun,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  sender: Account,
  requested?: CheckAction,
): Promise<void> {
  const context = await checkContext(world, repository, run);
  const shape = checkRunEventShape(world.url, repository, run, context);
  const extra = requested === undefined ? {} : { requested_action: { identifier: requested.identifier } };
  send(world, repository, sender, 'check_run', { action, check_run: shape, ...extra });
  const number = context.pulls[0]?.pull.number ?? null;
  const detail = { id: run.id, head: run.headSha, conclusion: run.conclusion };
  happen(world, repository, `check_run.${action}`, number, detail);
}

/** The suite of the run's head and the open pull requests that stand there. */
export async function checkContext(world: World, repository: Repository, run: CheckRun): Promise<CheckContext> {
  const suite = repository.suites.get(run.headSha) ?? newId(world.state);
  repository.suites.set(run.headSha, suite);
  const open = [...repository.pulls.values()].filter((pull) => pull.state === 'open' && pull.headSha === run.headSha);
  const pulls = await Promise.all(open.map(async (pull) => ({ pull, baseSha: await baseOf(repository, pull) })));
  return { app: world.state.app, suite, pulls };
}

export function announceIssueComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
): void {
  const issue = issueShape(world.url, repository, pull);
  const shape = issueCommentShape(world.url, repository, pull, comment);
  send(world, repository, comment.user, 'issue_comment', { action: 'created', issue, comment: shape });
  happen(world, repository, 'issue_comment.created', pull.number, { id: comment.id });
}

/** The newest comment of each thread, one event each. */
export async function announceReviewComments(
  world: World,
  repository: Repository,
  pull: PullRequest,
  threads: readonly Thread[],
): Promise<void> {
  const pull_request = pullShape(world.url, repository, pull, await pullFacts(repository, pull));
  for (const thread of threads) {
    const comment = thread.comments.at(-1);
    if (comment === undefined) continue;
    const shape = reviewCommentShape(world.url, repository, pull, thread, comment);
    const payload = { action: 'created', comment: shape, pull_request };
    send(world, repository, comment.user, 'pull_request_review_comment', payload);
    happen(world, repository, 'pull_request_review_comment.created', pull.number, { id: comment.id });
  }
}

export async function announceThread(
  world: World,
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  sender: Account,
): Promise<void> {
  const action = thread.resolvedBy === null ? 'unresolved' : 'resolved';
  const comments = thread.comments.map((one) => reviewCommentShape(world.url, repository, pull, thread, one));
  const pull_request = pullShape(world.url, repository, pull, await pullFacts(repository, pull));
  const payload = { action, thread: { node_id: nodeId('PRRT', thread.id), comments }, pull_request };
  send(world, repository, sender, 'pull_request_review_thread', payload);
  happen(world, repository, `pull_request_review_thread.${action}`, pull.number, { id: thread.id });
}

export interface BranchMove {
  readonly branch: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly forced: boolean;
}

const NO_COMMIT = '0'.repeat(40);
/** A push event names at most this many commits (contract section 1). */
const MAX_COMMITS = 2048;

export async function announcePush(
  world: World,
  repository: Repository,
  move: BranchMove,
  sender: Account,
): Promise<void> {
  const { before, after, branch } = move;
  const html = `${world.url}/${fullName(repository)}`;
  const infos = before === undefined ? [] : await repository.git.commitsBetween(before, after);
  const shapes = await Promise.all(infos.slice(-MAX_COMMITS).map((info) => commitShape(world, repository, info)));
  const head = shapes.at(-1) ?? (await commitShape(world, repository, await repository.git.commitInfo(after)));
  const payload = {
    ref: `refs/heads/${branch}`,
    before: before ?? NO_COMMIT,
    after,
    created: before === undefined,
    deleted: false,
    forced: move.forced,
    base_ref: null,
    compare: `${html}/compare/${(before ?? after).slice(0, 12)}...${after.slice(0, 12)}`,
    commits: shapes,
    head_commit: head,
    pusher: { name: sender.login, email: null },
  };
  send(world, repository, sender, 'push', payload);
  happen(world, repository, 'push', null, { branch, after });
}

async function commitShape(world: World, repository: Repository, info: CommitInfo): Promise<Json> {
  const [parent] = info.parents;
  const files = parent === undefined ? [] : await repository.git.diffDirect(parent, info.oid);
  const paths = (statuses: readonly string[]): string[] =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  const person = { ...info.author, date: iso(info.at * 1000) };
  return {
    id: info.oid,
    tree_id: info.tree,
    distinct: true,
    message: info.message,
    timestamp: iso(info.at * 1000),
    url: `${world.url}/${fullName(repository)}/commit/${info.oid}`,
    author: person,
    committer: person,
    added: paths(['added', 'renamed', 'copied']),
    removed: paths(['removed']),
    modified: paths(['modified', 'changed']),
  };
}

/** The App was installed. It carries no repository of its own: an installation may hold many. */
export function announceInstallation(
  world: World,
  installation: Installation,
  repositories: readonly Repository[],
): void {
  const payload = {
    action: 'created',
    installation: installationShape(world.url, world.state.app, installation),
    repositories: repositories.map((one) => ({
      id: one.id,
      node_id: nodeId('R', one.id),
      name: one.name,
      full_name: fullName(one),
      private: one.private,
    })),
    sender: userShape(world.url, installation.account),
  };
  world.webhooks.send({ event: 'installation', action: 'created', payload, installation, repository: undefined });
}

function installationOf(world: World, repository: Repository): Installation | undefined {
  return [...world.state.installations.values()].find((one) => one.repositories.has(repository.id));
}

function send(world: World, repository: Repository, sender: Account, event: string, payload: Json): void {
  const installation = installationOf(world, repository);
  if (installation === undefined || installation.suspendedAt !== null) return;
  const action = typeof payload['action'] === 'string' ? payload['action'] : null;
  const full = {
    ...payload,
    repository: repositoryShape(world.url, repository),
    sender: userShape(world.url, sender),
    installation: { id: installation.id, node_id: nodeId('IN', installation.id) },
  };
  world.webhooks.send({ event, action, payload: full, installation, repository });
}
