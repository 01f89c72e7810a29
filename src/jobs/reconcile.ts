import type { FindInstallations, Job, ReconcileInstallation, ReviewPullRequest } from './job.ts';
import type { AppHost, InstallationHost, Log } from './ports.ts';

/** Puts a job behind everything that somebody waits for. */
export type EnqueueLater = (job: Job) => Promise<void>;

/** How far back a lost event is looked for: GitHub's list of deliveries reaches no further. */
const window = 3 * 86_400_000;

export interface Found {
  readonly kind: 'reconciled';
  /** Jobs that were made. */
  readonly jobs: number;
}

/** Makes a job for each installation. Throws what the host throws. */
export async function findInstallations(
  { delivery }: FindInstallations,
  app: AppHost,
  enqueue: EnqueueLater,
): Promise<Found> {
  const installations = await app.installations();
  for (const { id, account, createdAt } of installations) {
    const job = { kind: 'reconcile-installation', installationId: id, account, installedAt: createdAt } as const;
    await enqueue({ ...job, delivery: `${delivery}:${id}` });
  }
  return { kind: 'reconciled', jobs: installations.length };
}

/**
 * Reviews the open pull requests that were opened or pushed to lately, since the App is there, and whose head has no
 * completed check run of ours. One call for a hundred of them. Throws what the host throws.
 */
export async function reconcileInstallation(
  job: ReconcileInstallation,
  host: InstallationHost,
  enqueue: EnqueueLater,
  now: number,
  log: Log,
): Promise<Found> {
  const since = Math.max(now - window, job.installedAt);
  const pulls = await host.recentPulls(job.account, new Date(since));
  const missed = pulls.filter(({ changedAt, isChecked }) => changedAt >= since && !isChecked);
  for (const { repository, number, headSha } of missed) {
    const review: ReviewPullRequest = {
      kind: 'review-pull-request',
      installationId: job.installationId,
      repository,
      number,
      headSha,
      // The head's: where its review was done and its check run is missing all the same, another try helps nobody.
      delivery: `reconcile:${repository.id ?? repository.name}#${number}@${headSha}`,
    };
    await enqueue(review);
  }
  if (missed.length > 0) log.warn({ installation: job.installationId, missed: missed.length }, 'reviews were missing');
  return { kind: 'reconciled', jobs: missed.length };
}
