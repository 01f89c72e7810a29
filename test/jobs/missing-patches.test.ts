import { describe, expect, it } from 'vitest';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import { createHost, createLog, job, type Description } from '../support/pull-request.ts';
import { wordRules } from '../support/word-rules.ts';

async function review(description: Description) {
  const host = createHost(description);
  const outcome = await reviewPullRequest(job, host, wordRules, createLog());
  return { host, outcome, plan: host.plans.at(-1) };
}

const withoutPatch = ['Dockerfile'];
const old = `FROM a\n${'ENV A=1\n'.repeat(20)}RUN bad old\n`;
const now = `${old}CMD bad new\n`;

describe('a Dockerfile without a patch', () => {
  it('that is new needs no other text, and no call', async () => {
    const { host, outcome } = await review({ head: { Dockerfile: 'FROM a\nRUN bad\n' }, withoutPatch });
    expect(outcome).toMatchObject({ comments: 1 });
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'postReview', 'completeCheck']);
  });

  it('is compared with the merge base, not with where the base branch is now', async () => {
    const base = { Dockerfile: old.replace('RUN bad old\n', 'RUN bad old\nRUN bad since\n') };
    const { host, plan } = await review({
      base,
      mergeBase: { Dockerfile: old },
      head: { Dockerfile: now },
      withoutPatch,
    });
    expect(host.calls.slice(0, 4)).toEqual(['listFiles', 'readPullRequest', 'mergeBase', 'readFiles']);
    expect(host.asked).toEqual([{ texts: ['Dockerfile'], modes: [] }]);
    expect(plan?.review?.comments).toMatchObject([{ line: 23 }]);
  });

  it('that was only renamed has none, and costs nothing', async () => {
    const { host, outcome } = await review({
      base: { 'old/Dockerfile': old },
      head: { Dockerfile: old },
      renamed: { Dockerfile: 'old/Dockerfile' },
      withoutPatch,
    });
    expect(outcome).toMatchObject({ comments: 0 });
    expect(host.calls).not.toContain('mergeBase');
  });

  it('of which GitHub shows no diff gets its words in the body: a comment would be refused', async () => {
    const { plan } = await review({
      head: { Dockerfile: `FROM a\n${'ENV A=1\n'.repeat(400)}RUN bad\n` },
      withoutPatch,
    });
    expect(plan?.review?.comments).toEqual([]);
    expect(plan?.review?.body).toContain('Line 402. **Error:**');
  });

  it('stays without when GitHub refuses the comparison; the review goes out', async () => {
    const host = createHost({ base: { Dockerfile: old }, head: { Dockerfile: now }, withoutPatch });
    const refusing = { ...host, mergeBase: () => Promise.reject(new Error('refused')) };
    expect(await reviewPullRequest(job, refusing, wordRules, createLog())).toMatchObject({ conclusion: 'failure' });
    expect(host.plans[0]?.review?.body).toContain('outside the diff');
    const passing = { ...host, mergeBase: () => Promise.reject(new Error('passing')) };
    await expect(reviewPullRequest(job, passing, wordRules, createLog())).rejects.toThrow('passing');
  });
});

describe('more files than GitHub lists', () => {
  it('are counted as not reviewed, whether there was a Dockerfile among the others or not', async () => {
    const one = await review({ head: { Dockerfile: 'FROM a\n' }, mostFiles: 1, state: { changedFiles: 5 } });
    expect(one.plan?.check).toMatchObject({
      conclusion: 'neutral',
      title: 'Nothing to say about 1 Dockerfile, 4 files not reviewed',
    });
    expect(one.plan?.check.summary).toContain(
      '- `4 more files`: GitHub lists only the first 1 files of a pull request',
    );
    const none = await review({ head: { 'a.ts': 'x' }, mostFiles: 1, state: { changedFiles: 3 } });
    expect(none.plan?.check).toMatchObject({ conclusion: 'neutral', title: '2 files not reviewed' });
    expect(none.host.calls).toEqual(['listFiles', 'readPullRequest', 'completeCheck']);
  });
});
