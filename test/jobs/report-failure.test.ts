import { expect, test } from 'vitest';
import type { ReviewPullRequest } from '../../src/jobs/job.ts';
import type { Host } from '../../src/jobs/ports.ts';
import { reportFailure } from '../../src/jobs/report-failure.ts';
import type { Plan } from '../../src/review/plan.ts';

const job: ReviewPullRequest = {
  kind: 'review-pull-request',
  installationId: 1,
  repository: { owner: 'acme', name: 'shop' },
  number: 7,
  headSha: 'a1',
  delivery: 'd-1`](x)',
};

const never = (): never => {
  throw new Error('only the check run is written');
};

function hostThat(completeCheck: Host['completeCheck'], isPassing: Host['isPassing'] = never): Host {
  const nothingElse = { listFiles: never, readPullRequest: never, readFiles: never, mayWrite: never };
  return {
    ...nothingElse,
    mostFiles: 3_000,
    mergeBase: never,
    postReview: never,
    settle: never,
    completeCheck,
    isPassing,
  };
}

async function reported(reason: string): Promise<{ head: string; plan: Plan }> {
  const calls: { head: string; plan: Plan }[] = [];
  const host = hostThat((_, head, plan) => {
    calls.push({ head, plan });
    return Promise.resolve('');
  });
  await reportFailure(job, reason, host);
  expect(calls).toHaveLength(1);
  return calls[0]!;
}

test('a job that was given up ends as a failed check run of its head, with the reason and the delivery', async () => {
  const { head, plan } = await reported('GET /x answered 403: no (GitHub request AB:1)');
  expect(head).toBe('a1');
  expect(plan.review).toBeUndefined();
  expect(plan.check).toMatchObject({ conclusion: 'failure', title: 'The review could not be done', annotations: [] });
  expect(plan.check.summary).toContain('    GET /x answered 403: no (GitHub request AB:1)');
  expect(plan.check.summary).toContain('`d-1x`');
});

test('a reason cannot become Markdown: every line of it stays in the code block', async () => {
  const { plan } = await reported('a\n```\n# big\r\n<img src=x>');
  const lines = plan.check.summary.split('\n');
  expect(lines.filter((line) => /```|# big|<img/.test(line)).every((line) => line.startsWith('    '))).toBe(true);
});

test('its external_id is not the one of a review of that head', async () => {
  const { plan } = await reported('x');
  expect(JSON.parse(plan.check.externalId)).toEqual({ pull: 7, head: 'a1', failed: true });
});

test('it has a button to try again', async () => {
  const { plan } = await reported('x');
  expect(plan.check.actions).toMatchObject([{ identifier: 'recheck' }]);
});

test('where GitHub takes no check run for good, the job ends; what passes is thrown on', async () => {
  const refusing = (isPassing: boolean): Host =>
    hostThat(
      () => Promise.reject(new Error('archived')),
      () => isPassing,
    );
  await expect(reportFailure(job, 'x', refusing(false))).resolves.toBeUndefined();
  await expect(reportFailure(job, 'x', refusing(true))).rejects.toThrow('archived');
});
