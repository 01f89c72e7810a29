import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Files } from '../../src/sandbox/actions.ts';
import type { FileChange } from '../../src/sandbox/repository.ts';
import type { PullRequest } from '../../src/sandbox/state.ts';
import { startPair, type Pair } from './pair.ts';

const patience = { timeoutMs: 60_000, timeout: 60_000 };
const bad = "FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ['node', 'server.js']\n";
const good = bad.replaceAll("'", '"');

let pair: Pair;
let shops = 0;

beforeAll(async () => {
  pair = await startPair();
}, 120_000);

afterAll(() => pair[Symbol.asyncDispose]());

interface Said {
  readonly by?: string;
  readonly inReplyTo?: number;
}

/** A shop of its own: installations do not wait for each other, and answers keep three seconds apart. */
async function openShop(base: Files = {}) {
  const { sandbox } = pair;
  const shop = { owner: `acme-${(shops += 1)}`, name: 'shop' };
  const repository = await sandbox.addRepository({ ...shop, files: { 'README.md': 'Shop\n', ...base } });
  sandbox.setPermission(shop, 'mina-k', 'write');
  for (const login of ['contributor', 'passer-by']) sandbox.setPermission(shop, login, 'read');

  /** A pull request of a person without write access, reviewed. */
  const open = async (files: Files | readonly FileChange[]): Promise<PullRequest> => {
    const pull = await sandbox.openPullRequest({ ...shop, files, author: 'contributor', head: 'change' });
    await pair.reviewed(pull.headSha);
    return pull;
  };
  const comments = ({ comments: plain, threads }: PullRequest) => [
    ...plain,
    ...threads.flatMap((thread) => thread.comments),
  ];
  /** Waits for a comment of ours, and returns its text. */
  const answered = async (pull: PullRequest, after: number): Promise<string> => {
    const ours = (id: unknown) => comments(pull).find((one) => one.id === id && one.user.type === 'Bot');
    const wait = (kind: string): Promise<unknown> =>
      sandbox.events.waitFor(kind, {
        ...patience,
        after,
        where: ({ owner, number, detail }) =>
          owner === shop.owner && number === pull.number && ours(detail['id']) !== undefined,
      });
    await Promise.any([wait('issue_comment.created'), wait('pull_request_review_comment.created')]);
    return comments(pull).findLast(({ user, body }) => user.type === 'Bot' && body.includes(':answer-'))?.body ?? '';
  };
  const say = async (pull: PullRequest, body: string, { by = 'mina-k', ...more }: Said = {}): Promise<string> => {
    const after = sandbox.events.history.length;
    await sandbox.comment({ ...shop, number: pull.number, body, by, ...more });
    return answered(pull, after);
  };
  /** The operations of what is said. What a commit sets off is the next review's, of which only our answer is looked at. */
  const callsOf = async (saying: () => Promise<string>): Promise<readonly (string | undefined)[]> => {
    const from = sandbox.requests.length;
    await saying();
    await sandbox.settled();
    const operations = sandbox.requests.slice(from).map(({ operation }) => operation);
    const asked = operations.filter((one) => one !== 'apps/create-installation-access-token');
    const committed = asked.findIndex((one) => one === 'graphql:mutation' || one === 'git/update-ref');
    if (committed < 0) return asked;
    const isAnswer = (one: string | undefined): boolean => /create-comment|create-reply/.test(one ?? '');
    return asked.filter((one, index) => index <= committed || isAnswer(one));
  };
  const textAt = async (sha: string, path: string): Promise<string> => {
    const entry = await repository.git.entry(sha, path);
    return entry === undefined ? '' : (await repository.git.blob(entry.oid)).toString('utf8');
  };
  const runOf = (pull: PullRequest) =>
    [...repository.checkRuns.values()].findLast(({ headSha }) => headSha === pull.headSha)!;
  return { shop, repository, open, say, answered, callsOf, textAt, runOf };
}

