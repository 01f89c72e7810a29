import { betweenNotifyingWrites, betweenWrites, notifyingWritesPerHour } from './limits.ts';

/** What one installation has sent lately, and until when it may send nothing. Plain JSON; times in milliseconds since 1970. */
export interface Budget {
  readonly lastWrite: number;
  /** Of the last hour, the oldest first. */
  readonly notified: readonly number[];
  readonly hold: Hold | undefined;
}

/** A rate limit that GitHub has named. */
export interface Hold {
  readonly until: number;
  readonly reason: string;
}

/** When a write may go out, or why it may not. */
export type Booked = { readonly at: number } | Hold;

const hour = 3_600_000;
export const emptyBudget: Budget = { lastWrite: -hour, notified: [], hold: undefined };

/**
 * Books the next turn for a write: a second after the last one, three after the last that notified people, and never more
 * of those in an hour than GitHub suffers. A refusal books nothing.
 */
export function book(
  budget: Budget,
  notifies: boolean,
  now: number,
): { readonly budget: Budget; readonly booked: Booked } {
  const hold = holdOf(budget, now);
  if (hold !== undefined) return { budget, booked: hold };
  const at = Math.max(now, dueAfter(budget, notifies));
  const notified = budget.notified.filter((time) => time > at - hour);
  const [oldest] = notified;
  if (notifies && oldest !== undefined && notified.length >= notifyingWritesPerHour) {
    const reason = `our own limit of ${notifyingWritesPerHour} content-creating calls an hour is reached`;
    return { budget, booked: { until: oldest + hour, reason } };
  }
  return {
    budget: { lastWrite: at, notified: notifies ? [...notified, at] : notified, hold: undefined },
    booked: { at },
  };
}

/** Nothing goes out before `hold.until`; the later of two holds counts. */
export function holdBack(budget: Budget, hold: Hold): Budget {
  return budget.hold !== undefined && budget.hold.until >= hold.until ? budget : { ...budget, hold };
}

/** The hold that lasts at `now`. */
export function holdOf({ hold }: Budget, now: number): Hold | undefined {
  return hold !== undefined && hold.until > now ? hold : undefined;
}

function dueAfter({ lastWrite, notified }: Budget, notifies: boolean): number {
  const afterWrite = lastWrite + betweenWrites;
  const lastNotified = notified.at(-1);
  return notifies && lastNotified !== undefined
    ? Math.max(afterWrite, lastNotified + betweenNotifyingWrites)
    : afterWrite;
}
