import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PullRequest } from '../../src/sandbox/state.ts';
import { call, deliveredBy, graph, openScene, PATH, receive, REPO, type Receiver, type Scene } from './client.ts';

let scene: Scene;
let receiver: Receiver;
beforeAll(async () => {
  [scene, receiver] = await Promise.all([openScene(), receive()]);
  scene.sandbox.setWebhook(receiver.url, 'secret');
});
afterAll(async () => {
  expect(scene.sandbox.violations).toEqual([]);
  await scene.sandbox.close();
  await receiver.close();
});

const files = { Dockerfile: 'FROM node:24\nCMD npm start\n' };

async function openFrom(owner: string, ownerType: 'User' | 'Organization', editable: boolean): Promise<PullRequest> {
  const { sandbox } = scene;
  await sandbox.fork(REPO, { owner, ownerType });
  const from = { owner, name: REPO.name };
  return sandbox.openPullRequest({
    ...REPO,
    from,
    author: owner,
    head: 'theirs',
    files,
    maintainerCanModify: editable,
  });
}

const stateOf = async ({ number }: PullRequest) => {
  const query = `query State($number: Int!) { repository(owner: "acme", name: "services") { pullRequest(number: $number) {
    isCrossRepository maintainerCanModify headRepository { nameWithOwner isFork } headRef { name }
    commits(last: 1) { nodes { commit { oid file(path: "Dockerfile") { mode } } } }
  } } }`;
  const { body } = await graph(scene.sandbox, scene.token, query, { number });
  return body.data.repository.pullRequest as Record<string, unknown>;
};

describe('a pull request from a fork', () => {
  test.each([
    ['eve', 'User', true, true],
    ['bob', 'User', false, false],
    ['other-org', 'Organization', true, false],
  ] as const)('of %s, a %s: edits by maintainers wanted %s, possible %s', async (owner, type, wanted, possible) => {
    const pull = await openFrom(owner, type, wanted);
    const { body } = await call(scene.sandbox, scene.token, 'GET', `${PATH}/pulls/${pull.number}`);
    expect(body).toMatchObject({
      maintainer_can_modify: possible,
      head: { label: `${owner}:theirs`, repo: { full_name: `${owner}/services`, fork: true } },
      base: { repo: { full_name: 'acme/services', fork: false } },
      author_association: 'NONE',
    });
    // The head is read through the base repository.
    expect(await stateOf(pull)).toMatchObject({
      isCrossRepository: true,
      maintainerCanModify: possible,
      headRepository: { nameWithOwner: `${owner}/services`, isFork: true },
      commits: { nodes: [{ commit: { oid: pull.headSha, file: { mode: 33188 } } }] },
    });
  });

  test('gets a new head by a push to the fork, and is named by no check run', async () => {
    const { sandbox, token } = scene;
    const pull = await openFrom('carol', 'User', true);
    const push = { owner: 'carol', name: 'services', branch: 'theirs', files: { Dockerfile: 'FROM node:22\n' } };
    const events = await deliveredBy(sandbox, receiver, () => sandbox.push(push));
    // Pushes to the fork itself are none of the App's business.
    expect(events.map(({ event, action }) => `${String(event)}.${String(action)}`)).toEqual([
      'pull_request.synchronize',
    ]);
    const run = { name: 'check', head_sha: pull.headSha, conclusion: 'success' };
    const { body } = await call(sandbox, token, 'POST', `${PATH}/check-runs`, run);
    expect(body.pull_requests).toEqual([]);
    const [again] = await deliveredBy(sandbox, receiver, () => sandbox.rerun({ ...REPO, id: body.id as number }));
    expect(again.check_run).toMatchObject({ pull_requests: [], check_suite: { head_branch: null } });
  });

  test('takes no commit of the App', async () => {
    const { sandbox, token } = scene;
    const pull = await openFrom('dave', 'User', true);
    const path = '/repos/dave/services';
    const moved = await call(sandbox, token, 'PATCH', `${path}/git/refs/heads/theirs`, { sha: pull.headSha });
    expect([moved.status, moved.body.message]).toEqual([403, 'Resource not accessible by integration']);
    const mutation = `mutation Fix($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { clientMutationId } }`;
    const branch = { repositoryNameWithOwner: 'dave/services', branchName: 'theirs' };
    const input = { branch, expectedHeadOid: pull.headSha, message: { headline: 'Fix' } };
    expect((await graph(sandbox, token, mutation, { input })).body.errors).toMatchObject([{ type: 'FORBIDDEN' }]);
  });

  test('outlives its fork: the head repository is null, the head can still be read', async () => {
    const pull = await openFrom('frank', 'User', true);
    scene.sandbox.deleteRepository({ owner: 'frank', name: 'services' });
    const { body } = await call(scene.sandbox, scene.token, 'GET', `${PATH}/pulls/${pull.number}`);
    expect(body.head).toMatchObject({ repo: null, user: null, sha: pull.headSha });
    expect(await stateOf(pull)).toMatchObject({
      headRepository: null,
      headRef: null,
      commits: { nodes: [{ commit: { oid: pull.headSha } }] },
    });
    const events = await deliveredBy(scene.sandbox, receiver, () =>
      scene.sandbox.setPullRequest(REPO, pull.number, { draft: true }),
    );
    expect(events).toMatchObject([{ pull_request: { head: { repo: null } } }]);
  });

  test('of a private repository is private, and out of sight', async () => {
    const { sandbox } = scene;
    const secret = { owner: 'acme', name: 'secret' };
    await sandbox.addRepository({ ...secret, private: true, files: { 'a.txt': 'a\n' } });
    await sandbox.fork(secret, { owner: 'grace' });
    const from = { owner: 'grace', name: 'secret' };
    const pull = await sandbox.openPullRequest({ ...secret, from, author: 'grace', head: 'theirs', files });
    const token = sandbox.installationToken('acme');
    expect((await call(sandbox, token, 'GET', '/repos/grace/secret')).status).toBe(404);
    const list = await call(sandbox, token, 'GET', `/repos/acme/secret/pulls/${pull.number}/files`);
    expect(list.body).toMatchObject([{ filename: 'Dockerfile' }]);
  });
});