describe('the calls', { timeout: 120_000 }, () => {
  it('of a fix are one commit’s, its message names rules and people, what was there before stays', async () => {
    const old = "FROM node:24\nENTRYPOINT ['node']\n";
    const { repository, open, say, callsOf, textAt } = await openShop({ 'old/Dockerfile': old });
    const pull = await open({ 'a/Dockerfile': bad, 'old/Dockerfile': `${old}LABEL a=b\n` });
    const head = pull.headSha;
    let answer = '';
    const calls = await callsOf(async () => (answer = await say(pull, '/dockerfile-review fix')));
    expect(calls).toEqual([
      'reactions/create-for-issue-comment',
      'repos/get-collaborator-permission-level',
      'graphql:query',
      'graphql:mutation',
      'issues/create-comment',
    ]);
    expect(pull.comments[0]!.reactions).toMatchObject([{ content: 'eyes' }]);
    await pair.reviewed(pull.headSha);

    const commit = await repository.git.commitInfo(pull.headSha);
    expect(commit.parents).toEqual([head]);
    expect(await textAt(pull.headSha, 'a/Dockerfile')).toBe(good);
    expect(await textAt(pull.headSha, 'old/Dockerfile')).toBe(`${old}LABEL a=b\n`);
    expect(commit.message).toMatch(
      /^Apply safe fixes of malformed-json-array\n\n- a\/Dockerfile: malformed-json-array\n\nCo-authored-by: mina-k <\d+\+mina-k@\S+>\nDockerfile-Review: comment-\d+ [0-9a-f]{16}$/,
    );
    expect(answer).toContain(`Committed as ${pull.headSha}.\n\n- \`a/Dockerfile\`: [malformed-json-array](`);
  });

  it('are two more where a file is executable; modes, carriage returns and a missing line end are kept', async () => {
    const text = bad.replaceAll('\n', '\r\n').replace(/\r\n$/, '');
    const { repository, open, say, callsOf, textAt } = await openShop();
    const pull = await open([{ path: 'b/Dockerfile', content: text, mode: '100755' }]);
    const calls = await callsOf(() => say(pull, '/dockerfile-review fix malformed-json-array'));
    expect(calls.slice(3)).toEqual(['git/create-tree', 'git/create-commit', 'git/update-ref', 'issues/create-comment']);
    expect(await textAt(pull.headSha, 'b/Dockerfile')).toBe(text.replaceAll("'", '"'));
    expect((await repository.git.entry(pull.headSha, 'b/Dockerfile'))?.mode).toBe('100755');
    await pair.reviewed(pull.headSha);
  });

  it('of ignore in a thread end with a reply there, whose suggestion silences the finding', async () => {
    const { open, say, callsOf, runOf } = await openShop();
    const pull = await open({ 'g/Dockerfile': bad });
    const asked = { inReplyTo: pull.threads[0]!.comments[0]!.id, by: 'contributor' };
    const calls = await callsOf(() =>
      say(pull, '/dockerfile-review ignore malformed-json-array a shell runs it', asked),
    );
    expect(calls).toEqual([
      'reactions/create-for-pull-request-review-comment',
      'graphql:query',
      'pulls/get-review-comment',
      'pulls/create-reply-for-review-comment',
    ]);
    const answer = pull.threads[0]!.comments.at(-1)!;
    expect(answer.body).toContain(
      "```suggestion\n# dockerfile-review ignore=malformed-json-array a shell runs it\nCMD ['node', 'server.js']\n```",
    );
    await pair.sandbox.applySuggestion(answer.id, 'mina-k');
    await pair.reviewed(pull.headSha);
    expect(runOf(pull).conclusion).toBe('success');
  });
});

