import {
  fullName,
  type Comment,
  type IssueComment,
  type PullRequest,
  type Repository,
  type ReviewComment,
  type Thread,
} from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import { actorNode } from './people.ts';
import { requireOn, type Scope } from './scope.ts';

export function threadNode(scope: Scope, repository: Repository, pull: PullRequest, thread: Thread): object {
  const { anchor, resolvedBy } = thread;
  return {
    __typename: 'PullRequestReviewThread',
    id: nodeId('PRRT', thread.id),
    path: anchor.path,
    ...{ line: thread.line, startLine: thread.startLine },
    ...{ originalLine: anchor.line, originalStartLine: anchor.startLine },
    ...{ diffSide: anchor.side, startDiffSide: anchor.startSide, subjectType: anchor.subject.toUpperCase() },
    ...{ isOutdated: thread.outdated, isResolved: resolvedBy !== null, isCollapsed: resolvedBy !== null },
    resolvedBy: resolvedBy === null ? null : actorNode(scope, resolvedBy),
    ...{ viewerCanReply: true, viewerCanResolve: resolvedBy === null, viewerCanUnresolve: resolvedBy !== null },
    repository: () => scope.nodes.repository(repository),
    pullRequest: () => scope.nodes.pull(repository, pull),
    comments: (args: PageArguments) =>
      connection(thread.comments, args, (comment) => reviewCommentNode(scope, repository, pull, thread, comment)),
  };
}

export function reviewCommentNode(
  scope: Scope,
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  comment: ReviewComment,
): object {
  const { anchor } = thread;
  const answered = thread.comments.find((one) => one.id === comment.inReplyTo);
  const review = pull.reviews.find((one) => one.id === comment.reviewId);
  const commit = (oid: string) => (): Promise<object> => {
    requireOn(scope, repository, { contents: 'read' });
    return scope.nodes.commit(repository, oid);
  };
  return {
    ...written(scope, comment, 'PullRequestReviewComment', 'PRRC'),
    path: anchor.path,
    ...{ line: thread.line, startLine: thread.startLine },
    ...{ originalLine: anchor.line, originalStartLine: anchor.startLine },
    ...{ position: thread.position, originalPosition: anchor.position },
    ...{ outdated: thread.outdated, diffHunk: anchor.hunk, subjectType: anchor.subject.toUpperCase() },
    state: review?.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    url: `${scope.world.url}/${fullName(repository)}/pull/${pull.number}#discussion_r${comment.id}`,
    replyTo: () => (answered === undefined ? null : reviewCommentNode(scope, repository, pull, thread, answered)),
    pullRequestReview: () => (review === undefined ? null : scope.nodes.review(repository, pull, review)),
    pullRequest: () => scope.nodes.pull(repository, pull),
    commit: commit(thread.outdated ? anchor.commitId : pull.headSha),
    originalCommit: commit(anchor.commitId),
  };
}

export function issueCommentNode(
  scope: Scope,
  repository: Repository,
  pull: PullRequest,
  comment: IssueComment,
): object {
  return {
    ...written(scope, comment, 'IssueComment', 'IC'),
    url: `${scope.world.url}/${fullName(repository)}/pull/${pull.number}#issuecomment-${comment.id}`,
    pullRequest: () => scope.nodes.pull(repository, pull),
  };
}

/** What review comments and issue comments share. */
function written(scope: Scope, comment: Comment, typename: string, kind: string): object {
  return {
    __typename: typename,
    id: nodeId(kind, comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    author: actorNode(scope, comment.user),
    viewerDidAuthor: comment.user.id === scope.token.account.id,
    createdAt: iso(comment.createdAt),
    updatedAt: iso(comment.updatedAt),
    isMinimized: comment.minimized !== null,
    minimizedReason: comment.minimized,
    ...{ viewerCanMinimize: true, viewerCanUpdate: true, viewerCanDelete: true },
  };
}
