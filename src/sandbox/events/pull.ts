import { happen, send } from './send.ts';
import { issueShape, pullFacts, pullShape } from '../shapes/pull.ts';
import { type Json } from '../shapes/account.ts';
import { issueCommentShape, reviewCommentShape } from '../shapes/review.ts';
import type { Account, IssueComment, PullRequest, Repository, Thread } from '../state.ts';
import { nodeId, type World } from '../world.ts';

export type PullAction =
  | 'opened'
  | 'closed'
  | 'reopened'
  | 'synchronize'
  | 'edited'
  | 'ready_for_review'
  | 'converted_to_draft'
  | 'locked'
  | 'unlocked';

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

export function announceIssueComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
  edited?: { readonly by: Account; readonly from: string },
): void {
  const issue = issueShape(world.url, repository, pull);
  const shape = issueCommentShape(world.url, repository, pull, comment);
  const action = edited === undefined ? 'created' : 'edited';
  const changes = edited === undefined ? {} : { changes: { body: { from: edited.from } } };
  const sender = edited?.by ?? comment.user;
  send(world, repository, sender, 'issue_comment', { action, issue, comment: shape, ...changes });
  happen(world, repository, `issue_comment.${action}`, pull.number, { id: comment.id });
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
