import { newComment } from '../conversation.ts';
import { announceReviewComments } from '../events/pull.ts';
import { happen } from '../events/send.ts';
import { lengthOf, MAX_BODY, notFound, unprocessable } from '../refusal.ts';
import { reviewCommentShape, reviewShape } from '../shapes/review.ts';
import { baseOf } from '../shapes/pull.ts';
import { newId, type Anchor, type PullRequest, type Review, type Thread } from '../state.ts';
import { anchorAt, newThread, readDiff, replaceThreads, type WantedPlace } from '../threads.ts';
import type { RepositoryCall } from '../world.ts';
import { isApp, paginate, pullOf, text, type Handlers } from './handler.ts';

const PAGE = '/pulls/reviews#create-a-review-for-a-pull-request';
/** Nowhere documented; the figure that a GitHub employee's action keeps to (contract section 3). */
const MAX_COMMENTS = 100;

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
type Event = keyof typeof STATES;

interface WantedComment extends WantedPlace {
  readonly body: string;
}

export const reviewHandlers: Handlers = {
  'pulls/list-reviews': {
    for: 'repository',
    needs: [{ pull_requests: 'read' }],
    run(call) {
      const pull = pullOf(call);
      const { page, link } = paginate(call, visible(call, pull));
      const body = page.map((review) => reviewShape(call.world.url, call.repository, pull, review));
      return { status: 200, body, headers: link ?? {} };
    },
  },
  'pulls/get-review': {
    for: 'repository',
    needs: [{ pull_requests: 'read' }],
    run(call) {
      const pull = pullOf(call);
      return { status: 200, body: reviewShape(call.world.url, call.repository, pull, reviewOf(call, pull)) };
    },
  },
  'pulls/create-review': { for: 'repository', needs: [{ pull_requests: 'write' }], run: createReview },
  'pulls/delete-pending-review': {
    for: 'repository',
    needs: [{ pull_requests: 'write' }],
    run(call) {
      const pull = pullOf(call);
      const review = reviewOf(call, pull);
      if (review.state !== 'PENDING') throw unprocessable(['Can not delete a non-pending pull request review']);
      pull.reviews.splice(pull.reviews.indexOf(review), 1);
      removeThreads(pull, review);
      return { status: 200, body: reviewShape(call.world.url, call.repository, pull, review) };
    },
  },
  'pulls/list-comments-for-review': {
    for: 'repository',
    needs: [{ pull_requests: 'read' }],
    run(call) {
      const pull = pullOf(call);
      const review = reviewOf(call, pull);
      const all = pull.threads.flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })));
      const { page, link } = paginate(
        call,
        all.filter(({ comment }) => comment.reviewId === review.id),
      );
      const body = page.map(({ thread, comment }) =>
        reviewCommentShape(call.world.url, call.repository, pull, thread, comment),
      );
      return { status: 200, body, headers: link ?? {} };
    },
  },
};

/** A pending review is seen by its author only. */
function visible(call: RepositoryCall, pull: PullRequest): Review[] {
  return pull.reviews.filter((review) => review.state !== 'PENDING' || review.user.id === call.account.id);
}

function reviewOf(call: RepositoryCall, pull: PullRequest): Review {
  const review = visible(call, pull).find((one) => one.id === Number(call.parameters['review_id']));
  if (review === undefined) throw notFound('/pulls/reviews#get-a-review-for-a-pull-request');
  return review;
}

function removeThreads(pull: PullRequest, review: Review): void {
  const rest = pull.threads.filter((thread) => thread.comments[0]?.reviewId !== review.id);
  pull.threads.splice(0, pull.threads.length, ...rest);
}

