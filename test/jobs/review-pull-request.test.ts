import { describe, expect, it } from 'vitest';
import { policyPaths } from '../../src/jobs/policy.ts';
import { MovingHead } from '../../src/jobs/read-pull-request.ts';
import { reviewPullRequest, type Outcome } from '../../src/jobs/review-pull-request.ts';
import { spokenIn } from '../../src/jobs/spoken.ts';
import { defineRule, type Rule } from '../../src/lint/rule.ts';
import {
  applySuggestion,
  createHost,
  createLog,
  job,
  type Description,
  type FakeHost,
} from '../support/pull-request.ts';
import { wordRules } from '../support/word-rules.ts';

async function review(description: Description, rules: readonly Rule[] = wordRules) {
  const host = createHost(description);
  const log = createLog();
  const outcome = await reviewPullRequest(job, host, rules, log);
  return { host, log, outcome, plan: host.plans.at(-1) };
}

const again = (host: FakeHost): Promise<Outcome> => reviewPullRequest(job, host, wordRules, createLog());
const clean = 'FROM alpine\nCMD ["x"]\n';
const broken = 'FROM alpine\nRUN bad\n';

describe('the calls', () => {
  it('are two when no Dockerfile changed', async () => {
    const { host, outcome, plan } = await review({
      base: { Dockerfile: broken },
      head: { 'README.md': 'x', Dockerfile: broken },
    });
    expect(host.calls).toEqual(['listFiles', 'completeCheck']);
    expect(outcome).toMatchObject({ kind: 'reviewed', dockerfiles: 0, comments: 0, headSha: job.headSha });
    expect(plan?.check).toMatchObject({ conclusion: 'success', title: 'No Dockerfile changed' });
  });

  it('are two when a Dockerfile was only removed', async () => {
    const { host } = await review({ base: { Dockerfile: broken }, head: {} });
    expect(host.calls).toEqual(['listFiles', 'completeCheck']);
  });

  it('are three when there is nothing to say', async () => {
    const { host, outcome } = await review({ head: { Dockerfile: clean } });
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'completeCheck']);
    expect(outcome).toMatchObject({ conclusion: 'success', comments: 0, headSha: 'b'.repeat(40) });
  });

  it('are four with a review', async () => {
    const { host, outcome, log } = await review({ head: { Dockerfile: broken } });
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'postReview', 'completeCheck']);
    expect(outcome).toEqual({
      kind: 'reviewed',
      headSha: 'b'.repeat(40),
      dockerfiles: 1,
      comments: 1,
      conclusion: 'failure',
      checkUrl: 'https://github.com/acme/shop/runs/1',
    });
    expect(log.lines).toMatchObject([{ level: 'info', fields: { pull: 7, delivery: 'd-1', repository: 'acme/shop' } }]);
  });

  it('read all texts at once, the old names at the base', async () => {
    const { host } = await review({
      base: { 'old/Dockerfile': clean, 'b/Dockerfile': clean, 'gone/Dockerfile': clean },
      head: { 'new/Dockerfile': broken, 'b/Dockerfile': broken, 'c/api.dockerfile': broken, 'main.ts': '' },
      renamed: { 'new/Dockerfile': 'old/Dockerfile' },
    });
    expect(host.wanted).toEqual([
      {
        head: ['new/Dockerfile', 'b/Dockerfile', 'c/api.dockerfile'],
        base: ['old/Dockerfile', 'b/Dockerfile', ...policyPaths],
      },
    ]);
  });
});

describe('repetition', () => {
  it('says nothing the second time, and gives the same check run', async () => {
    const { host } = await review({ head: { Dockerfile: broken, 'a/Dockerfile': 'FROM a\nRUN ugly\n' } });
    await again(host);
    expect(host.calls.slice(4)).toEqual(['listFiles', 'readPullRequest', 'completeCheck']);
    expect(host.plans[1]?.check).toEqual(host.plans[0]?.check);
  });

  it('does not repeat a comment when lines are inserted above', async () => {
    const { host } = await review({ head: { Dockerfile: broken } });
    host.become({ head: { Dockerfile: broken.replace('RUN', '# why\n\nENV A=1\nRUN') } });
    expect(await again(host)).toMatchObject({ comments: 0, conclusion: 'failure' });
    host.become({ head: { Dockerfile: `${broken}RUN ugly\n` } });
    expect(await again(host)).toMatchObject({ comments: 1 });
  });

  it('has nothing left to say once the suggestions are applied', async () => {
    const text = 'FROM alpine\nRUN bad && ugly\nUSER x\nRUN drop\nCMD above bad\n';
    const { host, plan } = await review({ head: { Dockerfile: text } });
    expect(plan?.review?.comments).toHaveLength(3);
    const applied = (plan?.review?.comments ?? []).reduce(applySuggestion, text);
    expect(applied).toBe('FROM alpine\nRUN good && nice\nUSER x\nENV ABOVE=1\nCMD below good\n');
    host.become({ head: { Dockerfile: applied } });
    expect(await again(host)).toMatchObject({ comments: 0, conclusion: 'success' });
  });

  it('caps 40 findings at 30 comments, and never posts the rest by itself', async () => {
    const { host, outcome, plan } = await review({ head: { Dockerfile: `FROM a\n${'RUN bad\n'.repeat(40)}` } });
    expect(outcome).toMatchObject({ comments: 30 });
    expect(plan?.review?.body).toContain('…and 10 more');
    expect(plan?.check.annotations).toHaveLength(10);
    expect(await again(host)).toMatchObject({ comments: 0 });
  });
});

