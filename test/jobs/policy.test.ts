import { expect, test } from 'vitest';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import { createHost, createLog, job, type Description } from '../support/pull-request.ts';
import { wordRule } from '../lint/rules.ts';

const rules = [wordRule('bad', { aliases: ['DL1'] }), wordRule('ugly', { aliases: ['DL2'], severity: 'error' })];
const text = 'FROM a\nRUN bad\nRUN ugly\n';

async function check(files: Description) {
  const host = createHost(files);
  await reviewPullRequest(job, host, rules, createLog());
  return { calls: host.calls, check: host.plans.at(-1)!.check };
}

test('the .hadolint.yaml of the base grades, silences and sets the threshold, at no further call', async () => {
  const { calls: without } = await check({ head: { Dockerfile: text } });
  const given = await check({
    base: { '.hadolint.yaml': 'ignored: [DL2]\nfailure-threshold: warning\n' },
    head: { Dockerfile: text, '.hadolint.yaml': 'ignored: [DL1, DL2]\n' },
  });
  expect(given.calls).toEqual(without);
  expect(given.check.title).toBe('1 warning in 1 Dockerfile');
  expect(given.check.conclusion).toBe('failure');
});

test('a threshold of none never fails', async () => {
  const given = await check({ base: { '.hadolint.yml': 'failure-threshold: none\n' }, head: { Dockerfile: text } });
  expect(given.check.conclusion).toBe('success');
});

test('a broken one is named in the check run, and the defaults apply', async () => {
  const given = await check({ base: { '.hadolint.yaml': 'ignored: DL2\n' }, head: { Dockerfile: text } });
  expect(given.check.title).toBe('1 error and 1 warning in 1 Dockerfile');
  expect(given.check.summary).toMatch(/`\.hadolint\.yaml`: line 1, column 10: .*the defaults apply/);
});