/** All or nothing: everything is looked at before anything is kept. */
async function createReview(call: RepositoryCall): Promise<{ status: number; body: unknown }> {
  const { world, repository, account } = call;
  const pull = pullOf(call);
  // Nobody has written down GitHub's words for this one.
  if (pull.locked && isApp(call)) throw unprocessable(['Pull request conversation is locked'], PAGE);
  const comments = (call.body['comments'] ?? []) as readonly WantedComment[];
  const event = call.body['event'] as Event | undefined;
  checkReview(call, pull, comments, event);
  const commitId = await reviewedCommit(call, pull);
  const anchors = await placeComments(call, pull, commitId, comments);
  if (pull.reviews.some((one) => one.state === 'PENDING' && one.user.id === account.id)) throw onePending();
  const review: Review = {
    id: newId(world.state),
    user: account,
    commitId,
    submittedAt: world.now(),
    body: text(call, 'body') ?? '',
    state: event === undefined ? 'PENDING' : STATES[event],
  };
  const threads = anchors.map((anchor, index) => openThread(call, review, anchor, comments[index]?.body ?? ''));
  pull.reviews.push(review);
  pull.threads.push(...threads);
  if (commitId !== pull.headSha) await replaceThreads(repository, pull);
  if (event !== undefined) {
    await announceReviewComments(world, repository, pull, threads);
    happen(world, repository, 'review.submitted', pull.number, {
      id: review.id,
      commit: commitId,
      state: review.state,
    });
  }
  return { status: 200, body: reviewShape(world.url, repository, pull, review) };
}

function openThread(call: RepositoryCall, review: Review, anchor: Anchor, body: string): Thread {
  const { world, account } = call;
  const thread = newThread(newId(world.state), anchor);
  const comment = newComment(newId(world.state), account, review.submittedAt, body);
  thread.comments.push({ ...comment, reviewId: review.id, inReplyTo: undefined });
  return thread;
}

function checkReview(
  call: RepositoryCall,
  pull: PullRequest,
  comments: readonly WantedComment[],
  event: Event | undefined,
): void {
  const body = text(call, 'body') ?? '';
  const bodies = [body, ...comments.map((one) => one.body)];
  if (bodies.some((one) => lengthOf(one) > MAX_BODY)) {
    throw unprocessable([`Body is too long (maximum is ${MAX_BODY} characters)`], PAGE);
  }
  if (comments.some((one) => one.body.trim() === '')) throw unprocessable(["Body can't be blank"], PAGE);
  if (event === 'REQUEST_CHANGES' && body.trim() === '') throw unprocessable(["Body can't be blank"], PAGE);
  if (event === 'COMMENT' && body.trim() === '' && comments.length === 0) {
    throw unprocessable(["Body can't be blank"], PAGE);
  }
  if (comments.length > MAX_COMMENTS) {
    throw unprocessable(['Review comments is invalid and Review threads is invalid'], PAGE);
  }
  if (pull.author.id === call.account.id && (event === 'APPROVE' || event === 'REQUEST_CHANGES')) {
    const verb = event === 'APPROVE' ? 'approve' : 'request changes on';
    throw unprocessable([`Can not ${verb} your own pull request`], PAGE);
  }
  if (visible(call, pull).some((one) => one.state === 'PENDING' && one.user.id === call.account.id)) throw onePending();
}

function onePending(): Error {
  return unprocessable(['User can only have one pending review per pull request'], PAGE);
}

/** The newest commit unless told; a commit that is, or was, of this pull request. */
async function reviewedCommit(call: RepositoryCall, pull: PullRequest): Promise<string> {
  const wanted = text(call, 'commit_id') ?? pull.headSha;
  if (wanted === pull.headSha) return wanted;
  const { git } = call.repository;
  const commits = await git.commitsBetween(await baseOf(call.repository, pull), pull.headSha);
  if (commits.some((commit) => commit.oid === wanted)) return wanted;
  throw unprocessable([`The commit_id ${wanted} is not part of the pull request`], PAGE);
}

async function placeComments(
  call: RepositoryCall,
  pull: PullRequest,
  commitId: string,
  comments: readonly WantedComment[],
): Promise<Anchor[]> {
  if (comments.length === 0) return [];
  const diff = await readDiff(call.repository, pull, commitId);
  return comments.map((comment) => {
    const anchor = anchorAt(diff, comment);
    // GitHub never says which comment it was.
    if (typeof anchor === 'string') throw unprocessable([anchor], PAGE);
    return anchor;
  });
}
