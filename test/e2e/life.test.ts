import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actsOn, broken, clean, lost, type Acts } from './acts.ts';
import { startPair, type Pair } from './pair.ts';

const shop = { owner: 'acme', name: 'shop' };
const manyLines = 'a line of some length\n'.repeat(20_500);

let pair: Pair;
let acts: Acts;

beforeAll(async () => {
  pair = await startPair();
  acts = actsOn(pair, shop);
  await pair.sandbox.addRepository({ ...shop, files: { 'README.md': 'shop\n', 'old/Dockerfile': clean } });
}, 120_000);

afterEach(() => acts.idle());

afterAll(() => pair[Symbol.asyncDispose]());

describe('a draft', { timeout: 120_000 }, () => {
  it('costs three calls and gets no comment; when it is ready, it does', async () => {
    const { pull, calls, view } = await acts.open({ 'a/Dockerfile': broken }, { draft: true });
    expect(calls).toEqual(['files', 'graphql', 'check-runs']);
    const [check] = (await view()).checks;
    expect(check).toMatchObject({ conclusion: 'failure' });
    expect(check?.summary).toContain('comments follow when it is ready for review');
    expect(pull.reviews).toEqual([]);
    const ready = await acts.costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { draft: false }));
    expect(ready).toEqual(['files', 'graphql', 'reviews', 'check-runs']);
    expect(pull.reviews).toHaveLength(1);
    expect(pull.threads).toHaveLength(1);
  });
});

describe('a repository', { timeout: 120_000 }, () => {
  it('that gets another name between two calls is reviewed under it', async () => {
    const name = { owner: `owner-${acts.nextBranch()}`, name: 'old-name' };
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
    const fork = await pair.sandbox.fork(shop, { owner: `octo-fork-${acts.nextBranch()}`, ownerType: 'User' });
    const from = { owner: fork.owner.login, name: fork.name };
    const files = { 'g/Dockerfile': broken };
    const pull = await pair.sandbox.openPullRequest({ ...shop, from, files, head: 'from-fork' });
    await pair.reviewed(pull.headSha);
    await acts.idle();
    const [check] = (await pair.view(shop, pull)).checks;
    expect(check?.actions.map(({ identifier }) => identifier)).toEqual(['recheck']);
    expect(pull.threads).toHaveLength(1);
    pair.sandbox.deleteRepository(from);
    const calls = await acts.costOf(() => pair.sandbox.pressButton({ ...shop, id: check!.id, identifier: 'recheck' }));
    expect(calls.slice(-3)).toEqual(['files', 'graphql', 'check-runs']);
    expect(pull.threads).toHaveLength(1);
  });
});

describe('a pull request', { timeout: 120_000 }, () => {
  it('that is closed costs nothing, and is reviewed when it is opened again', async () => {
    const { pull } = await acts.open({ 'h/Dockerfile': broken });
    const from = pair.sandbox.requests.length;
    await pair.sandbox.setPullRequest(shop, pull.number, { state: 'closed' });
    await pair.sandbox.settled();
    await acts.idle();
    expect(pair.callsSince(from)).toEqual([]);
    const calls = await acts.costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { state: 'open' }));
    expect(calls).toEqual(['files', 'graphql', 'check-runs']);
  });

  it('that gets another base is reviewed anew: what came from the other branch is no longer its own', async () => {
    const { pull } = await acts.open({ 'i/Dockerfile': broken });
    await pair.sandbox.push({ ...shop, branch: 'next', files: { 'i/Dockerfile': broken }, onto: pull.headSha });
    const calls = await acts.costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { base: 'next' }));
    expect(calls).toEqual(['files', 'graphql', 'graphql', 'check-runs']);
    expect(pull.threads.map(({ resolvedBy }) => resolvedBy?.type)).toEqual(['Bot']);
    expect((await pair.view(shop, pull)).checks[0]).toMatchObject({ conclusion: 'success' });
  });
});

describe('large pull requests', { timeout: 120_000 }, () => {
  it('whose diff GitHub does not show: nothing inline, everything said', async () => {
    const { pull, calls, view } = await acts.open({ 'a.txt': manyLines, 'old/Dockerfile': lost });
    expect(calls).toEqual(['files', 'graphql', expect.stringMatching(/^[0-9a-f]{40}\.\.\./), 'reviews', 'check-runs']);
    expect(pull.threads).toEqual([]);
    expect(pull.reviews[0]?.body).toContain('Line 5. **Error:**');
    expect((await view()).checks[0]).toMatchObject({ conclusion: 'failure' });
  });

  it('of 200 Dockerfiles take two pages, three queries, one review of thirty comments, and 170 annotations in fifties', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`many/${i}/Dockerfile`, broken]));
    const { pull, calls, view } = await acts.open(files);
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
    const { calls, view } = await acts.open({ ...many, 'z/Dockerfile': broken });
    expect(calls).toEqual([...Array<string>(30).fill('files'), 'graphql', 'check-runs']);
    const [check] = (await view()).checks;
    expect(check).toMatchObject({ conclusion: 'neutral', title: '1 file not reviewed' });
    expect(check?.summary).toContain('GitHub lists only the first 3000 files of a pull request');
  });
});

it('GitHub’s contract was met all the time', () => {
  expect(pair.sandbox.violations).toEqual([]);
});
