import type { IssueComment, PullRequest, Repository, Review, ReviewComment, Thread } from '../state.ts';
import { associationOf } from '../people.ts';
import { iso, nodeId } from '../world.ts';
import { userShape, type Json } from './account.ts';
import { pullPage, pullUrl, reactionsShape } from './pull.ts';
import { repositoryUrl } from './repository.ts';

/** `pull-request-review` */
export function reviewShape(url: string, repository: Repository, pull: PullRequest, review: Review): Json {
  const page = `${pullPage(url, repository, pull)}#pullrequestreview-${review.id}`;
  const pullHref = pullUrl(url, repository, pull);
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userShape(url, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullHref,
    author_association: associationOf(review.user, repository),
    _links: { html: { href: page }, pull_request: { href: pullHref } },
    ...(review.state === 'PENDING' ? {} : { submitted_at: iso(review.submittedAt) }),
    commit_id: review.commitId,
  };
}

/** `pull-request-review-comment` and `review-comment` */
export function reviewCommentShape(
  url: string,
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  comment: ReviewComment,
): Json {
  const api = `${repositoryUrl(url, repository)}/pulls/comments/${comment.id}`;
  const page = `${pullPage(url, repository, pull)}#discussion_r${comment.id}`;
  const pullHref = pullUrl(url, repository, pull);
  const { anchor } = thread;
  return {
    url: api,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: anchor.hunk,
    path: anchor.path,
    commit_id: thread.outdated ? anchor.commitId : pull.headSha,
    original_commit_id: anchor.commitId,
    user: userShape(url, comment.user),
    body: comment.body,
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    html_url: page,
    pull_request_url: pullHref,
    author_association: associationOf(comment.user, repository),
    _links: { self: { href: api }, html: { href: page }, pull_request: { href: pullHref } },
    reactions: reactionsShape(api, comment.reactions),
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
    ...placeShape(thread),
  };
}

function placeShape(thread: Thread): Json {
  const { anchor } = thread;
  return {
    position: thread.position,
    original_position: anchor.position,
    start_line: thread.startLine,
    original_start_line: anchor.startLine,
    start_side: anchor.startSide,
    line: thread.line,
    original_line: anchor.line,
    side: anchor.side,
    subject_type: anchor.subject,
  };
}

/** `issue-comment` */
export function issueCommentShape(url: string, repository: Repository, pull: PullRequest, comment: IssueComment): Json {
  const api = `${repositoryUrl(url, repository)}/issues/comments/${comment.id}`;
  return {
    url: api,
    html_url: `${pullPage(url, repository, pull)}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(url, repository)}/issues/${pull.number}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: userShape(url, comment.user),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: associationOf(comment.user, repository),
    body: comment.body,
    reactions: reactionsShape(api, comment.reactions),
    performed_via_github_app: null,
  };
}
