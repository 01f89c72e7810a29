import { describe, expect, it } from 'vitest';
import { policyPaths } from '../../src/jobs/policy.ts';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import { defineRule, type Rule } from '../../src/lint/rule.ts';
import { createHost, createLog, job, type Description } from '../support/pull-request.ts';

const policies = [...policyPaths];

/** Wants to know the file that each RUN names, and whether there is a lock; tells what it got to know. */
const curious = defineRule({
  id: 'curious',
  aliases: [],
  summary: 'says what is known of the files that RUN names',
  category: 'files',
  severity: 'warning',
  fix: 'none',
  *check(file, { facts }) {
    for (const { keyword, args, span } of file.instructions) {
      if (keyword !== 'RUN') continue;
      const found = facts.file(args.text);
      const lock = facts.file('lock', 'mode');
      if (found === undefined || lock === undefined) continue;
      const text = found === null ? 'is not there' : `has mode ${found.mode} and says ${String(found.text)}`;
      yield {
        span,
        message: `${args.text} ${text}; lock: ${lock === null ? 'no' : `${lock.mode}, ${String(lock.text)}`}.`,
      };
    }
  },
});

async function review(description: Description, rules: readonly Rule[] = [curious]) {
  const host = createHost(description);
  const log = createLog();
  const outcome = await reviewPullRequest(job, host, rules, log);
  const said =
    host.plans
      .at(-1)
      ?.review?.comments.map(({ body }) => body)
      .join('\n') ?? '';
  return { host, log, outcome, said };
}

const calls = ['listFiles', 'readPullRequest', 'postReview', 'completeCheck'];
const callsWithMore = ['listFiles', 'readPullRequest', 'readFiles', 'postReview', 'completeCheck'];
const padding = 'ENV A=1\n'.repeat(20);

describe('files that rules ask for', () => {
  it('of a new Dockerfile come with the one query: its patch shows all of it', async () => {
    const { host, said } = await review({
      head: { Dockerfile: 'FROM a\nRUN a.sh\n', 'a.sh': { mode: '100755', text: 'hello' }, lock: 'long' },
    });
    expect(host.calls).toEqual(calls);
    expect(host.wanted).toEqual([
      { head: ['Dockerfile'], base: policies, files: { texts: ['a.sh'], modes: ['lock'] } },
    ]);
    expect(said).toContain('a.sh has mode 100755 and says hello; lock: 100644, undefined.');
  });

  it('of a changed Dockerfile too, as far as its patch shows them', async () => {
    const { host, said } = await review({
      base: { Dockerfile: 'FROM a\nRUN b.sh\n', 'b.sh': 'b' },
      head: { Dockerfile: 'FROM a\nENV X=1\nRUN a.sh\n', 'a.sh': 'a', 'b.sh': 'b' },
    });
    expect(host.calls).toEqual(calls);
    expect(said).toContain('a.sh has mode 100644 and says a; lock: no.');
  });

  it('are read by one more query when the patch does not show them', async () => {
    const text = (x: number) => `FROM a\nRUN a.sh\n${padding}RUN b.sh\n${padding}ENV X=${x}\n`;
    const { host, outcome } = await review({
      base: { Dockerfile: text(1) },
      head: { Dockerfile: text(2), 'a.sh': 'a' },
    });
    expect(host.calls).toEqual(callsWithMore.filter((call) => call !== 'postReview'));
    expect(host.asked).toEqual([{ texts: ['a.sh', 'b.sh'], modes: ['lock'] }]);
    expect(outcome).toMatchObject({ kind: 'reviewed' });
    expect(host.plans[0]?.check.annotations.map(({ message }) => message).join('\n')).toContain('a.sh has mode 100644');
  });

  it('cost nothing when no rule asks', async () => {
    const { host } = await review({ head: { Dockerfile: 'FROM a\nCMD ["a"]\n' } });
    expect(host.calls).toEqual(calls.filter((call) => call !== 'postReview'));
    expect(host.wanted).toEqual([{ head: ['Dockerfile'], base: policies }]);
  });

  it('are a hundred at most; of the others nothing is said', async () => {
    const runs = Array.from({ length: 150 }, (_, index) => `RUN ${index}.sh\n`).join('');
    const { host } = await review({ head: { Dockerfile: { text: `FROM a\n${runs}` } }, withoutPatch: ['Dockerfile'] });
    expect(host.asked[0]?.texts).toHaveLength(99);
    expect(host.asked[0]?.modes).toEqual(['lock']);
    expect(host.plans[0]?.review?.body ?? '').not.toContain('120.sh');
  });
});

describe('files that cannot be read', () => {
  const change = { head: { Dockerfile: 'FROM a\nRUN a.sh\nRUN a.sh\n' }, withoutPatch: ['Dockerfile'] };

  it('are logged, and the review goes out without them', async () => {
    const { host, log, outcome } = await review({ ...change, filesError: 'refused' });
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'readFiles', 'completeCheck']);
    expect(outcome).toMatchObject({ kind: 'reviewed', comments: 0 });
    expect(log.lines[0]).toMatchObject({ level: 'warn', fields: { files: 2, err: { message: 'refused' } } });
  });

  it('for a reason that passes are left to the queue, and nothing is written', async () => {
    const host = createHost({ ...change, filesError: 'passing' });
    await expect(reviewPullRequest(job, host, [curious], createLog())).rejects.toThrow('passing');
    expect(host.calls).toEqual(['listFiles', 'readPullRequest', 'readFiles']);
  });
});
