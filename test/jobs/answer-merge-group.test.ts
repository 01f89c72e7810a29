import { expect, test } from 'vitest';
import { answerMergeGroup } from '../../src/jobs/answer-merge-group.ts';
import type { AnswerMergeGroup } from '../../src/jobs/job.ts';
import type { Host } from '../../src/jobs/ports.ts';

const job: AnswerMergeGroup = {
  kind: 'answer-merge-group',
  installationId: 1,
  repository: { owner: 'acme', name: 'shop' },
  headSha: 'c1',
  delivery: 'd-1',
};

test('the check run of a merge group passes, on its own commit', async () => {
  const calls: Parameters<Host['completeCheck']>[] = [];
  const host = {
    completeCheck: (...call: Parameters<Host['completeCheck']>) => Promise.resolve((calls.push(call), '')),
  };
  await answerMergeGroup(job, host as unknown as Host);
  expect(calls).toMatchObject([
    [{ repository: job.repository }, 'c1', { check: { conclusion: 'success', annotations: [] } }],
  ]);
  expect(JSON.parse(calls[0]![2].check.externalId)).toEqual({ mergeGroup: 'c1' });
});
