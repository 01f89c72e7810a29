import type { PullRef } from '../jobs/ports.ts';
import { markersIn } from '../review/fingerprint.ts';
import type { Standing, StandingReview, StandingThread } from '../review/standing.ts';
import type { Client } from './client.ts';
import { nodesPerPage } from './limits.ts';

/** The newest page of something, read backwards. */
interface Page<Node> {
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
  readonly nodes: readonly (Node | null)[] | null;
}

interface Written {
  readonly id: string;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

interface Actor {
  readonly login: string;
}

interface Thread {
  readonly id: string;
  readonly path: string;
  readonly line: number | null;
  readonly isOutdated: boolean;
  readonly isResolved: boolean;
  readonly resolvedBy: Actor | null;
  readonly comments: {
    readonly totalCount: number;
    readonly nodes: readonly ((Written & { readonly author: Actor | null }) | null)[] | null;
  };
}

/** What was said on a pull request: its reviews, and the comments that begin its threads, which is where ours are. */
export interface Conversation {
  readonly reviews?: Page<Written>;
  readonly reviewThreads?: Page<Thread> | null;
}

/** The selection on a PullRequest; wants the variables of `cursorDeclarations`. */
export const conversationFields = `reviews(last: ${nodesPerPage}, before: $reviewsBefore) @include(if: $reviews) {
  pageInfo { hasPreviousPage startCursor }
  nodes { id body viewerDidAuthor }
}
reviewThreads(last: ${nodesPerPage}, before: $threadsBefore) @include(if: $threads) {
  pageInfo { hasPreviousPage startCursor }
  nodes {
    id path line isOutdated isResolved
    resolvedBy { login }
    comments(first: 1) { totalCount nodes { id body viewerDidAuthor author { login } } }
  }
}`;

export const cursorDeclarations =
  '$reviews: Boolean!, $reviewsBefore: String, $threads: Boolean!, $threadsBefore: String';

export const newestPages = { reviews: true, reviewsBefore: null, threads: true, threadsBefore: null };

const olderQuery = `query OlderConversation($owner: String!, $name: String!, $number: Int!, ${cursorDeclarations}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      ${conversationFields}
    }
  }
}`;

interface OlderAnswer {
  readonly repository: { readonly pullRequest: Conversation | null } | null;
}

/**
 * All that we have said on a pull request, the oldest first. `newest` is its newest pages; one more call for each older
 * pair of them.
 */
export async function readStanding(client: Client, pull: PullRef, newest: Conversation): Promise<Standing> {
  const pages: Standing[] = [];
  let conversation: Conversation | null | undefined = newest;
  while (conversation) {
    pages.unshift({ threads: ownThreads(conversation), reviews: ownReviews(conversation) });
    const cursors = olderThan(conversation);
    if (cursors === undefined) break;
    const { repository, number } = pull;
    const { owner, name } = repository;
    const answer: OlderAnswer = await client.graphql<OlderAnswer>(olderQuery, { owner, name, number, ...cursors });
    conversation = answer.repository?.pullRequest;
  }
  return { threads: pages.flatMap(({ threads }) => threads), reviews: pages.flatMap(({ reviews }) => reviews) };
}

/** Other people may quote a marker or forge one; only what we wrote ourselves counts. */
function ownReviews({ reviews }: Conversation): readonly StandingReview[] {
  return (reviews?.nodes ?? []).flatMap((review) =>
    review?.viewerDidAuthor === true && markersIn(review.body).length > 0 ? [{ id: review.id, body: review.body }] : [],
  );
}

function ownThreads({ reviewThreads }: Conversation): readonly StandingThread[] {
  return (reviewThreads?.nodes ?? []).flatMap((thread) => {
    const first = thread?.comments.nodes?.[0];
    if (!thread || first?.viewerDidAuthor !== true || markersIn(first.body).length === 0) return [];
    const { id, path, line, isOutdated, comments } = thread;
    return {
      ...{ id, path, isOutdated, line: line ?? undefined },
      ...{ commentId: first.id, body: first.body },
      resolved: resolution(thread, first.author),
      hasReply: comments.totalCount > 1,
    };
  });
}

/** We are who wrote the comment. A bot's login has `[bot]` behind it in some of GitHub's answers and not in others. */
function resolution({ isResolved, resolvedBy }: Thread, us: Actor | null): StandingThread['resolved'] {
  if (!isResolved) return 'no';
  const nameOf = (actor: Actor | null): string | undefined => actor?.login.replace(/\[bot\]$/, '');
  return resolvedBy !== null && nameOf(resolvedBy) === nameOf(us) ? 'by us' : 'by a person';
}

function olderThan({ reviews, reviewThreads }: Conversation): typeof newestPages | object | undefined {
  const moreReviews = reviews?.pageInfo.hasPreviousPage === true;
  const moreThreads = reviewThreads?.pageInfo.hasPreviousPage === true;
  if (!moreReviews && !moreThreads) return undefined;
  return {
    reviews: moreReviews,
    reviewsBefore: reviews?.pageInfo.startCursor ?? null,
    threads: moreThreads,
    threadsBefore: reviewThreads?.pageInfo.startCursor ?? null,
  };
}