describe('what stands', () => {
  it('is settled by one call when it is gone, after the review and before the check run', async () => {
    const { host } = await review({ head: { Dockerfile: broken, 'b/Dockerfile': broken } });
    host.become({ head: { Dockerfile: clean, 'b/Dockerfile': `${broken}CMD ugly\n` } });
    expect(await again(host)).toMatchObject({ comments: 1 });
    expect(host.calls.slice(4)).toEqual(['listFiles', 'readPullRequest', 'postReview', 'settle', 'completeCheck']);
    expect(host.threads.map(({ resolved }) => resolved)).toEqual(['by us', 'no', 'no']);
    await again(host);
    expect(host.calls.slice(9)).toEqual(['listFiles', 'readPullRequest', 'completeCheck']);
  });

  it('is not settled while the rules miss files that they ask for', async () => {
    const { host } = await review({ head: { Dockerfile: broken } });
    const asking = defineRule<unknown>({
      ...{ id: 'asking', aliases: [], summary: 'Asks for a file', category: 'hygiene', severity: 'error', fix: 'none' },
      *check(_, { facts }) {
        if (facts.file('run.sh') !== undefined) yield* [];
      },
    });
    host.become({ head: { Dockerfile: clean }, withoutPatch: ['Dockerfile'], filesError: 'refused' });
    await reviewPullRequest(job, host, [...wordRules, asking], createLog());
    expect(host.calls).not.toContain('settle');
    expect(host.threads).toMatchObject([{ resolved: 'no' }]);
  });
});

describe('a pull request that changes no Dockerfile any more', () => {
  const kept = new Map<string, string>();
  const spoken = spokenIn({
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, value) => Promise.resolve(void kept.set(key, value)),
  });

  it('is asked for threads only if we have said something there, and they are settled', async () => {
    const host = createHost({ head: { 'a.ts': 'x' } });
    await reviewPullRequest(job, host, wordRules, createLog(), undefined, spoken);
    expect(host.calls).toEqual(['listFiles', 'completeCheck']);
    host.become({ head: { 'a.ts': 'x', Dockerfile: broken } });
    await reviewPullRequest(job, host, wordRules, createLog(), undefined, spoken);
    host.become({ head: { 'a.ts': 'x' } });
    host.calls.length = 0;
    await reviewPullRequest(job, host, wordRules, createLog(), undefined, spoken);
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'settle', 'completeCheck']);
    expect(host.threads).toMatchObject([{ resolved: 'by us' }]);
    expect(host.plans.at(-1)?.check).toMatchObject({ conclusion: 'success', title: 'No Dockerfile changed' });
  });
});

describe('a draft', () => {
  it('gets a check run only; its comments come when it is ready', async () => {
    const { host, plan } = await review({ head: { Dockerfile: broken }, state: { draft: true } });
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'completeCheck']);
    expect(plan?.check).toMatchObject({ conclusion: 'failure', annotations: [{ path: 'Dockerfile' }] });
    expect(plan?.check.summary).toContain('comments follow when it is ready for review');
    host.become({ head: { Dockerfile: broken } });
    expect(await again(host)).toMatchObject({ comments: 1 });
  });
});

