import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Files, RepositoryName } from '../../src/sandbox/actions.ts';
import type { SandboxOptions } from '../../src/sandbox/server.ts';
import type { PullRequest } from '../../src/sandbox/state.ts';
import { startPair, type Pair } from './pair.ts';

type BeforeRequest = NonNullable<SandboxOptions['beforeRequest']>;

const shop = { owner: 'acme', name: 'shop' };
const clean = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
const broken = clean.replace('["node", "server.js"]', "['node', 'server.js']");
const lost = broken.replace('CMD', 'RUN cd /tmp\nCMD');
const manyLines = 'a line of some length\n'.repeat(20_500);

let pair: Pair;
let before: BeforeRequest | undefined;
let branches = 0;

beforeAll(async () => {
  pair = await startPair({ beforeRequest: (request) => before?.(request) });
  await pair.sandbox.addRepository({ ...shop, files: { 'README.md': 'shop\n', 'old/Dockerfile': clean } });
}, 120_000);

/** Nothing waits and nobody works: what one test began does not reach into the next. */
async function idle(): Promise<void> {
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${pair.app.address}/metrics`)).text();
    expect(metrics).toMatch(/_jobs\{state="waiting"\} 0/);
    expect(metrics).toMatch(/_jobs\{state="active"\} 0/);
  }, 60_000);
  await pair.sandbox.settled();
}

afterEach(async () => {
  before = undefined;
  await idle();
});

afterAll(() => pair[Symbol.asyncDispose]());

interface Opened {
  readonly pull: PullRequest;
  readonly calls: readonly string[];
  readonly view: () => ReturnType<Pair['view']>;
}

const last = (calls: readonly string[]): string[] => calls.map((call) => call.split('/').at(-1) ?? '');

async function open(files: Files, more: { readonly draft?: boolean } = {}): Promise<Opened> {
  const from = pair.sandbox.requests.length;
  const head = `change-${(branches += 1)}`;
  const pull = await pair.sandbox.openPullRequest({ ...shop, files, head, ...more });
  await pair.reviewed(pull.headSha);
  await idle();
  return { pull, calls: last(pair.callsSince(from)), view: () => pair.view(shop, pull) };
}

/** The calls of the review that this leads to. */
async function costOf(happen: () => Promise<void>): Promise<string[]> {
  const [from, after] = [pair.sandbox.requests.length, pair.sandbox.events.history.length];
  await happen();
  await pair.sandbox.events.waitFor('check_run.completed', { after, timeoutMs: 60_000 });
  await idle();
  return last(pair.callsSince(from));
}

async function metric(name: string): Promise<number> {
  const metrics = await (await fetch(`${pair.app.address}/metrics`)).text();
  const line = metrics.split('\n').find((one) => one.includes(name)) ?? '';
  return Number(line.split(' ').at(-1) ?? 0);
}

const refusal = (...errors: string[]) => ({
  message: 'Unprocessable Entity',
  errors,
  documentation_url: 'x',
  status: '422',
});

describe('a draft', { timeout: 120_000 }, () => {
  it('costs three calls and gets no comment; when it is ready, it does', async () => {
    const { pull, calls, view } = await open({ 'a/Dockerfile': broken }, { draft: true });
    expect(calls).toEqual(['files', 'graphql', 'check-runs']);
    const [check] = (await view()).checks;
    expect(check).toMatchObject({ conclusion: 'failure' });
    expect(check?.summary).toContain('comments follow when it is ready for review');
    expect(pull.reviews).toEqual([]);
    const ready = await costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { draft: false }));
    expect(ready).toEqual(['files', 'graphql', 'reviews', 'check-runs']);
    expect(pull.reviews).toHaveLength(1);
    expect(pull.threads).toHaveLength(1);
  });
});

describe('what GitHub refuses', { timeout: 120_000 }, () => {
  it('in a locked conversation is said in the check run, in five calls', async () => {
    const { pull } = await open({ 'b/Dockerfile': broken }, { draft: true });
    await pair.sandbox.setPullRequest(shop, pull.number, { locked: true });
    const calls = await costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { draft: false }));
    expect(calls).toEqual(['files', 'graphql', 'reviews', String(pull.number), 'check-runs']);
    const [check] = (await pair.view(shop, pull)).checks;
    expect(check?.summary).toMatch(/GitHub takes no review here \(.*locked\)/);
    expect(check?.annotations).toHaveLength(1);
  });

  it.each([
    [
      'an archived repository',
      (name: RepositoryName): void => {
        pair.sandbox.setArchived(name, true);
      },
      ['files', 'graphql', 'reviews'],
    ],
    [
      'a suspended installation',
      ({ owner }: RepositoryName): void => {
        pair.sandbox.setSuspended(owner, true);
      },
      ['files', 'graphql', 'reviews'],
    ],
    [
      'an uninstalled App',
      ({ owner }: RepositoryName): void => {
        pair.sandbox.uninstall(owner);
      },
      undefined,
    ],
  ] as const)('of %s is dropped and not tried again', async (_, happen, expected) => {
    const name = { owner: `owner-${(branches += 1)}`, name: 'shop' };
    await pair.sandbox.addRepository({ ...name, files: { 'README.md': '' } });
    const dropped = await metric('job_seconds_count{outcome="dropped"}');
    pair.sandbox.faults.add({
      operation: 'pulls/create-review',
      run: () => {
        happen(name);
      },
    });
    const from = pair.sandbox.requests.length;
    await pair.sandbox.openPullRequest({ ...name, files: { 'c/Dockerfile': broken }, head: 'change' });
    await vi.waitFor(async () => {
      expect(await metric('job_seconds_count{outcome="dropped"}')).toBe(dropped + 1);
    }, 60_000);
    await idle();
    if (expected !== undefined) expect(last(pair.callsSince(from))).toEqual(expected);
    expect(
      [...pair.sandbox.state.repositories.values()].find(({ owner }) => owner.login === name.owner)?.checkRuns.size,
    ).toBe(0);
  });

  it('of one comment’s place goes into the body; one review, no probe is left', async () => {
    // As a diff that GitHub cuts differently: no comment is taken on line 4.
    before = (request) => {
      if (request.method !== 'POST' || !/\/reviews$/.test(request.url)) return undefined;
      const { comments = [] } = JSON.parse(request.body) as { comments?: readonly { line: number }[] };
      const isRefused = comments.some(({ line }) => line === 4);
      return isRefused
        ? { status: 422, body: refusal('Pull request review thread line must be part of the diff') }
        : undefined;
    };
    const { pull, calls } = await open({ 'd/Dockerfile': lost });
    expect(pull.reviews).toMatchObject([{ state: 'COMMENTED' }]);
    expect(pull.threads).toMatchObject([{ line: 5 }]);
    expect(pull.reviews[0]?.body).toContain('**`d/Dockerfile`**, outside the diff:\n\nLine 4. **Warning:**');
    // Comments go from the last line up: the probe of the first one is taken, and deleted.
    expect(calls.filter((call) => call === 'reviews')).toHaveLength(3);
    expect(calls.at(-1)).toBe('check-runs');
  });

  it('because the head moved under the review starts over: one review, of the new head', async () => {
    const head = `change-${branches + 1}`;
    const { git } = pair.sandbox.state.repositories.get('acme/shop')!;
    const onto = (await git.resolveCommit('refs/heads/main'))!;
    let pushed = '';
    const run = async (): Promise<void> => {
      pushed = await pair.sandbox.push({ ...shop, branch: head, files: { 'e/Dockerfile': lost }, onto });
    };
    pair.sandbox.faults.add({ operation: 'pulls/create-review', run });
    const pull = await pair.sandbox.openPullRequest({ ...shop, files: { 'e/Dockerfile': broken }, head });
    branches += 1;
    await vi.waitFor(() => {
      expect(pushed).not.toBe('');
    }, 60_000);
    await pair.reviewed(pushed);
    await idle();
    expect(pull.reviews).toMatchObject([{ commitId: pushed }]);
    expect(pull.threads).toHaveLength(2);
  });
});

describe('a repository', { timeout: 120_000 }, () => {
  it('that gets another name between two calls is reviewed under it', async () => {
    const name = { owner: `owner-${(branches += 1)}`, name: 'old-name' };
    await pair.sandbox.addRepository({ ...name, files: { 'README.md': '' } });
    pair.sandbox.faults.add({
      operation: 'pulls/list-files',
      run: () => {
        pair.sandbox.renameRepository(name, 'new-name');
      },
    });
    const pull = await pair.sandbox.openPullRequest({ ...name, files: { Dockerfile: broken }, head: 'change' });
    await pair.reviewed(pull.headSha);
    expect(pull.threads).toHaveLength(1);
  });

  it('that is forked is reviewed without the button to commit, also when the fork is gone', async () => {
    const fork = await pair.sandbox.fork(shop, { owner: `octo-fork-${(branches += 1)}`, ownerType: 'User' });
    const from = { owner: fork.owner.login, name: fork.name };
    const files = { 'g/Dockerfile': broken };
    const pull = await pair.sandbox.openPullRequest({ ...shop, from, files, head: 'from-fork' });
    await pair.reviewed(pull.headSha);
    await idle();
    const [check] = (await pair.view(shop, pull)).checks;
    expect(check?.actions.map(({ identifier }) => identifier)).toEqual(['recheck']);
    expect(pull.threads).toHaveLength(1);
    pair.sandbox.deleteRepository(from);
    const calls = await costOf(() => pair.sandbox.pressButton({ ...shop, id: check!.id, identifier: 'recheck' }));
    expect(calls.slice(-3)).toEqual(['files', 'graphql', 'check-runs']);
    expect(pull.threads).toHaveLength(1);
  });
});

describe('a pull request', { timeout: 120_000 }, () => {
  it('that is closed costs nothing, and is reviewed when it is opened again', async () => {
    const { pull } = await open({ 'h/Dockerfile': broken });
    const from = pair.sandbox.requests.length;
    await pair.sandbox.setPullRequest(shop, pull.number, { state: 'closed' });
    await pair.sandbox.settled();
    await idle();
    expect(pair.callsSince(from)).toEqual([]);
    const calls = await costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { state: 'open' }));
    expect(calls).toEqual(['files', 'graphql', 'check-runs']);
  });

  it('that gets another base is reviewed anew: what came from the other branch is no longer its own', async () => {
    const { pull } = await open({ 'i/Dockerfile': broken });
    await pair.sandbox.push({ ...shop, branch: 'next', files: { 'i/Dockerfile': broken }, onto: pull.headSha });
    const calls = await costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { base: 'next' }));
    expect(calls).toEqual(['files', 'graphql', 'graphql', 'check-runs']);
    expect(pull.threads.map(({ resolvedBy }) => resolvedBy?.type)).toEqual(['Bot']);
    expect((await pair.view(shop, pull)).checks[0]).toMatchObject({ conclusion: 'success' });
  });
});

describe('large pull requests', { timeout: 120_000 }, () => {
  it('whose diff GitHub does not show: nothing inline, everything said', async () => {
    const { pull, calls, view } = await open({ 'a.txt': manyLines, 'old/Dockerfile': lost });
    expect(calls).toEqual(['files', 'graphql', expect.stringMatching(/^[0-9a-f]{40}\.\.\./), 'reviews', 'check-runs']);
    expect(pull.threads).toEqual([]);
    expect(pull.reviews[0]?.body).toContain('Line 5. **Error:**');
    expect((await view()).checks[0]).toMatchObject({ conclusion: 'failure' });
  });

  it('of 200 Dockerfiles take two pages, three queries, one review of thirty comments, and 170 annotations in fifties', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`many/${i}/Dockerfile`, broken]));
    const { pull, calls, view } = await open(files);
    const run = expect.stringMatching(/^\d+$/);
    expect(calls).toEqual([
      ...['files', 'files', 'graphql', 'graphql', 'graphql', 'reviews', 'check-runs'],
      ...[run, run, run],
    ]);
    expect(pull.threads).toHaveLength(30);
    expect(pull.reviews[0]?.body).toMatch(/…and 170 more instructions with findings; \[the check run\]\(.*\/checks\)/);
    expect((await view()).checks[0]?.annotations).toHaveLength(170);
  });

  it('of 3,001 files say that GitHub did not list one: it may be a Dockerfile', async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`f/${i}.txt`, '']));
    const { calls, view } = await open({ ...many, 'z/Dockerfile': broken });
    expect(calls).toEqual([...Array<string>(30).fill('files'), 'graphql', 'check-runs']);
    const [check] = (await view()).checks;
    expect(check).toMatchObject({ conclusion: 'neutral', title: '1 file not reviewed' });
    expect(check?.summary).toContain('GitHub lists only the first 3000 files of a pull request');
  });
});

it('GitHub’s contract was met all the time', () => {
  expect(pair.sandbox.violations).toEqual([]);
});
