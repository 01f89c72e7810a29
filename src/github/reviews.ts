import type { Log, Posted, PullRef } from '../jobs/ports.ts';
import { markersIn } from '../review/fingerprint.ts';
import type { PlannedComment, PlannedReview } from '../review/plan.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { culpritsIn } from './culprits.ts';
import { GitHubError, isOutcomeUnknown, isShut } from './errors.ts';
import { pageSize, settleAfterUnknownOutcome } from './limits.ts';

export interface ReviewContext {
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * Posts one review with all its comments, or none and says why. When the outcome of the call is unknown, looks for the
 * review's marker before the one further try; removes a PENDING review of ours that stands in the way. Of a review that is
 * refused because of some comments' places it finds out which, since GitHub does not say; whether the head moved
 * meanwhile is looked at first. https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request
 */
export async function postReview(
  context: ReviewContext,
  pull: PullRef,
  headSha: string,
  review: PlannedReview,
): Promise<Posted> {
  try {
    await withoutPending(context.client, pull, () => createOnce(context, pull, headSha, review));
    return { kind: 'posted' };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { reason, requestId } = error;
    context.log.warn({ reason, requestId }, 'GitHub refused a review');
    if (await hasMoved(context.client, pull, headSha)) return { kind: 'moved' };
    if (!isPlaceRefused(error) || review.comments.length === 0) return { kind: 'refused', reason };
    return { kind: 'places refused', comments: await refusedPlaces(context, pull, headSha, review.comments) };
  }
}

/** Creates the review, or finds that the try whose outcome was unknown has created it. */
async function createOnce(
  { client, clock = systemClock, log }: ReviewContext,
  pull: PullRef,
  headSha: string,
  review: PlannedReview,
): Promise<void> {
  const create = (): Promise<unknown> =>
    client.rest.pulls.createReview({
      ...ofPull(pull),
      commit_id: headSha,
      event: 'COMMENT',
      body: review.body,
      comments: review.comments.map(placed),
    });
  try {
    await create();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    await clock.wait(settleAfterUnknownOutcome);
    if (await isPosted(client, pull, review.marker)) {
      log.info({ marker: review.marker }, 'review found after an unknown outcome');
      return;
    }
    await create();
  }
}

interface PlacedComment {
  path: string;
  body: string;
  side: 'RIGHT';
  line: number;
  start_line?: number;
  start_side?: 'RIGHT';
}

/** GitHub refuses a range of one line, so a comment on one line has no start. */
function placed({ path, startLine, line, body }: PlannedComment): PlacedComment {
  const place: PlacedComment = { path, body, side: 'RIGHT', line };
  return startLine === undefined || startLine === line
    ? place
    : { ...place, start_line: startLine, start_side: 'RIGHT' };
}

/** Whether a bot has posted a review with this marker; people may quote one. */
async function isPosted(client: Client, pull: PullRef, marker: string): Promise<boolean> {
  const reviews = await client.paginate(client.rest.pulls.listReviews, { ...ofPull(pull), per_page: pageSize });
  return reviews.some(({ body, user }) => user?.type === 'Bot' && markersIn(body).includes(marker));
}

/** The same once more, should a PENDING review of ours stand in the way: one that a crash left behind. */
async function withoutPending<T>(client: Client, pull: PullRef, create: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    if (!isPendingInTheWay(error)) throw error;
    await deletePending(client, pull);
    return create();
  }
}

/** Only we see our PENDING reviews, and there is at most one. */
async function deletePending(client: Client, pull: PullRef): Promise<void> {
  const reviews = await client.paginate(client.rest.pulls.listReviews, { ...ofPull(pull), per_page: pageSize });
  for (const { id, state } of reviews) {
    if (state === 'PENDING') await client.rest.pulls.deletePendingReview({ ...ofPull(pull), review_id: id });
  }
}

/**
 * Which comments have a place that GitHub refuses, by their indices. Probes are reviews without an event: PENDING, seen
 * by nobody but us, and deleted at once.
 */
async function refusedPlaces(
  { client }: ReviewContext,
  pull: PullRef,
  headSha: string,
  comments: readonly PlannedComment[],
): Promise<readonly number[]> {
  return culpritsIn([...comments.keys()], async (indices) => {
    const some = indices.flatMap((index) => comments[index] ?? []).map(placed);
    try {
      const { data } = await withoutPending(client, pull, () =>
        client.rest.pulls.createReview({ ...ofPull(pull), commit_id: headSha, comments: some }),
      );
      await client.rest.pulls.deletePendingReview({ ...ofPull(pull), review_id: data.id });
      return true;
    } catch (error) {
      if (isPlaceRefused(error)) return false;
      throw error;
    }
  });
}

async function hasMoved(client: Client, pull: PullRef, headSha: string): Promise<boolean> {
  const { data } = await client.rest.pulls.get(ofPull(pull));
  return data.head.sha !== headSha;
}

function isPendingInTheWay(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 422 && /one pending review/i.test(error.reason);
}

/** GitHub will not take it as it is. Where nothing at all is taken is another matter. */
function isRefusal(error: unknown): error is GitHubError {
  if (!(error instanceof GitHubError) || isShut(error)) return false;
  return error.name === 'GitHubError' && (error.status === 422 || error.status === 403);
}

function isPlaceRefused(error: unknown): error is GitHubError {
  if (!(error instanceof GitHubError) || error.status !== 422) return false;
  return /part of the (diff|same hunk)|precede the end line|could not be resolved|comments is invalid/i.test(
    error.reason,
  );
}

export function ofPull({ repository, number }: PullRef): { owner: string; repo: string; pull_number: number } {
  return { owner: repository.owner, repo: repository.name, pull_number: number };
}
