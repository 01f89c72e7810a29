import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, deliveredBy, graph, jwt, openScene, PATH, receive, REPO, type Receiver, type Scene } from './client.ts';

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

const told = (act: () => unknown) => deliveredBy(scene.sandbox, receiver, act);
const api = (method: string, path: string, body?: object) => call(scene.sandbox, scene.token, method, path, body);

describe('a pull request', () => {
  test('that is locked takes neither comment nor review of the App', async () => {
    expect(await told(() => scene.sandbox.setPullRequest(REPO, 1, { locked: true }))).toMatchObject([
      { action: 'locked', pull_request: { locked: true } },
    ]);
    expect((await api('POST', `${PATH}/issues/1/comments`, { body: 'hi' })).status).toBe(403);
    expect((await api('POST', `${PATH}/pulls/1/reviews`, { event: 'COMMENT', body: 'hi' })).status).toBe(422);
    const run = { name: 'check', head_sha: scene.head, conclusion: 'success' };
    expect((await api('POST', `${PATH}/check-runs`, run)).status).toBe(201);
    await scene.sandbox.setPullRequest(REPO, 1, { locked: false });
    expect((await api('POST', `${PATH}/issues/1/comments`, { body: 'hi' })).status).toBe(201);
  });

  test('gets another base, and with it another diff', async () => {
    await scene.sandbox.push({ ...REPO, branch: 'release', files: { 'other.txt': 'x\n' }, onto: scene.head });
    expect(await told(() => scene.sandbox.setPullRequest(REPO, 1, { base: 'release' }))).toMatchObject([
      { action: 'edited', changes: { base: { ref: { from: 'main' } } }, pull_request: { base: { ref: 'release' } } },
    ]);
    expect((await api('GET', `${PATH}/pulls/1/files`)).body).toEqual([]);
    await scene.sandbox.setPullRequest(REPO, 1, { base: 'main' });
    expect((await api('GET', `${PATH}/pulls/1/files`)).body).toHaveLength(2);
  });

  test('may come without the ids of its blobs, and closes', async () => {
    const files = { Dockerfile: 'FROM a\n' };
    const { number } = await scene.sandbox.openPullRequest({ ...REPO, head: 'bare', files, withoutBlobIds: true });
    expect((await api('GET', `${PATH}/pulls/${number}/files`)).body).toMatchObject([{ sha: null }]);
    expect(await told(() => scene.sandbox.setPullRequest(REPO, number, { state: 'closed' }))).toMatchObject([
      { action: 'closed', pull_request: { merged: false, state: 'closed' } },
    ]);
  });
});

describe('required checks and the merge queue', () => {
  test('a pull request hangs at expected until the check ran on its head', async () => {
    const { sandbox } = scene;
    sandbox.state.repositories.get('acme/services')!.rules.requiredChecks.add('gate');
    expect(sandbox.requiredState(REPO, 1)).toBe('expected');
    const run = { name: 'gate', head_sha: scene.head };
    const { body } = await api('POST', `${PATH}/check-runs`, { ...run, status: 'in_progress' });
    expect(sandbox.requiredState(REPO, 1)).toBe('pending');
    const path = `${PATH}/check-runs/${String(body.id)}`;
    for (const [conclusion, state] of [
      ['failure', 'failed'],
      ['neutral', 'passed'],
      ['skipped', 'passed'],
    ] as const) {
      await api('PATCH', path, { conclusion });
      expect(sandbox.requiredState(REPO, 1)).toBe(state);
    }
  });

  test('the queue waits for the check of its own commit, then merges', async () => {
    const { sandbox } = scene;
    const asked = await told(() => sandbox.enqueue(REPO, 1));
    const group = sandbox.state.repositories.get('acme/services')!.mergeGroups[0]!;
    expect(asked).toMatchObject([
      {
        event: 'merge_group',
        action: 'checks_requested',
        merge_group: {
          head_sha: group.headSha,
          head_ref: expect.stringMatching(/^refs\/heads\/gh-readonly-queue\/main\/pr-1-/),
        },
      },
    ]);
    expect(group.state).toBe('waiting');
    const run = { name: 'gate', head_sha: group.headSha, conclusion: 'success' };
    const events = await told(() => api('POST', `${PATH}/check-runs`, run));
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'merge_group', action: 'destroyed', reason: 'merged' }),
    );
    expect((await api('GET', `${PATH}/pulls/1`)).body).toMatchObject({ merged: true, state: 'closed' });
    const main = await api('GET', `${PATH}/git/ref/heads/main`);
    expect(main.body.object.sha).toBe(group.headSha);
  });

  test('the queue sends away what fails', async () => {
    const { sandbox } = scene;
    const pull = await sandbox.openPullRequest({ ...REPO, head: 'bad', files: { 'bad.txt': 'x\n' } });
    const group = await sandbox.enqueue(REPO, pull.number);
    const run = { name: 'gate', head_sha: group.headSha, conclusion: 'failure' };
    const events = await told(() => api('POST', `${PATH}/check-runs`, run));
    expect(events).toContainEqual(expect.objectContaining({ action: 'destroyed', reason: 'dequeued' }));
    expect([group.state, pull.state]).toEqual(['dequeued', 'open']);
  });
});

