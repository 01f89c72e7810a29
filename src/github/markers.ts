import type { PullRef } from '../jobs/ports.ts';
import { markersIn } from '../review/fingerprint.ts';
import type { Client } from './client.ts';
import { nodesPerPage } from './limits.ts';

/** The newest page of something, read backwards. */
interface Page<Node> {
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor: string | null };
  readonly nodes: readonly (Node | null)[] | null;
}

interface Written {
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

/** What we have said: reviews, and the comments that begin a thread, which is where ours are. */
export interface Said {
  readonly reviews?: Page<Written>;
  readonly reviewThreads?: Page<{ readonly comments: { readonly nodes: readonly (Written | null)[] | null } }> | null;
}

/** The selection on a PullRequest; wants the variables of `cursorDeclarations`. */
export const saidFields = `reviews(last: ${nodesPerPage}, before: $reviewsBefore) @include(if: $reviews) {
  pageInfo { hasPreviousPage startCursor }
  nodes { body viewerDidAuthor }
}
reviewThreads(last: ${nodesPerPage}, before: $threadsBefore) @include(if: $threads) {
  pageInfo { hasPreviousPage startCursor }
  nodes { comments(first: 1) { nodes { body viewerDidAuthor } } }
}`;

export const cursorDeclarations =
  '$reviews: Boolean!, $reviewsBefore: String, $threads: Boolean!, $threadsBefore: String';

export const newestPages = { reviews: true, reviewsBefore: null, threads: true, threadsBefore: null };

const olderQuery = `query OlderMarkers($owner: String!, $name: String!, $number: Int!, ${cursorDeclarations}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      ${saidFields}
    }
  }
}`;

interface OlderAnswer {
  readonly repository: { readonly pullRequest: Said | null } | null;
}

/** The markers of everything that we have said on a pull request; `newest` is its newest pages, one more call per older pair. */
export async function readMarkers(client: Client, pull: PullRef, newest: Said): Promise<ReadonlySet<string>> {
  const markers = new Set<string>();
  let said: Said | null | undefined = newest;
  while (said) {
    for (const body of ownBodies(said)) for (const marker of markersIn(body)) markers.add(marker);
    const cursors = olderThan(said);
    if (cursors === undefined) break;
    const { repository, number } = pull;
    const answer: OlderAnswer = await client.graphql<OlderAnswer>(olderQuery, { ...repository, number, ...cursors });
    said = answer.repository?.pullRequest;
  }
  return markers;
}

/** Other people may quote a marker or forge one; only what we wrote ourselves counts. */
function ownBodies({ reviews, reviewThreads }: Said): readonly string[] {
  const threads = (reviewThreads?.nodes ?? []).flatMap((thread) => thread?.comments.nodes ?? []);
  return [...(reviews?.nodes ?? []), ...threads].flatMap((written) => (written?.viewerDidAuthor ? [written.body] : []));
}

function olderThan({ reviews, reviewThreads }: Said): typeof newestPages | object | undefined {
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
