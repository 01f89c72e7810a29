import { expect, test } from 'vitest';
import type { Job, ReconcileInstallation } from '../../src/jobs/job.ts';
import type { AppHost, InstallationHost, RecentPull } from '../../src/jobs/ports.ts';
import { findInstallations, reconcileInstallation } from '../../src/jobs/reconcile.ts';

const day = 86_400_000;
const now = 100 * day;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const account = { login: 'acme', isOrganization: true };

function pull(number: number, more: Partial<RecentPull> = {}): RecentPull {
  const repository = { owner: 'acme', name: 'shop', id: 3 };
  return { repository, number, headSha: `head${number}`, changedAt: now - 1, isChecked: false, ...more };
}

async function reconcile(
  pulls: readonly RecentPull[],
  installedAt = 0,
): Promise<{ readonly jobs: readonly Job[]; readonly since: readonly Date[] }> {
  const jobs: Job[] = [];
  const since: Date[] = [];
  const host: InstallationHost = {
    recentPulls: (_, from) => {
      since.push(from);
      return Promise.resolve(pulls);
    },
  };
  const job: ReconcileInstallation = {
    kind: 'reconcile-installation',
    installationId: 7,
    account,
    installedAt,
    delivery: 'd',
  };
  const enqueue = (each: Job): Promise<void> => Promise.resolve(void jobs.push(each));
  await reconcileInstallation(job, host, enqueue, now, log);
  return { jobs, since };
}

test('a pull request that was pushed to lately and has no check run is reviewed', async () => {
  const { jobs, since } = await reconcile([
    pull(1),
    pull(2, { isChecked: true }),
    pull(3, { changedAt: now - 4 * day }),
    pull(4),
  ]);
  expect(since).toEqual([new Date(now - 3 * day)]);
  expect(jobs).toMatchObject([
    { kind: 'review-pull-request', installationId: 7, number: 1, headSha: 'head1', delivery: 'reconcile:3#1@head1' },
    { kind: 'review-pull-request', number: 4 },
  ]);
});

test('what was there before the App was installed is left alone', async () => {
  const { jobs } = await reconcile(
    [pull(1, { changedAt: now - 5_000 }), pull(2, { changedAt: now - 500 })],
    now - 1_000,
  );
  expect(jobs).toMatchObject([{ number: 2 }]);
});

test('every installation gets a job of its own', async () => {
  const jobs: Job[] = [];
  const app = { installations: () => Promise.resolve([{ id: 7, account, createdAt: 5 }]) } as unknown as AppHost;
  const enqueue = (each: Job): Promise<void> => Promise.resolve(void jobs.push(each));
  await findInstallations({ kind: 'find-installations', delivery: 'd' }, app, enqueue);
  expect(jobs).toEqual([
    { kind: 'reconcile-installation', installationId: 7, account, installedAt: 5, delivery: 'd:7' },
  ]);
});
