import type { Rule } from '../lint/rule.ts';
import { answerMergeGroup } from './answer-merge-group.ts';
import type { Job, RepositoryRef } from './job.ts';
import type { Host, ImageSource, Log } from './ports.ts';
import { reportFailure } from './report-failure.ts';
import { reviewPullRequest, type Outcome as Reviewed } from './review-pull-request.ts';

/** How a job ended. */
export type Outcome = Reviewed | { readonly kind: 'answered' };

/** What jobs work with. */
export interface Services {
  readonly hostFor: (installationId: number, repository: RepositoryRef) => Host;
  readonly rules: readonly Rule[];
  readonly log: Log;
  readonly images?: ImageSource | undefined;
}

/** Does one job, whatever its kind. Throws what the host throws; the queue decides what becomes of it. */
export async function perform(job: Job, services: Services): Promise<Outcome> {
  const { hostFor, rules, log, images } = services;
  switch (job.kind) {
    case 'review-pull-request':
      return reviewPullRequest(job, hostFor(job.installationId, job.repository), rules, log, images);
    case 'answer-merge-group':
      return answerMergeGroup(job, hostFor(job.installationId, job.repository));
  }
}

/** Tells whom it may concern that a job was given up; `reason` is public. Throws what the host throws. */
export async function giveUp(job: Job, reason: string, { hostFor, log }: Services): Promise<void> {
  log.error({ ...job, reason }, 'a job was given up');
  switch (job.kind) {
    case 'review-pull-request':
      return reportFailure(job, reason, hostFor(job.installationId, job.repository));
    case 'answer-merge-group':
      // The check run is the answer and the failure is that it cannot be written.
      return;
  }
}
