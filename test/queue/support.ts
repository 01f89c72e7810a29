import type { Job, ReviewPullRequest } from '../../src/jobs/job.ts';

export function jobFor(number: number, headSha = 'a'.repeat(40)): ReviewPullRequest {
  return {
    kind: 'review-pull-request',
    installationId: 7,
    repository: { owner: 'acme', name: 'shop' },
    number,
    headSha,
    delivery: `delivery-${number}-${headSha.slice(0, 1)}`,
  };
}

/** A promise and its ends, to wait for an event instead of the clock. */
export function signal<T>(): PromiseWithResolvers<T> {
  return Promise.withResolvers<T>();
}

export function headOf(job: Job): string {
  return 'headSha' in job ? job.headSha : '';
}
