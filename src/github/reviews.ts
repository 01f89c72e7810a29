import type { Log, PullRef } from '../jobs/ports.ts';
import { markerComment, markersIn } from '../review/fingerprint.ts';
import type { PlannedComment, PlannedReview } from '../review/plan.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, isOutcomeUnknown } from './errors.ts';
import { bodyLength, pageSize, settleAfterUnknownOutcome } from './limits.ts';

export interface ReviewContext {
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * Posts one review with all its comments. When the outcome of the call is unknown, looks for the review's marker before
 * the one further try; removes a PENDING review of ours that stands in the way. A review that GitHub refuses because of
 * one comment's place is posted without places rather than lost: GitHub does not say which comment it was.
 * https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request
 */
export async function postReview(
  context: ReviewContext,
  pull: PullRef,
  headSha: string,
  review: PlannedReview,
): Promise<void> {
  try {
    await createOnce(context, pull, headSha, review);
  } catch (error) {
    if (isPendingInTheWay(error)) {
      await deletePending(context.client, pull);
      await createOnce(context, pull, headSha, review);
    } else if (isPlaceRefused(error) && review.comments.length > 0) {
      context.log.warn({ reason: error.reason, requestId: error.requestId }, 'review refused for a comment’s place');
      await createOnce(context, pull, headSha, withoutPlaces(review));
    } else throw error;
  }
}

/** Creates the review, or finds that the try whose outcome was unknown has created it. */
async function createOnce(
  { client, clock = systemClock, log }: ReviewContext,
  pull: PullRef,
  headSha: string,
  review: PlannedReview,
): Promise<void> {
  try {
    await create(client, pull, headSha, review);
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    await clock.wait(settleAfterUnknownOutcome);
    if (await isPosted(client, pull, review.marker)) {
      log.info({ marker: review.marker }, 'review found after an unknown outcome');
      return;
    }
    await create(client, pull, headSha, review);
  }
}

async function create(client: Client, pull: PullRef, headSha: string, review: PlannedReview): Promise<void> {
  await client.rest.pulls.createReview({
    ...ofPull(pull),
    commit_id: headSha,
    event: 'COMMENT',
    body: review.body,
    comments: review.comments.map(placed),
  });
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

/** Only we see our PENDING reviews, and there is at most one. */
async function deletePending(client: Client, pull: PullRef): Promise<void> {
  const reviews = await client.paginate(client.rest.pulls.listReviews, { ...ofPull(pull), per_page: pageSize });
  for (const { id, state } of reviews) {
    if (state === 'PENDING') await client.rest.pulls.deletePendingReview({ ...ofPull(pull), review_id: id });
  }
}

/**
 * The same words in the review's body, each under its place, as many as fit. Its first line then holds the markers of
 * those comments too, so that they count as said.
 */
function withoutPlaces({ body, marker, comments }: PlannedReview): PlannedReview {
  const markers = [...markersIn(body)];
  let text = wordsOf(body);
  let left = comments.length;
  for (const { path, startLine, line, body: comment } of comments) {
    const lines = startLine === undefined || startLine === line ? `line ${line}` : `lines ${startLine}–${line}`;
    const section = `\n\n---\n\n**${asCode(path)}**, ${lines}\n\n${wordsOf(comment)}`;
    const own = markersIn(comment);
    if (markerComment([...markers, ...own]).length + text.length + section.length > bodyLength - 100) break;
    text += section;
    markers.push(...own);
    left -= 1;
  }
  const rest = left === 0 ? '' : `\n\n---\n\n${left} more did not fit into this review.`;
  return { body: markerComment(markers) + text + rest, marker, comments: [] };
}

/** A body without the HTML comment that holds its markers. */
function wordsOf(body: string): string {
  const comment = markerComment(markersIn(body));
  return body.startsWith(comment) ? body.slice(comment.length) : body;
}

/** A path may hold backticks and line breaks, and must not end its code span. */
function asCode(path: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...path.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return `${fence} ${path.replace(/\s/g, ' ')} ${fence}`;
}

function isPendingInTheWay(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 422 && /one pending review/i.test(error.reason);
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
