import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../../src/sandbox/actions.ts';
import type { FileChange } from '../../src/sandbox/repository.ts';
import type { PullRequestView } from '../../src/sandbox/view-model.ts';
import { startPair, type Pair } from './pair.ts';

const repository = { owner: 'acme', name: 'shop' };
const script = '#!/bin/sh\nset -e\nexec "$@"\n';
const dockerfile = (path: string) =>
  `FROM debian:12\nCOPY ${path} /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["sleep", "infinity"]\n`;
const padding = Array.from({ length: 20 }, (_, index) => `LABEL a${index}=b\n`).join('');

let pair: Pair;
let branches = 0;

beforeAll(async () => {
  pair = await startPair();
  const far = `FROM debian:12\nCOPY far/run.sh /run.sh\n${padding}ENTRYPOINT ["/run.sh"]\n`;
  await pair.sandbox.addRepository({ ...repository, files: { 'far/Dockerfile': far, 'far/run.sh': script } });
}, 120_000);

afterAll(() => pair[Symbol.asyncDispose]());

async function review(
  files: Files | readonly FileChange[],
): Promise<{ view: PullRequestView; calls: readonly string[] }> {
  const from = pair.sandbox.requests.length;
  const pull = await pair.sandbox.openPullRequest({ ...repository, files, head: `change-${(branches += 1)}` });
  await pair.reviewed(pull.headSha);
  const calls = pair.callsSince(from).map((call) => call.split('/').at(-1) ?? '');
  return { view: await pair.view(repository, pull), calls };
}

describe('a script that is not executable', { timeout: 120_000 }, () => {
  it('gets a comment with the suggestion, and costs no call of its own: the patch names it', async () => {
    const { view, calls } = await review({ 'a/Dockerfile': dockerfile('entrypoint.sh'), 'a/entrypoint.sh': script });
    expect(calls).toEqual(['files', 'graphql', 'reviews', 'check-runs']);
    expect(view.threads).toHaveLength(1);
    const [comment] = view.threads[0]!.comments;
    expect(comment!.body).toContain('`a/entrypoint.sh` has mode 100644 in git, and COPY in line 2 keeps it.');
    expect(comment!.body).toContain('```suggestion\nCOPY --chmod=0755 entrypoint.sh /entrypoint.sh\n```');
    expect(view.checks[0]!.conclusion).toBe('failure');
  });

  it('is read by one more query where the patch does not name it', async () => {
    const text = `FROM debian:12\nCOPY far/run.sh /run.sh\n${padding}ENTRYPOINT ["/run.sh", "-v"]\n`;
    const { view, calls } = await review({ 'far/Dockerfile': text });
    expect(calls).toEqual(['files', 'graphql', 'graphql', 'reviews', 'check-runs']);
    expect(view.threads[0]!.comments[0]!.body).toContain('`far/run.sh` has mode 100644 in git');
  });
});

describe('a script whose line ends git changes', { timeout: 120_000 }, () => {
  it('is found by .gitattributes, which come with the one query', async () => {
    const { view, calls } = await review([
      { path: 'e/Dockerfile', content: dockerfile('entrypoint.sh') },
      { path: 'e/entrypoint.sh', content: script, mode: '100755' },
      { path: 'e/.gitattributes', content: '*.sh eol=crlf\n' },
    ]);
    expect(calls).toEqual(['files', 'graphql', 'reviews', 'check-runs']);
    expect(view.threads[0]!.comments[0]!.body).toContain(
      '`*.sh eol=crlf` in line 1 of `e/.gitattributes` makes git end',
    );
  });
});

describe('a script without its first line', { timeout: 120_000 }, () => {
  it('gets it by a click on the script, and the next review has nothing to say', async () => {
    const { view, calls } = await review([
      { path: 'f/Dockerfile', content: dockerfile('entrypoint.sh') },
      { path: 'f/entrypoint.sh', content: 'set -e\nexec "$@"\n', mode: '100755' },
    ]);
    expect(calls).toEqual(['files', 'graphql', 'reviews', 'check-runs']);
    expect(view.threads.map(({ path }) => path)).toEqual(['f/entrypoint.sh']);
    await pair.reviewed(await pair.sandbox.applySuggestion(view.threads[0]!.comments[0]!.id));
    const after = await pair.sandbox.view.pullRequest(repository.owner, repository.name, view.number);
    expect(after?.checks).toMatchObject([{ conclusion: 'success' }]);
    expect(after?.threads).toHaveLength(1);
  });
});

describe('nothing wrong', { timeout: 120_000 }, () => {
  it('is said of a script that is executable', async () => {
    const { view, calls } = await review([
      { path: 'b/Dockerfile', content: dockerfile('entrypoint.sh') },
      { path: 'b/entrypoint.sh', content: script, mode: '100755' },
    ]);
    expect(calls).toEqual(['files', 'graphql', 'check-runs']);
    expect(view.threads).toEqual([]);
  });

  it('costs nothing where no rule asks', async () => {
    const { calls } = await review({ 'c/Dockerfile': 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n' });
    expect(calls).toEqual(['files', 'graphql', 'check-runs']);
  });

  it('GitHub’s contract was met all the time', () => {
    expect(pair.sandbox.violations).toEqual([]);
  });
});
