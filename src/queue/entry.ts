import type { Job } from '../jobs/job.ts';

/** What is stored: the job, and what it has behind it. */
export interface Entry {
  readonly job: Job;
  readonly tries: number;
  /** How often in a row a limit sent it away. */
  readonly postponed: number;
}

/** What to do with a job whose handler threw. */
export type Verdict =
  | { readonly kind: 'retry' }
  | { readonly kind: 'postpone'; readonly until: Date }
  | { readonly kind: 'drop' }
  | { readonly kind: 'give-up' };

/** What becomes of it. */
export type Next =
  | { readonly kind: 'later'; readonly entry: Entry; readonly at: Date }
  | { readonly kind: 'drop' }
  | { readonly kind: 'give-up' };

const triesAtMost = 6;
const postponedAtMost = 48;
const second = 1_000;
const hour = 3_600_000;

/** Milliseconds before the try that follows `tries`: 5 s, 15 s, 45 s, … In all about ten minutes of trouble are bridged. */
export function defaultBackoff(tries: number): number {
  return 5 * second * 3 ** (tries - 1) * (0.9 + Math.random() / 5);
}

/** Counts a failed try. A job that a limit sends away again and again waits longer each time, up to an hour. */
export function nextOf(
  { job, tries, postponed }: Entry,
  verdict: Verdict,
  now: number,
  backoff: (tries: number) => number = defaultBackoff,
): Next {
  switch (verdict.kind) {
    case 'drop':
    case 'give-up':
      return verdict;
    case 'postpone': {
      if (postponed >= postponedAtMost) return { kind: 'give-up' };
      const patience = Math.min(hour, second * 2 ** postponed);
      const at = new Date(Math.max(verdict.until.getTime(), now + patience));
      return { kind: 'later', entry: { job, tries, postponed: postponed + 1 }, at };
    }
    case 'retry': {
      if (tries + 1 >= triesAtMost) return { kind: 'give-up' };
      const at = new Date(now + backoff(tries + 1));
      return { kind: 'later', entry: { job, tries: tries + 1, postponed: 0 }, at };
    }
  }
}
