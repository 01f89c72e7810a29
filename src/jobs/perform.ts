import type { Rule } from '../lint/rule.ts';
import { answerMergeGroup } from './answer-merge-group.ts';
import type { Job, RepositoryRef } from './job.ts';
import type { AppHost, Cache, CommandHost, Host, ImageSource, InstallationHost, Log } from './ports.ts';
import { findInstallations, reconcileInstallation, type EnqueueLater, type Found } from './reconcile.ts';
import { remembering } from './remembered-files.ts';
import { reportFailure } from './report-failure.ts';
import { reviewPullRequest, type Outcome as Reviewed } from './review-pull-request.ts';
import { reportCommandFailure, runCommand } from './run-command.ts';
import { spokenIn } from './spoken.ts';
import { sweepDeliveries, type Swept } from './sweep-deliveries.ts';

/** How a job ended. */
export type Outcome = Reviewed | Swept | Found | { readonly kind: 'answered' };

/** What jobs work with. */
export interface Services {
  /** For the job at hand: with its log, and knowing whether an earlier try may have done some of it. */
  readonly hostFor: (installationId: number, repository: RepositoryRef) => Host;
  readonly commandHostFor: (installationId: number, repository: RepositoryRef) => CommandHost;
  readonly enqueue: (job: Job) => Promise<void>;
  readonly rules: readonly Rule[];
  readonly log: Log;
  readonly images?: ImageSource | undefined;
  readonly app: AppHost;
  readonly lookerFor: (installationId: number) => InstallationHost;
  readonly enqueueLater: EnqueueLater;
  readonly cache: Cache;
  /** The events that make a job, as `pull_request.opened`. */
  readonly handled: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Does one job, whatever its kind. Throws what the host throws; the queue decides what becomes of it. */
export async function perform(job: Job, services: Services): Promise<Outcome> {
  const { hostFor, rules, log, images } = services;
  switch (job.kind) {
    case 'review-pull-request':
      return reviewPullRequest(
        job,
        remembering(hostFor(job.installationId, job.repository), services.cache, job),
        rules,
        log,
        images,
        spokenIn(services.cache),
      );
    case 'answer-merge-group':
      return answerMergeGroup(job, hostFor(job.installationId, job.repository));
    case 'run-command':
      return runCommand(job, {
        ...{ rules, log, images, enqueue: services.enqueue, now: services.now, cache: services.cache },
        host: services.commandHostFor(job.installationId, job.repository),
      });
    case 'sweep-deliveries':
      return sweepDeliveries(job, services);
    case 'find-installations':
      return findInstallations(job, services.app, services.enqueueLater);
    case 'reconcile-installation':
      return reconcileInstallation(
        job,
        services.lookerFor(job.installationId),
        services.enqueueLater,
        services.now(),
        log,
      );
  }
}

/** Tells whom it may concern that a job was given up; `reason` is public. Throws what the host throws. */
export async function giveUp(job: Job, reason: string, { hostFor, commandHostFor, log }: Services): Promise<void> {
  log.error({ ...job, reason }, 'a job was given up');
  switch (job.kind) {
    case 'review-pull-request':
      return reportFailure(job, reason, hostFor(job.installationId, job.repository));
    case 'run-command':
      return reportCommandFailure(job, reason, commandHostFor(job.installationId, job.repository));
    case 'answer-merge-group':
    case 'sweep-deliveries':
    case 'find-installations':
    case 'reconcile-installation':
      // Nobody waits for an answer on a pull request, or the answer itself could not be written. The next one tries again.
      return;
  }
}