describe('a repository', () => {
  test('that is archived can be read only', async () => {
    const { sandbox, token } = scene;
    expect(
      await told(() => {
        sandbox.setArchived(REPO, true);
      }),
    ).toMatchObject([{ event: 'repository', action: 'archived', repository: { archived: true } }]);
    const refused = await api('POST', `${PATH}/issues/2/comments`, { body: 'hi' });
    expect([refused.status, refused.body.message]).toEqual([403, 'Repository was archived so is read-only.']);
    const id = `mutation { resolveReviewThread(input: { threadId: "x" }) { clientMutationId } }`;
    expect((await graph(sandbox, token, id)).body.errors).toHaveLength(1);
    expect((await api('GET', PATH)).status).toBe(200);
    sandbox.setArchived(REPO, false);
    await sandbox.settled();
  });

  test('without issues answers 410 to a new one, and still takes comments on pull requests', async () => {
    const repository = scene.sandbox.state.repositories.get('acme/services')!;
    repository.hasIssues = false;
    expect((await api('POST', `${PATH}/issues`, { title: 'x' })).status).toBe(410);
    expect((await api('POST', `${PATH}/issues/2/comments`, { body: 'hi' })).status).toBe(201);
    repository.hasIssues = true;
  });

  test('that was renamed is found by redirects, which fetch follows, also for writes', async () => {
    const { sandbox, token } = scene;
    expect(
      await told(() => {
        sandbox.renameRepository(REPO, 'shop');
      }),
    ).toMatchObject([
      { event: 'repository', action: 'renamed', changes: { repository: { name: { from: 'services' } } } },
    ]);
    const first = await fetch(`${sandbox.url}/api/v3${PATH}`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
    });
    const { id } = sandbox.state.repositories.get('acme/shop')!;
    expect([first.status, first.headers.get('location')]).toEqual([301, `${sandbox.url}/api/v3/repositories/${id}`]);
    expect((await api('GET', PATH)).body.full_name).toBe('acme/shop');
    expect((await api('POST', `${PATH}/issues/2/comments`, { body: 'found' })).status).toBe(201);
    const query = '{ repository(owner: "acme", name: "services") { nameWithOwner } }';
    expect((await graph(sandbox, token, query)).body.data.repository.nameWithOwner).toBe('acme/shop');
  });

  test('that was transferred leaves the installation, and joins the new owner’s', async () => {
    const { sandbox } = scene;
    await sandbox.addRepository({ owner: 'globex', name: 'other', files: { a: 'a\n' } });
    const from = { owner: 'acme', name: 'shop' };
    const events = await told(() => {
      sandbox.transferRepository(from, 'globex');
    });
    expect(events).toMatchObject([
      { event: 'repository', action: 'transferred', installation: { id: sandbox.installationId('globex') } },
    ]);
    const path = '/repos/globex/shop/issues/2/comments';
    expect((await api('POST', path, { body: 'no' })).status).toBe(403);
    const token = sandbox.installationToken('globex');
    expect((await call(sandbox, token, 'POST', path, { body: 'yes' })).status).toBe(201);
  });
});

describe('an installation', () => {
  test('that is suspended sends nothing and its tokens are refused, until it is not', async () => {
    const { sandbox } = scene;
    const id = sandbox.installationId('globex');
    const token = sandbox.installationToken('globex');
    expect(
      await told(() => {
        sandbox.setSuspended('globex', true);
      }),
    ).toMatchObject([{ event: 'installation', action: 'suspend' }]);
    expect((await call(sandbox, token, 'GET', '/repos/globex/shop')).status).toBe(403);
    const minted = await call(sandbox, jwt(sandbox), 'POST', `/app/installations/${id}/access_tokens`);
    expect([minted.status, minted.body.message]).toEqual([403, 'This installation has been suspended']);
    const shop = { owner: 'globex', name: 'shop' };
    expect(await told(() => sandbox.setPullRequest(shop, 2, { draft: true }))).toEqual([]);
    sandbox.setSuspended('globex', false);
    expect((await call(sandbox, token, 'GET', '/repos/globex/shop')).status).toBe(200);
  });

  test('may lose a repository, and get it back', async () => {
    const { sandbox } = scene;
    const shop = { owner: 'globex', name: 'shop' };
    const select = (installed: boolean) =>
      told(() => {
        sandbox.setInstalled(shop, installed);
      });
    const repositories = [{ full_name: 'globex/shop' }];
    expect(await select(false)).toMatchObject([{ action: 'removed', repositories_removed: repositories }]);
    expect(await told(() => sandbox.comment({ ...shop, number: 2, body: 'anybody?' }))).toEqual([]);
    expect(await select(true)).toMatchObject([{ action: 'added', repositories_added: repositories }]);
  });

  test('may lose a right, and be deleted with its tokens', async () => {
    const { sandbox } = scene;
    const token = sandbox.installationToken('globex');
    const id = sandbox.installationId('globex');
    const permissions = { metadata: 'read', contents: 'read', pull_requests: 'write' } as const;
    expect(
      await told(() => {
        sandbox.setInstallationPermissions('globex', permissions);
      }),
    ).toMatchObject([{ action: 'new_permissions_accepted', installation: { permissions } }]);
    const narrow = sandbox.installationToken('globex');
    const run = { name: 'check', head_sha: scene.head, conclusion: 'success' };
    expect((await call(sandbox, narrow, 'POST', '/repos/globex/shop/check-runs', run)).status).toBe(403);
    expect(
      await told(() => {
        sandbox.uninstall('globex');
      }),
    ).toMatchObject([{ event: 'installation', action: 'deleted' }]);
    expect((await call(sandbox, token, 'GET', '/repos/globex/shop')).status).toBe(401);
    const minted = await call(sandbox, jwt(sandbox), 'POST', `/app/installations/${id}/access_tokens`);
    expect(minted.status).toBe(404);
  });
});
