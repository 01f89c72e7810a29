import type { Job } from '../jobs/job.ts';

const minute = 60_000;

/** Every quarter of an hour lost webhooks are looked for, once a day pull requests without a review. */
const every = [
  // A process that was away must look at once, however short a time it was.
  { kind: 'sweep-deliveries', period: 15 * minute, atStart: 1 },
  // What was just done at the start of one process is not done again at that of the next.
  { kind: 'find-installations', period: 24 * 60 * minute, atStart: 5 * minute },
] as const;

/**
 * Makes the jobs that no webhook asks for: at once, then in each period. Their names hold the period, so that of several
 * processes one does it. Returns the end of it.
 */
export function startRounds(enqueue: (job: Job) => void, now: () => number = Date.now): () => void {
  for (const { kind, atStart } of every) enqueue({ kind, delivery: nameOf(kind, 'start', now(), atStart) });
  const timers = every.map(({ kind, period }) => {
    const timer = setInterval(() => {
      enqueue({ kind, delivery: nameOf(kind, 'round', now(), period) });
    }, period);
    return timer.unref();
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

function nameOf(kind: Job['kind'], why: string, at: number, period: number): string {
  return `${kind}:${why}:${Math.floor(at / period)}`;
}
