import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Job, RunCommand } from '../../src/jobs/job.ts';
import { reportCommandFailure, runCommand } from '../../src/jobs/run-command.ts';
import { command, createCommandHost, type Circumstances, type FakeCommandHost } from '../support/command-host.ts';
import { createLog, suggestionIn, type Description } from '../support/pull-request.ts';
import { wordRules } from '../support/word-rules.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const head = 'b'.repeat(40);
const broken = { head: { 'a/Dockerfile': 'FROM alpine\nRUN bad\nRUN ugly\n' } };
const button: RunCommand = { ...command, from: { kind: 'button', headSha: head } };

interface Ran {
  readonly host: FakeCommandHost;
  readonly jobs: readonly Job[];
  /** The one answer; empty when there is none. */
  readonly answer: string;
}

async function run(description: Description, about: Circumstances = {}, job: RunCommand = command): Promise<Ran> {
  const host = createCommandHost(description, about);
  const jobs: Job[] = [];
  await runCommand(job, {
    host,
    rules: wordRules,
    log: createLog(),
    images: undefined,
    enqueue: (one) => Promise.resolve(void jobs.push(one)),
    now: () => now,
  });
  return { host, jobs, answer: host.answers[0]?.body ?? '' };
}

const asking = (wanted: RunCommand['command'], more: Partial<RunCommand> = {}): RunCommand => ({
  ...command,
  command: wanted,
  ...more,
});