describe('a command', { timeout: 120_000 }, () => {
  it.concurrent('with a wrong rule hears which one was meant; where nothing can be fixed, that', async () => {
    const { open, say } = await openShop();
    const pull = await open({ 'c/Dockerfile': bad });
    const head = pull.headSha;
    expect(await say(pull, '/dockerfile-review fix malformed-json-aray')).toContain(
      'There is no rule `malformed-json-aray`. Did you mean `malformed-json-array`?',
    );
    expect(await say(pull, '/dockerfile-review fix shell-form')).toContain('Nothing to commit');
    expect(pull.headSha).toBe(head);
  });

  it.concurrent('is not for everybody: the author gets a patch, and others one answer for all they ask', async () => {
    const { shop, open, say } = await openShop();
    const pull = await open({ 'd/Dockerfile': bad });
    const head = pull.headSha;
    const answer = await say(pull, '/dockerfile-review fix', { by: 'contributor' });
    expect(answer).toContain('`contributor` has no write access to this repository');
    expect(answer).toContain('```diff\n--- a/d/Dockerfile\n+++ b/d/Dockerfile\n');
    expect(await say(pull, '/dockerfile-review fix', { by: 'passer-by' })).toContain('is not for `passer-by`');
    await pair.sandbox.comment({ ...shop, number: pull.number, body: '/dockerfile-review help', by: 'passer-by' });
    const ours = () => pull.comments.filter(({ user }) => user.type === 'Bot');
    // The edit of a comment by its App is no event.
    await vi.waitFor(() => {
      expect(ours().at(-1)!.body).toContain('/dockerfile-review help');
    }, patience);
    expect(ours()).toHaveLength(2);
    expect(pull.headSha).toBe(head);
  });

  it.concurrent('on a pull request from a fork is answered with a patch, and nothing is tried', async () => {
    const { shop, say } = await openShop();
    const { sandbox } = pair;
    const fork = await sandbox.fork(shop, { owner: `fork-of-${shop.owner}`, ownerType: 'User' });
    const from = { owner: fork.owner.login, name: fork.name };
    const pull = await sandbox.openPullRequest({
      ...{ ...shop, from, author: from.owner, head: 'change', maintainerCanModify: true },
      files: { 'j/Dockerfile': bad },
    });
    await pair.reviewed(pull.headSha);
    const answer = await say(pull, '/dockerfile-review fix');
    expect(answer).toContain(`The branch is in \`${from.owner}/shop\``);
    expect(answer).toContain('```diff\n--- a/j/Dockerfile');
  });

  it.concurrent('whose commit GitHub refuses is answered with the reason and a patch', async () => {
    const { repository, open, say } = await openShop();
    const pull = await open({ 'e/Dockerfile': bad });
    repository.rules.protectedBranches.add(pull.headRef);
    const answer = await say(pull, '/dockerfile-review fix');
    expect(answer).toMatch(/GitHub refused the commit, and I do not try again: .*rule violations.*\(GitHub request `/);
    expect(answer).toContain('```diff\n--- a/e/Dockerfile');
  });

  it.concurrent('does not repeat a commit that somebody took back', async () => {
    const { shop, open, say } = await openShop();
    const pull = await open({ 'f/Dockerfile': bad });
    await say(pull, '/dockerfile-review fix');
    const files = { 'f/Dockerfile': bad };
    const head = await pair.sandbox.push({ ...shop, branch: pull.headRef, files, author: 'contributor' });
    await pair.reviewed(head);
    expect(await say(pull, '/dockerfile-review fix')).toContain('The same was committed before');
    expect(pull.headSha).toBe(head);
  });
});

describe('the button', { timeout: 120_000 }, () => {
  it.concurrent('commits on the head of its check run, and the commit is the answer', async () => {
    const { shop, open, textAt, runOf } = await openShop();
    const pull = await open({ 'h/Dockerfile': bad });
    await pair.sandbox.pressButton({ ...shop, id: runOf(pull).id, identifier: 'fix', by: 'mina-k' });
    await pair.sandbox.events.waitFor('pull_request.synchronize', {
      ...patience,
      where: ({ owner }) => owner === shop.owner,
    });
    await pair.reviewed(pull.headSha);
    expect(await textAt(pull.headSha, 'h/Dockerfile')).toBe(good);
    expect(pull.comments).toEqual([]);
  });

  it.concurrent('of a head that is old changes nothing and says so', async () => {
    const { shop, open, answered, runOf } = await openShop();
    const pull = await open({ 'i/Dockerfile': bad });
    const { id } = runOf(pull);
    const files = { 'README.md': 'Shop, again\n' };
    const head = await pair.sandbox.push({ ...shop, branch: pull.headRef, files, author: 'contributor' });
    await pair.reviewed(head);
    const after = pair.sandbox.events.history.length;
    await pair.sandbox.pressButton({ ...shop, id, identifier: 'fix', by: 'mina-k' });
    expect(await answered(pull, after)).toContain('The branch has moved');
    expect(pull.headSha).toBe(head);
  });
});

it('breaks no rule of the contract', () => {
  expect(pair.sandbox.violations).toEqual([]);
});
