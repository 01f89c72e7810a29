import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Counts, Outcome } from '../queue/queue.ts';

/** What is counted, and the page that Prometheus reads. Labels have few values: no repository, no path. */
export interface Metrics {
  readonly webhook: (status: number) => void;
  readonly job: (outcome: Outcome, seconds: number) => void;
  readonly review: (comments: number, conclusion: string) => void;
  readonly githubCall: (call: {
    readonly route: string;
    readonly status: number | undefined;
    readonly milliseconds: number;
  }) => void;
  readonly contentType: string;
  /** Throws when the queue cannot be counted. */
  readonly text: () => Promise<string>;
}

const prefix = 'dockerfile_review_';

/** `counts` is asked whenever the page is. */
export function createMetrics(counts: () => Promise<Counts>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countJobs(registry, counts);
  const { webhooks, jobs, reviews, comments, calls } = meters(registry);
  return {
    webhook: (status) => {
      webhooks.inc({ outcome: status < 300 ? 'accepted' : status < 500 ? 'refused' : 'failed' });
    },
    job: (outcome, seconds) => {
      jobs.observe({ outcome }, seconds);
    },
    review: (count, conclusion) => {
      reviews.inc({ conclusion });
      comments.inc(count);
    },
    githubCall: ({ route, status, milliseconds }) => {
      calls.observe({ route, status: status ?? 'none' }, milliseconds / 1_000);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

function meters(registry: Registry) {
  const registers = [registry];
  return {
    webhooks: new Counter({
      registers,
      name: `${prefix}webhooks_total`,
      help: 'Webhooks by what they were answered: accepted (2xx), refused (4xx), failed (5xx).',
      labelNames: ['outcome'],
    }),
    jobs: new Histogram({
      registers,
      name: `${prefix}job_seconds`,
      help: 'Tries of jobs by outcome: done, later (tried again), dropped (not installed), failed (given up).',
      labelNames: ['outcome'],
      buckets: [0.5, 1, 2, 5, 10, 30, 60, 120, 300],
    }),
    reviews: new Counter({
      registers,
      name: `${prefix}reviews_total`,
      help: 'Reviews by the conclusion of their check run.',
      labelNames: ['conclusion'],
    }),
    comments: new Counter({ registers, name: `${prefix}comments_total`, help: 'Review comments posted.' }),
    calls: new Histogram({
      registers,
      name: `${prefix}github_call_seconds`,
      help: 'Calls to GitHub by route and status; status "none" when no answer came.',
      labelNames: ['route', 'status'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    }),
  };
}

function countJobs(registry: Registry, counts: () => Promise<Counts>): void {
  new Gauge({
    registers: [registry],
    name: `${prefix}jobs`,
    help: 'Jobs in the queue by state: waiting, active, failed (given up and not yet reported), dead (all that were given up in two weeks; npm run jobs lists them).',
    labelNames: ['state'],
    async collect() {
      for (const [state, count] of Object.entries(await counts())) this.set({ state }, count as number);
    },
  });
}