describe('fix', () => {
  it('commits the safe fixes on the head that was read, and answers', async () => {
    const { host, answer } = await run(broken);
    expect(host.calls).toEqual(['acknowledge', 'accessOf', 'listFiles', 'readBranch', 'commit', 'answer']);
    expect(host.commits).toEqual([
      {
        branch: 'change',
        parent: head,
        tree: 't'.repeat(40),
        headline: 'Apply safe fixes of bad-word',
        body: '- a/Dockerfile: bad-word',
        coAuthor: { login: 'mina-k', id: 9 },
        trailer: expect.stringMatching(/^Dockerfile-Review: comment-5 [0-9a-f]{16}$/),
        files: [{ path: 'a/Dockerfile', mode: '100644', text: 'FROM alpine\nRUN good\nRUN ugly\n' }],
      },
    ]);
    expect(answer).toContain(`Committed as ${'e'.repeat(40)}.\n\n- \`a/Dockerfile\`: [bad-word](`);
    expect(host.answers[0]).toMatchObject({ ask: 'comment-5', thread: undefined, standing: [] });
  });

  it('leaves what was there before, and what is not safe', async () => {
    const base = 'FROM alpine\nRUN bad\nRUN x\n';
    const { host } = await run({ base: { Dockerfile: base }, head: { Dockerfile: `${base}RUN bad bad ugly\n` } });
    expect(host.commits[0]!.files[0]!.text).toBe(`${base}RUN good good ugly\n`);
    expect(host.commits[0]!.body).toBe('- Dockerfile: bad-word (2)');
  });

  it('of one rule leaves the others', async () => {
    const text = 'FROM alpine\nRUN bad\nRUN above\n';
    const { host } = await run({ head: { Dockerfile: text } }, {}, asking({ kind: 'fix', rule: 'ABOVE-word' }));
    expect(host.commits[0]!.files[0]!.text).toBe('FROM alpine\nRUN bad\nENV ABOVE=1\nRUN below\n');
    expect(host.commits[0]!.headline).toBe('Apply safe fixes of above-word');
  });

  it('of a rule that is none hears which one was meant', async () => {
    const { host, answer } = await run(broken, {}, asking({ kind: 'fix', rule: 'bad-wrod' }));
    expect(answer).toBe('There is no rule `bad-wrod`. Did you mean `bad-word`?');
    expect(host.calls).toEqual(['acknowledge', 'accessOf', 'answer']);
  });

  it('says when nothing can be fixed, and what could be', async () => {
    const base = 'FROM alpine\nRUN bad\n';
    const { host, answer } = await run({ base: { Dockerfile: base }, head: { Dockerfile: `${base}RUN ugly\n` } });
    expect(host.commits).toEqual([]);
    expect(answer).toBe(
      'Nothing to commit: there is no safe fix in what this pull request changes. 1 finding can be fixed, but not ' +
        'safely: the review has the suggestions. 1 finding from before could be fixed safely too; those lines are left alone.',
    );
  });

  it('keeps modes, carriage returns and a missing line end', async () => {
    const text = 'FROM alpine\r\nRUN bad';
    const { host } = await run({ head: { Dockerfile: { text, mode: '100755', byteSize: text.length } } });
    expect(host.commits[0]!.files).toEqual([{ path: 'Dockerfile', mode: '100755', text: 'FROM alpine\r\nRUN good' }]);
  });

  it.each([
    ['a symbolic link', { text: 'FROM alpine\nRUN bad\n', mode: '120000' }, 'it is a symbolic link'],
    ['a submodule', { text: undefined, mode: '160000' }, 'it is a submodule'],
    [
      'a pointer of LFS',
      { text: 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n' },
      'it is a pointer of Git LFS',
    ],
    ['no UTF-8', { text: 'FROM alpine\nRUN bad \uFFFD\n' }, 'it holds bytes that are no UTF-8'],
    [
      'another text than its bytes',
      { text: 'FROM alpine\nRUN bad\n', byteSize: 23 },
      'it holds bytes that are no UTF-8',
    ],
  ])('does not touch %s', async (_, content, reason) => {
    const { host, answer } = await run({ head: { Dockerfile: content } });
    expect(host.commits).toEqual([]);
    expect(answer).toContain(`\`Dockerfile\` was left alone: ${reason}`);
  });

  it('reads once more when the branch moved meanwhile, and then gives up and has it reviewed', async () => {
    const once = await run(broken, { commits: [{ kind: 'moved' }] });
    expect(once.host.calls.filter((call) => call === 'commit')).toHaveLength(2);
    expect(once.answer).toContain('Committed as');
    const twice = await run(broken, { commits: [{ kind: 'moved' }, { kind: 'moved' }] });
    expect(twice.answer).toContain('The branch has moved');
    expect(twice.jobs).toMatchObject([
      { kind: 'review-pull-request', number: 7, headSha: head, delivery: 'd-1-review' },
    ]);
  });

  it.each([
    [{ kind: 'fork', name: 'big/shop', ofOrganization: true }, 'the fork of an organisation'],
    [{ kind: 'fork', name: 'bob/shop', ofOrganization: false }, 'GitHub lets no App write to it'],
    [{ kind: 'deleted' }, 'The repository of this branch is gone'],
  ] as const)('does not try to write to %j, and hands out a patch that git applies', async (headRepository, words) => {
    const { host, answer } = await run(broken, { branch: { headRepository } });
    expect(host.commits).toEqual([]);
    expect(answer).toContain(words);
    expect(applied(broken.head, answer)).toEqual({ 'a/Dockerfile': 'FROM alpine\nRUN good\nRUN ugly\n' });
  });

  it('says why GitHub refused, with its request id, once', async () => {
    const refused = { kind: 'refused', reason: 'Protected branch @acme/owners', requestId: 'A1:B2' } as const;
    const { host, answer } = await run(broken, { commits: [refused] });
    expect(host.commits).toHaveLength(1);
    expect(answer).toContain('Protected branch @&#8203;acme/owners (GitHub request `A1:B2`)');
    expect(applied(broken.head, answer)).toEqual({ 'a/Dockerfile': 'FROM alpine\nRUN good\nRUN ugly\n' });
  });

  it('puts no patch into a comment that would lose carriage returns', async () => {
    const headRepository = { kind: 'fork', name: 'bob/shop', ofOrganization: false } as const;
    const { answer } = await run(
      { head: { Dockerfile: 'FROM alpine\r\nRUN bad\r\n' } },
      { branch: { headRepository } },
    );
    expect(answer).not.toContain('```');
    expect(answer).toContain('CRLF line ends. On your machine `dockerfile-review fix` makes the same changes');
  });

  it('finds the commit that a try before has made', async () => {
    const first = await run(broken);
    const message = `Apply\n\n${first.host.commits[0]!.trailer}`;
    const commits = [{ sha: 'f'.repeat(40), message, at: now }];
    const { host, answer } = await run(broken, { branch: { commits } });
    expect(host.commits).toEqual([]);
    expect(answer).toBe(`Committed as ${'f'.repeat(40)}.`);
  });

  it('does not repeat a commit that somebody took back, nor commit without end', async () => {
    const [made] = (await run(broken)).host.commits;
    const again = asking({ kind: 'fix' }, { from: { kind: 'comment', id: 6 } });
    const own = (trailer: string, minutes: number) => ({
      sha: 'f'.repeat(40),
      message: `Apply\n\nCo-authored-by: x <y>\n${trailer}\n`,
      at: now - minutes * 60_000,
    });
    const reverted = await run(broken, { branch: { commits: [own(made!.trailer, 1)] } }, again);
    expect(reverted.answer).toContain('The same was committed before');
    const many = (minutes: number) =>
      Array.from({ length: 5 }, (_, n) => own(`Dockerfile-Review: comment-${n + 100} ${'0'.repeat(16)}`, minutes));
    expect((await run(broken, { branch: { commits: many(59) } }, again)).answer).toContain('5 commits on this pull');
    expect((await run(broken, { branch: { commits: many(61) } }, again)).host.commits).toHaveLength(1);
  });

  it('does nothing on a closed pull request, or one without a Dockerfile', async () => {
    expect((await run(broken, { branch: { open: false } })).answer).toContain('is closed');
    expect((await run({ head: { 'README.md': 'x' } })).answer).toContain('changes no Dockerfile');
  });

  it('names no person and no issue in its message, whatever the path', async () => {
    const { host } = await run({ head: { '@acme/fixes #12/Dockerfile': 'FROM alpine\nRUN bad\n' } });
    expect(host.commits[0]!.body).toBe('- @\u200Bacme/fixes #\u200B12/Dockerfile: bad-word');
    expect(host.commits[0]!.files[0]!.path).toBe('@acme/fixes #12/Dockerfile');
  });
});

describe('the button', () => {
  it('commits, and the commit is the answer', async () => {
    const { host } = await run(broken, {}, button);
    expect(host.commits[0]!.trailer).toContain(`: fix-${head} `);
    expect(host.answers).toEqual([]);
  });

  it('of another head commits nothing, and has the new one reviewed', async () => {
    const old: RunCommand = { ...command, from: { kind: 'button', headSha: 'a'.repeat(40) } };
    const { host, answer, jobs } = await run(broken, {}, old);
    expect(host.commits).toEqual([]);
    expect(answer).toContain('The branch has moved');
    expect(jobs).toMatchObject([{ kind: 'review-pull-request', headSha: head }]);
  });

  it('that was carried out by a try before says nothing, although the head has moved by it', async () => {
    const trailer = `Dockerfile-Review: fix-${head} ${'0'.repeat(16)}`;
    const branch = { headSha: 'f'.repeat(40), commits: [{ sha: 'f'.repeat(40), message: trailer, at: now }] };
    const { host, jobs } = await run(broken, { branch }, button);
    expect([host.commits, host.answers, jobs]).toEqual([[], [], []]);
  });
});

describe('who may ask', () => {
  it.each(['read', 'none'] as const)(
    'not a passer-by with %s access; one answer for all that they ask',
    async (access) => {
      for (const wanted of [{ kind: 'fix' }, { kind: 'help' }, { kind: 'recheck' }] as const) {
        const { host, answer, jobs } = await run(broken, { access }, asking(wanted));
        expect(answer).toContain('is not for `mina-k`');
        expect(host.answers[0]!.ask).toBe('refused-9');
        expect([host.commits, jobs]).toEqual([[], []]);
      }
    },
  );

  it('the author may ask for all but a commit, and gets a patch', async () => {
    const help = await run(broken, { access: 'read' }, asking({ kind: 'help' }, { byAuthor: true }));
    expect(help.host.calls).toEqual(['acknowledge', 'answer']);
    const { host, answer } = await run(broken, { access: 'read' }, asking({ kind: 'fix' }, { byAuthor: true }));
    expect(host.commits).toEqual([]);
    expect(answer).toContain('`mina-k` has no write access');
    expect(answer).toContain('```diff\n');
  });
});

describe('help and recheck', () => {
  it('help lists the commands, in the thread where it was asked', async () => {
    const from = { kind: 'reply', id: 6, thread: 4 } as const;
    const { host, answer } = await run(broken, {}, asking({ kind: 'help' }, { from }));
    for (const word of ['fix', 'fix <rule>', 'ignore <rule> <reason>', 'recheck', 'help'])
      expect(answer).toContain(word);
    expect(host.answers[0]).toMatchObject({ ask: 'reply-6', thread: 4 });
  });

  it('recheck makes a review of the head; the check run is the answer', async () => {
    const { host, jobs } = await run(broken, {}, asking({ kind: 'recheck' }));
    expect(jobs).toMatchObject([{ kind: 'review-pull-request', number: 7, headSha: head }]);
    expect(host.answers).toEqual([]);
  });
});

describe('ignore', () => {
  const from = { kind: 'reply', id: 6, thread: 4 } as const;
  const ignore = (rule: string, reason: string) => asking({ kind: 'ignore', rule, reason }, { from });
  const text = 'FROM alpine\n  RUN a \\\n    && bad\nRUN bad\n';

  it('suggests the comment above the instruction, over the lines of the thread', async () => {
    const thread = { path: 'Dockerfile', first: 2, last: 3 };
    const { answer } = await run({ head: { Dockerfile: text } }, { thread }, ignore('bad-word', 'it must'));
    expect(suggestionIn(answer)).toEqual(['  # dockerfile-review ignore=bad-word it must', '  RUN a \\', '    && bad']);
  });

  it('puts it inside the instruction where the thread is on a line of it', async () => {
    const thread = { path: 'Dockerfile', first: 3, last: 3 };
    const { answer } = await run({ head: { Dockerfile: text } }, { thread }, ignore('BAD-WORD', 'it must'));
    expect(suggestionIn(answer)).toEqual(['    # dockerfile-review ignore=bad-word it must', '    && bad']);
  });

  it('suggests nothing that would not silence: inside a heredoc the comment would be a line of the script', async () => {
    const heredoc = 'FROM alpine\nRUN <<EOF\necho\nbad\nEOF\n';
    const thread = { path: 'Dockerfile', first: 4, last: 4 };
    const { answer } = await run({ head: { Dockerfile: heredoc } }, { thread }, ignore('bad-word', 'it must'));
    expect(suggestionIn(answer)).toBeUndefined();
    expect(answer).toContain(
      'put this line above line 2 of `Dockerfile`:\n\n```dockerfile\n# dockerfile-review ignore=bad',
    );
  });

  it('in the conversation names every place', async () => {
    const job = asking({ kind: 'ignore', rule: 'bad-word', reason: 'it must' });
    const { answer } = await run({ head: { Dockerfile: text } }, {}, job);
    expect(answer).toContain('- `Dockerfile`, line 2\n- `Dockerfile`, line 4');
  });

  it.each([
    ['', '', 'Write it as `/dockerfile-review ignore <rule> <reason>`'],
    ['bad-word', '', 'Write it as `/dockerfile-review ignore <rule> <reason>`'],
    ['bad-wrod', 'x', 'There is no rule `bad-wrod`. Did you mean `bad-word`?'],
    ['ugly-word', 'x', 'There is no finding of [ugly-word]('],
  ])('of %j because of %j is answered: %s', async (rule, reason, words) => {
    const thread = { path: 'Dockerfile', first: 2, last: 3 };
    const { answer } = await run({ head: { Dockerfile: text } }, { thread }, ignore(rule, reason));
    expect(answer).toContain(words);
  });

  it('shows what hides in a reason', async () => {
    const thread = { path: 'Dockerfile', first: 4, last: 4 };
    const { answer } = await run({ head: { Dockerfile: text } }, { thread }, ignore('bad-word', 'a\u202Eb'));
    expect(suggestionIn(answer)?.[0]).toBe('# dockerfile-review ignore=bad-word a\\u{202e}b');
  });
});

it('a command that was given up is answered with the reason, as text', async () => {
  const host = createCommandHost(broken);
  await reportCommandFailure(command, 'GET /x answered 500: <b>@all</b> (GitHub request AB12CD34)', host);
  expect(host.answers).toMatchObject([{ ask: 'comment-5' }]);
  expect(host.answers[0]!.body).toContain('`GET /x answered 500: <b>@all</b> (GitHub request AB12CD34)`');
});

/** The files after `git apply` of the patch in an answer. */
function applied(files: Readonly<Record<string, string>>, answer: string): Readonly<Record<string, string>> {
  const patch = /```diff\n([^]*?)```/.exec(answer)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'patch-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    execFileSync('git', ['apply', '-'], { cwd: folder, input: patch });
    return Object.fromEntries(Object.keys(files).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
