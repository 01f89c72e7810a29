import { announceThread } from '../events/pull.ts';
import { happen } from '../events/send.ts';
import { checkBody, Refusal } from '../refusal.ts';
import type { Comment, PullRequest, Repository, Review, Thread } from '../state.ts';
import { readNodeId } from '../world.ts';
import { createCommit, type CommitInput } from './commits.ts';
import { issueCommentNode, reviewCommentNode, threadNode } from './conversation.ts';
import { forbidden, graphError, requireOn, type Scope } from './scope.ts';

interface Input<Fields> {
  readonly input: Fields & { readonly clientMutationId?: string };
}

interface Place {
  readonly repository: Repository;
  readonly pull: PullRequest;
}

/** The root of all mutations that the stand-in knows. */
export function mutations(scope: Scope): object {
  return {
    resolveReviewThread: ({ input }: Input<{ threadId: string }>) => setResolved(scope, input, true),
    unresolveReviewThread: ({ input }: Input<{ threadId: string }>) => setResolved(scope, input, false),
    minimizeComment: ({ input }: Input<{ subjectId: string; classifier: string }>) =>
      minimize(scope, input, input.classifier.toLowerCase().replace('_', '-')),
    unminimizeComment: ({ input }: Input<{ subjectId: string }>) => minimize(scope, input, null),
    updatePullRequestReview: ({ input }: Input<{ pullRequestReviewId: string; body: string }>) =>
      updateReview(scope, input),
    updatePullRequestReviewComment: ({ input }: Input<{ pullRequestReviewCommentId: string; body: string }>) =>
      updateComment(scope, input.pullRequestReviewCommentId, 'PRRC', input, 'pullRequestReviewComment'),
    updateIssueComment: ({ input }: Input<{ id: string; body: string }>) =>
      updateComment(scope, input.id, 'IC', input, 'issueComment'),
    createCommitOnBranch: ({ input }: Input<CommitInput>) => createCommit(scope, input),
  };
}

function unresolvable(id: string): Error {
  return graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

function findThread(scope: Scope, nodeId: string): Place & { thread: Thread } {
  const wanted = readNodeId(nodeId);
  for (const place of allPulls(scope)) {
    const thread = place.pull.threads.find((one) => wanted?.kind === 'PRRT' && String(one.id) === wanted.id);
    if (thread !== undefined) return { ...place, thread };
  }
  throw unresolvable(nodeId);
}

function allPulls(scope: Scope): Place[] {
  const repositories = [...scope.world.state.repositories.values()];
  return repositories.flatMap((repository) => [...repository.pulls.values()].map((pull) => ({ repository, pull })));
}

/** Needs the right to write contents, not only pull requests (contract section 3). */
async function setResolved(
  scope: Scope,
  input: { threadId: string; clientMutationId?: string },
  resolved: boolean,
): Promise<object> {
  const { repository, pull, thread } = findThread(scope, input.threadId);
  requireOn(scope, repository, { contents: 'write', pull_requests: 'write' });
  const changed = (thread.resolvedBy !== null) !== resolved;
  if (changed) {
    thread.resolvedBy = resolved ? scope.token.account : null;
    await announceThread(scope.world, repository, pull, thread, scope.token.account);
  }
  const clientMutationId = input.clientMutationId ?? null;
  return { clientMutationId, thread: threadNode(scope, repository, pull, thread) };
}

function minimize(
  scope: Scope,
  input: { subjectId: string; clientMutationId?: string },
  reason: string | null,
): object {
  const { place, comment, node } = findComment(scope, input.subjectId);
  requireOn(scope, place.repository, { pull_requests: 'write' });
  comment.minimized = reason;
  const subject = node();
  return { clientMutationId: input.clientMutationId ?? null, minimizedComment: subject, unminimizedComment: subject };
}

interface FoundComment {
  readonly place: Place;
  readonly comment: Comment;
  readonly node: () => object;
}

function findComment(scope: Scope, id: string): FoundComment {
  const wanted = readNodeId(id);
  for (const place of allPulls(scope)) {
    const { repository, pull } = place;
    const plain = pull.comments.find((one) => wanted?.kind === 'IC' && String(one.id) === wanted.id);
    if (plain !== undefined) {
      return { place, comment: plain, node: () => issueCommentNode(scope, repository, pull, plain) };
    }
    for (const thread of pull.threads) {
      const comment = thread.comments.find((one) => wanted?.kind === 'PRRC' && String(one.id) === wanted.id);
      if (comment === undefined) continue;
      return { place, comment, node: () => reviewCommentNode(scope, repository, pull, thread, comment) };
    }
  }
  throw unresolvable(id);
}

function updateReview(
  scope: Scope,
  input: { pullRequestReviewId: string; body: string; clientMutationId?: string },
): object {
  const wanted = readNodeId(input.pullRequestReviewId);
  for (const { repository, pull } of allPulls(scope)) {
    const review = pull.reviews.find((one) => wanted?.kind === 'PRR' && String(one.id) === wanted.id);
    if (review === undefined) continue;
    requireOn(scope, repository, { pull_requests: 'write' });
    edit(scope, review, input.body, 'PullRequestReview');
    happen(scope.world, repository, 'review.edited', pull.number, { id: review.id });
    const node = scope.nodes.review(repository, pull, review);
    return { clientMutationId: input.clientMutationId ?? null, pullRequestReview: node };
  }
  throw unresolvable(input.pullRequestReviewId);
}

function updateComment(
  scope: Scope,
  id: string,
  kind: 'PRRC' | 'IC',
  input: { body: string; clientMutationId?: string },
  field: string,
): object {
  if (readNodeId(id)?.kind !== kind) throw unresolvable(id);
  const { place, comment, node } = findComment(scope, id);
  requireOn(scope, place.repository, { pull_requests: 'write' });
  edit(scope, comment, input.body, field);
  comment.updatedAt = scope.world.now();
  happen(scope.world, place.repository, 'comment.edited', place.pull.number, { id: comment.id });
  return { clientMutationId: input.clientMutationId ?? null, [field]: node() };
}

/** An App edits what it wrote itself; people with the right to write edit anything. */
function edit(scope: Scope, text: Comment | Review, body: string, resource: string): void {
  const { token } = scope;
  if (token.installation !== undefined && text.user.id !== token.account.id) throw forbidden();
  if (body.trim() === '') throw graphError('UNPROCESSABLE', "Body can't be blank");
  try {
    checkBody(resource, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw graphError('UNPROCESSABLE', `Body is too long (maximum is 65536 characters)`);
  }
  text.body = body;
}