describe('a refusal of GitHub’s', () => {
  const two = 'FROM alpine\nRUN bad\nCMD ugly\n';

  it('of a place moves that comment into the body, and posts one review with the rest', async () => {
    const refused = { kind: 'places refused', comments: [1] } as const;
    const { host, plan, outcome } = await review({ head: { Dockerfile: two }, posted: [refused] });
    expect(outcome).toMatchObject({ comments: 1, conclusion: 'failure' });
    expect(plan?.review?.body).toContain('Line 2. **Error:**');
    expect(host.calls.filter((call) => call === 'postReview')).toHaveLength(2);
    expect(host.reviews).toHaveLength(1);
    await again(host);
    expect(host.calls.slice(-3)).toEqual(['listFiles', 'readPullRequest', 'completeCheck']);
  });

  it('of places again and again ends with everything in the body', async () => {
    const refused = { kind: 'places refused', comments: [] } as const;
    const { host, outcome } = await review({ head: { Dockerfile: two }, posted: [refused] });
    expect(outcome).toMatchObject({ comments: 0, conclusion: 'failure' });
    expect(host.reviews[0]?.body).toContain('Line 3. **Warning:**');
  });

  it('of the whole review leaves the check run, with the reason', async () => {
    const posted = [{ kind: 'refused', reason: 'the conversation is locked, @all' }] as const;
    const { host, plan, outcome } = await review({ head: { Dockerfile: two }, posted });
    expect(outcome).toMatchObject({ comments: 0, conclusion: 'failure' });
    expect(plan?.check.annotations).toHaveLength(2);
    expect(plan?.check.summary).toContain('GitHub takes no review here (the conversation is locked, @&#8203;all)');
    expect(host.calls.filter((call) => call === 'postReview')).toHaveLength(1);
  });

  it('because the head moved starts the review over', async () => {
    const { host, outcome } = await review({ head: { Dockerfile: two }, posted: [{ kind: 'moved' }] });
    expect(outcome).toMatchObject({ comments: 2 });
    expect(host.calls).toEqual([
      ...['listFiles', 'readPullRequest', 'postReview'],
      ...['listFiles', 'readPullRequest', 'postReview', 'completeCheck'],
    ]);
    const moved = { kind: 'moved' } as const;
    const moving = createHost({ head: { Dockerfile: two }, posted: [moved, moved, moved] });
    await expect(again(moving)).rejects.toThrow(MovingHead);
    expect(moving.calls).not.toContain('completeCheck');
  });
});

describe('the button to apply fixes', () => {
  const identifiers = async (more: Partial<Description>) =>
    (await review({ head: { Dockerfile: broken }, ...more })).plan?.check.actions?.map(({ identifier }) => identifier);

  it('is there where we may commit: with the permission, and to no fork', async () => {
    expect(await identifiers({})).toEqual(['fix', 'recheck']);
    expect(await identifiers({ mayWrite: false })).toEqual(['recheck']);
    expect(await identifiers({ state: { fromFork: true } })).toEqual(['recheck']);
  });
});

describe('the policy', () => {
  it('is named in the check run, with where it comes from', async () => {
    const base = { '.hadolint.yaml': 'ignored: [DL3059]\n' };
    const named = await review({ base, head: { ...base, Dockerfile: broken } });
    expect(named.plan?.check.summary).toContain('Policy: `.hadolint.yaml` at ccccccc of the base branch.');
    const { plan } = await review({ head: { Dockerfile: broken } });
    expect(plan?.check.summary).toContain('Policy: the defaults.');
  });
});

describe('a head that moves', () => {
  it('is read again when the two reads saw different texts', async () => {
    const host = createHost({ head: { Dockerfile: clean } });
    const moving: FakeHost = {
      ...host,
      listFiles: async (pull) => {
        const files = await host.listFiles(pull);
        if (host.calls.length === 1) host.become({ head: { Dockerfile: broken } });
        return files;
      },
    };
    expect(await again(moving)).toMatchObject({ comments: 1 });
    expect(host.calls).toEqual([
      'listFiles',
      'readPullRequest',
      'listFiles',
      'readPullRequest',
      'postReview',
      'completeCheck',
    ]);
  });

  it('is left to the queue after three attempts, and nothing is written', async () => {
    const host = createHost({ head: { Dockerfile: clean } });
    let count = 0;
    const moving: FakeHost = {
      ...host,
      listFiles: async (pull) => {
        const files = await host.listFiles(pull);
        host.become({ head: { Dockerfile: `${clean}# ${(count += 1)}\n` } });
        return files;
      },
    };
    await expect(again(moving)).rejects.toThrow(MovingHead);
    await expect(again(moving)).rejects.toThrow('The head of acme/shop#7 moved during 3 attempts');
    expect(new Set(host.calls)).toEqual(new Set(['listFiles', 'readPullRequest']));
  });

  it('does not matter once the pull request is closed', async () => {
    const { host, outcome } = await review({ head: { Dockerfile: broken }, state: { open: false } });
    expect(outcome).toEqual({ kind: 'closed' });
    expect(host.calls).toEqual(['listFiles', 'readPullRequest']);
  });
});

