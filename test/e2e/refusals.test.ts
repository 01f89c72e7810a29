import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RepositoryName } from '../../src/sandbox/actions.ts';
import type { SandboxOptions } from '../../src/sandbox/server.ts';
import { actsOn, broken, lost, type Acts } from './acts.ts';
import { startPair, type Pair } from './pair.ts';

const shop = { owner: 'acme', name: 'shop' };

let pair: Pair;
let acts: Acts;
let before: SandboxOptions['beforeRequest'];

beforeAll(async () => {
  pair = await startPair({ beforeRequest: (request) => before?.(request) });
  acts = actsOn(pair, shop);
  await pair.sandbox.addRepository({ ...shop, files: { 'README.md': 'shop\n' } });
}, 120_000);

afterEach(async () => {
  before = undefined;
  await acts.idle();
});

afterAll(() => pair[Symbol.asyncDispose]());

const refusal = (...errors: string[]) => ({
  message: 'Unprocessable Entity',
  errors,
  documentation_url: 'x',
  status: '422',
});

describe('what GitHub refuses', { timeout: 120_000 }, () => {
  it('in a locked conversation is said in the check run, in five calls', async () => {
    const { pull } = await acts.open({ 'b/Dockerfile': broken }, { draft: true });
    await pair.sandbox.setPullRequest(shop, pull.number, { locked: true });
    const calls = await acts.costOf(() => pair.sandbox.setPullRequest(shop, pull.number, { draft: false }));
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
  ] as const)('of %s is dropped and not tried again', async (_, happen, expected) => {
    const name = { owner: `owner-${acts.nextBranch()}`, name: 'shop' };
    await pair.sandbox.addRepository({ ...name, files: { 'README.md': '' } });
    const dropped = await acts.metric('job_seconds_count{outcome="dropped"}');
    pair.sandbox.faults.add({
      operation: 'pulls/create-review',
      run: () => {
        happen(name);
      },
    });
    const from = pair.sandbox.requests.length;
    await pair.sandbox.openPullRequest({ ...name, files: { 'c/Dockerfile': broken }, head: 'change' });
    await vi.waitFor(async () => {
      expect(await acts.metric('job_seconds_count{outcome="dropped"}')).toBe(dropped + 1);
    }, 60_000);
    await acts.idle();
    expect(acts.callsSince(from)).toEqual(expected);
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
    const { pull, calls } = await acts.open({ 'd/Dockerfile': lost });
    expect(pull.reviews).toMatchObject([{ state: 'COMMENTED' }]);
    expect(pull.threads).toMatchObject([{ line: 5 }]);
    expect(pull.reviews[0]?.body).toContain('**`d/Dockerfile`**, outside the diff:\n\nLine 4. **Warning:**');
    // Comments go from the last line up: the probe of the first one is taken, and deleted.
    expect(calls.filter((call) => call === 'reviews')).toHaveLength(3);
    expect(calls.at(-1)).toBe('check-runs');
  });

  it('because the head moved under the review starts over: one review, of the new head', async () => {
    const head = acts.nextBranch();
    const { git } = pair.sandbox.state.repositories.get('acme/shop')!;
    const onto = (await git.resolveCommit('refs/heads/main'))!;
    let pushed = '';
    const run = async (): Promise<void> => {
      pushed = await pair.sandbox.push({ ...shop, branch: head, files: { 'e/Dockerfile': lost }, onto });
    };
    pair.sandbox.faults.add({ operation: 'pulls/create-review', run });
    const pull = await pair.sandbox.openPullRequest({ ...shop, files: { 'e/Dockerfile': broken }, head });
    await vi.waitFor(() => {
      expect(pushed).not.toBe('');
    }, 60_000);
    await pair.reviewed(pushed);
    await acts.idle();
    expect(pull.reviews).toMatchObject([{ commitId: pushed }]);
    expect(pull.threads).toHaveLength(2);
  });
});

it('GitHub’s contract was met all the time', () => {
  expect(pair.sandbox.violations).toEqual([]);
});
