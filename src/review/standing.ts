import { markerComment, markersIn } from './fingerprint.ts';

/** What stands on a pull request of all that we have said there. GitHub is asked for it each time; nothing is kept of it. */
export interface Standing {
  readonly threads: readonly StandingThread[];
  readonly reviews: readonly StandingReview[];
}

/** A thread that a comment of ours began. */
export interface StandingThread {
  /** GitHub's node id, as `commentId`, which is that of our comment. */
  readonly id: string;
  readonly commentId: string;
  readonly path: string;
  /** undefined when it is outdated. */
  readonly line: number | undefined;
  readonly isOutdated: boolean;
  readonly resolved: 'no' | 'by us' | 'by a person';
  /** Somebody wrote below our comment. */
  readonly hasReply: boolean;
  /** Our comment, as it is now. */
  readonly body: string;
}

export interface StandingReview {
  readonly id: string;
  readonly body: string;
}

export const nothingSaid: Standing = { threads: [], reviews: [] };

/** In the first line of a comment of which we said that it is done, where we may not resolve its thread. */
const settledMarker = 'settled';

/** In the first line of the one review that carries the standing summary. */
export const summaryMarker = 'summary';

/** The markers of what was said and still counts. */
export interface Said {
  /** In threads; what is done for us is none, so that a finding which comes back is said again. */
  readonly inThreads: ReadonlySet<string>;
  /** Of these, in threads that nobody resolved. */
  readonly open: ReadonlySet<string>;
  /** In the bodies of reviews. */
  readonly inBodies: ReadonlySet<string>;
}

/**
 * What counts as said. A thread that a person resolved does: it was their answer. One that we settled does not. The old
 * place of such a thread is outdated and its suggestion can be applied no more, so that a finding which is back gets a
 * comment of its own instead of an old thread opened anew.
 */
export function saidIn({ threads, reviews }: Standing): Said {
  const counting = threads.filter((thread) => !isSettled(thread));
  return {
    inThreads: markersOf(counting),
    open: markersOf(counting.filter(({ resolved }) => resolved === 'no')),
    inBodies: markersOf(reviews),
  };
}

/** The threads that are to be settled: open ones of which nothing holds any more. `isSure`: whether their file was read. */
export function settledBy(
  { threads }: Standing,
  holding: ReadonlySet<string>,
  isSure: (path: string) => boolean,
): readonly StandingThread[] {
  return threads.filter((thread) => {
    const markers = markersIn(thread.body);
    const isOpen = thread.resolved === 'no' && !isSettled(thread) && markers.length > 0;
    return isOpen && isSure(thread.path) && !markers.some((marker) => holding.has(marker));
  });
}

function isSettled({ resolved, body }: StandingThread): boolean {
  return resolved === 'by us' || markersIn(body).includes(settledMarker);
}

/** Our comment with a sentence in front that it is done. */
export function settledBody(body: string, sentence: string): string {
  const markers = markersIn(body);
  const words = body.slice(markerComment(markers).length).replace(/^\n/, '');
  return `${markerComment([settledMarker, ...markers])}\n${sentence}\n\n${words}`;
}

/** The review that carries the summary; the first, should there ever be two. */
export function summaryIn({ reviews }: Standing): StandingReview | undefined {
  return reviews.find(({ body }) => markersIn(body).includes(summaryMarker));
}

function markersOf(written: readonly { readonly body: string }[]): ReadonlySet<string> {
  return new Set(written.flatMap(({ body }) => markersIn(body)));
}