describe('what cannot be reviewed', () => {
  it.each([
    ['a symbolic link', { mode: '120000', text: '../Dockerfile' }, 'it is a symbolic link', 'success'],
    ['a submodule', { mode: '160000' }, 'it is a submodule', 'success'],
    [
      'an LFS pointer',
      { text: 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n' },
      'it is a pointer of Git LFS',
      'success',
    ],
    ['a binary', { text: undefined, byteSize: 9 }, 'it is a binary file', 'neutral'],
    ['a huge file', { text: undefined, byteSize: 734_000 }, 'it is larger than 500 kB (734 kB)', 'neutral'],
    ['a line of 1 MB', `FROM a\nRUN ${'x'.repeat(1_000_000)}\n`, 'it is larger than 500 kB (1001 kB)', 'neutral'],
  ] as const)('%s: it says so and reviews the rest', async (_, content, reason, conclusion) => {
    const { plan, outcome } = await review({ head: { 'odd/Dockerfile': content, Dockerfile: 'FROM a\nRUN ugly\n' } });
    expect(plan?.check.summary).toContain(`- \`odd/Dockerfile\`: ${reason}`);
    expect(outcome).toMatchObject({ dockerfiles: 1, comments: 1, conclusion });
  });

  it('a text that is nowhere at the head: it looks three times, then says so', async () => {
    const { host, plan } = await review({ head: { Dockerfile: clean }, state: { head: new Map() } });
    expect(host.calls.filter((call) => call === 'readPullRequest')).toHaveLength(3);
    expect(plan?.check).toMatchObject({ conclusion: 'neutral', title: '1 file not reviewed' });
    expect(plan?.check.summary).toContain('it was not found at the head');
  });

  it('a file for which a rule throws: it is logged and named, and the other rules speak', async () => {
    const failing = defineRule<unknown>({
      id: 'failing',
      aliases: [],
      summary: 'Always fails',
      category: 'hygiene',
      severity: 'error',
      fix: 'none',
      check: () => {
        throw new Error('boom');
      },
    });
    const { plan, log, outcome } = await review({ head: { Dockerfile: 'FROM a\nRUN ugly\n' } }, [
      failing,
      ...wordRules,
    ]);
    expect(outcome).toMatchObject({ comments: 1, conclusion: 'neutral' });
    expect(plan?.check.summary).toMatch(/- the rule \[failing\]\(.*\) failed on `Dockerfile`/);
    expect(log.lines[0]).toMatchObject({
      level: 'error',
      fields: { rule: 'failing', path: 'Dockerfile', err: { message: 'boom' } },
    });
  });
});

describe('hostile and broken Dockerfiles', () => {
  it.each([
    ['nothing', ''],
    ['no FROM', 'RUN bad\n'],
    ['control characters', 'FROM a\nRUN bad \0 \u202e \u2066\n'],
    ['a heredoc that never ends', 'FROM a\nRUN <<EOF\nbad\n'],
    ['fences, HTML and mentions', 'FROM a\nRUN bad ``` ```suggestion <!-- dockerfile-review:x --> @team </details>\n'],
    ['a long line', `FROM a\nRUN bad ${'\\"`|'.repeat(50_000)}\n`],
    ['many instructions', `FROM a\n${'ENV A=1\n'.repeat(5000)}RUN bad`],
  ])('%s: a check run comes out', async (_, text) => {
    const { plan, host } = await review({ head: { Dockerfile: text } });
    expect(host.calls.at(-1)).toBe('completeCheck');
    expect(plan?.check.summary.length).toBeLessThan(65_535);
    for (const { body } of plan?.review?.comments ?? []) expect(body.length).toBeLessThan(65_536);
  });

  it('cannot silence a finding by quoting its marker', async () => {
    const first = await review({ head: { Dockerfile: broken } });
    const marker = first.plan?.review?.comments[0]?.body.split('\n')[0] ?? '';
    const { host } = await review({ head: { Dockerfile: `FROM alpine\nCMD bad "\n${marker}"\n` } });
    host.become({ head: { Dockerfile: broken } });
    expect(await again(host)).toMatchObject({ comments: 1 });
  });

  it('get one comment on the first line that Docker refuses', async () => {
    const { plan, outcome } = await review({ head: { Dockerfile: 'FROM alpine\nCMD <<EOF\none\ntwo\nEOF\n' } });
    expect(outcome).toMatchObject({ comments: 1, conclusion: 'failure' });
    expect(plan?.review?.comments[0]?.body).toContain('**Error:** Docker refuses to build this line');
    expect(plan?.review?.comments[0]?.body).toContain('https://docs.docker.com/reference/dockerfile/');
  });
});
