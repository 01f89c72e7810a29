import { describe, expect, it } from 'vitest';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import { rules } from '../../src/rules/index.ts';
import { createHost, createLog, job, type Description } from '../support/pull-request.ts';

const script = (text: string) => ({ mode: '100755', text });
const dockerfile = 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
const calls = ['listFiles', 'readPullRequest', 'postReview', 'completeCheck'];

async function review(description: Description) {
  const host = createHost(description);
  await reviewPullRequest(job, host, rules, createLog());
  const plan = host.plans.at(-1)!;
  return { host, plan, comments: plan.review?.comments ?? [] };
}

describe('a finding that is cured in another file', () => {
  it('is said there with the suggestion, names its place, and is listed with the Dockerfile', async () => {
    const { host, plan, comments } = await review({
      head: { 'api/Dockerfile': dockerfile, 'api/start.sh': script('node server.js\n') },
    });
    expect(host.calls).toEqual(calls);
    expect(comments).toMatchObject([{ path: 'api/start.sh', line: 1, startLine: undefined }]);
    expect(comments[0]!.body).toContain('the container fails with "exec format error"');
    expect(comments[0]!.body).toContain('It is about line 3 of `api/Dockerfile`.');
    expect(comments[0]!.body).toContain('```suggestion\n#!/bin/sh\nnode server.js\n```');
    expect(plan.check).toMatchObject({ conclusion: 'failure', annotations: [] });
    expect(plan.check.summary).toMatch(/line 3: .*script-without-shebang.*commented in `api\/start\.sh`/);
  });

  it('stays with the Dockerfile, in words, when the pull request does not change the file', async () => {
    const start = script('node server.js\n');
    const { comments } = await review({
      base: { 'start.sh': start },
      head: { Dockerfile: dockerfile, 'start.sh': start },
    });
    expect(comments).toMatchObject([{ path: 'Dockerfile', line: 3 }]);
    expect(comments[0]!.body).not.toContain('suggestion');
  });

  it('stays there when the lines are outside the diff, or the file has CRLF', async () => {
    const long = (last: string) => script(`${'echo a\n'.repeat(20)}${last}\n`);
    const base = { 'start.sh': long('b') };
    const far = await review({ base, head: { Dockerfile: dockerfile, 'start.sh': long('c') } });
    expect(far.comments.map(({ path }) => path)).toEqual(['Dockerfile']);
    const windows = await review({ head: { Dockerfile: dockerfile, 'start.sh': script('a\r\nb\r\n') } });
    expect(windows.comments.map(({ path }) => path)).toEqual(['Dockerfile']);
  });

  it('is one suggestion a line: a second Dockerfile says it in words', async () => {
    const { comments } = await review({
      head: { Dockerfile: dockerfile, 'Dockerfile.dev': dockerfile, 'start.sh': script('node server.js\n') },
    });
    expect(comments.map(({ path }) => path)).toEqual(['Dockerfile.dev', 'start.sh']);
  });

  it('belongs to the pull request that wrote the lines, and only to that one', async () => {
    const base = { Dockerfile: dockerfile, 'start.sh': script('a\nb\nc\n') };
    const changed = (text: string) => ({ Dockerfile: `${dockerfile}USER 1000\n`, 'start.sh': script(text) });
    const wrote = await review({ base, head: changed('x\nb\nc\n') });
    expect(wrote.comments.map(({ path }) => path)).toEqual(['start.sh']);
    expect(wrote.plan.check.conclusion).toBe('failure');
    const near = await review({ base, head: changed('a\nb\nx\n') });
    expect([near.comments, near.plan.check.conclusion]).toEqual([[], 'success']);
  });

  it('is not repeated by the next review', async () => {
    const head = { Dockerfile: dockerfile, 'start.sh': script('node server.js\n') };
    const { host } = await review({ head });
    await reviewPullRequest(job, host, rules, createLog());
    expect(host.calls.filter((call) => call === 'postReview')).toHaveLength(1);
  });

  it('leaves the other findings of its instruction where they are', async () => {
    const { comments } = await review({
      head: {
        Dockerfile: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh", "$A"]\n',
        'start.sh': script('node server.js "$@"\n'),
      },
    });
    expect(comments.map(({ path }) => path)).toEqual(['Dockerfile', 'start.sh']);
  });

  it('is said in .gitattributes', async () => {
    const { comments } = await review({
      head: { Dockerfile: dockerfile, 'start.sh': script('#!/bin/sh\na\n'), '.gitattributes': '*.sh eol=crlf\n' },
    });
    expect(comments).toMatchObject([{ path: '.gitattributes', line: 1 }]);
    expect(comments[0]!.body).toContain('```suggestion\n*.sh eol=lf\n```');
  });
});
