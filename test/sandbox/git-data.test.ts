import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, graph, openScene, PATH, REPO, type Scene } from './client.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  expect(scene.sandbox.violations.filter(({ kind }) => kind === 'sandbox')).toEqual([]);
  await scene.sandbox.close();
});

const post = (path: string, body: object) => call(scene.sandbox, scene.token, 'POST', `${PATH}/git/${path}`, body);
const patch = (branch: string, body: object) =>
  call(scene.sandbox, scene.token, 'PATCH', `${PATH}/git/refs/heads/${branch}`, body);

/** One commit of these entries over a commit, and no branch moved. */
async function commitOver(parent: string, entries: readonly object[], extra: object = {}): Promise<string> {
  const tree = await post('trees', { base_tree: parent, tree: entries });
  expect(tree.status).toBe(201);
  const commit = await post('commits', { message: 'Fix', tree: tree.body.sha as string, parents: [parent], ...extra });
  expect(commit.status).toBe(201);
  return commit.body.sha as string;
}

const entry = (path: string, content: string, mode = '100644') => ({ path, mode, type: 'blob', content });

describe('a commit by Git Data', () => {
  test('keeps modes and the other files, moves the branch and the pull request', async () => {
    const { sandbox, head } = scene;
    const sha = await commitOver(head, [entry('run.sh', '#!/bin/sh\n', '100755'), entry('Dockerfile', 'FROM a\n')]);
    expect((await patch('change', { sha, force: false })).body).toMatchObject({
      ref: 'refs/heads/change',
      object: { sha },
    });
    const { git, pulls } = sandbox.state.repositories.get('acme/services')!;
    expect(pulls.get(1)?.headSha).toBe(sha);
    expect((await git.entry(sha, 'run.sh'))?.mode).toBe('100755');
    expect((await git.entry(sha, 'README.md'))?.type).toBe('blob');
    const read = await call(sandbox, scene.token, 'GET', `${PATH}/git/ref/heads/change`);
    expect(read.body.object.sha).toBe(sha);
    scene = { ...scene, head: sha };
  });

  test('is signed unless it names an author', async () => {
    const { head, sandbox } = scene;
    const verification = async (extra: object): Promise<unknown> => {
      const sha = await commitOver(head, [entry('x', 'x')], extra);
      return (await call(sandbox, scene.token, 'GET', `${PATH}/git/commits/${sha}`)).body;
    };
    expect(await verification({})).toMatchObject({
      verification: { verified: true, reason: 'valid' },
      author: { name: 'dockerfile-review[bot]' },
      committer: { name: 'GitHub', email: 'noreply@github.com' },
    });
    expect(await verification({ author: { name: 'ada', email: 'ada@example.com' } })).toMatchObject({
      verification: { verified: false, reason: 'unsigned' },
      author: { name: 'ada' },
    });
  });

  test('takes blobs in base64, deletes with null, and refuses what is not there', async () => {
    const { head, sandbox } = scene;
    const blob = await post('blobs', { content: Buffer.from([0, 255]).toString('base64'), encoding: 'base64' });
    const sha = await commitOver(head, [
      { path: 'bin', mode: '100644', type: 'blob', sha: blob.body.sha as string },
      { path: 'README.md', mode: '100644', type: 'blob', sha: null },
    ]);
    const { git } = sandbox.state.repositories.get('acme/services')!;
    expect(await git.blob((await git.entry(sha, 'bin'))!.oid)).toEqual(Buffer.from([0, 255]));
    expect(await git.entry(sha, 'README.md')).toBeUndefined();
    const refused = async (entries: readonly object[]): Promise<number> =>
      (await post('trees', { base_tree: head, tree: entries })).status;
    expect(await refused([{ path: 'no', mode: '100644', type: 'blob', sha: null }])).toBe(422);
    expect(await refused([{ path: 'no', mode: '100644', type: 'blob', sha: 'a'.repeat(40) }])).toBe(422);
    expect(await refused([entry('twice', '1'), entry('twice', '2')])).toBe(422);
    expect((await post('commits', { message: 'x', tree: 'a'.repeat(40) })).status).toBe(422);
  });
});

describe('a branch', () => {
  test('moves forward only, to a commit that exists', async () => {
    const { head } = scene;
    const side = await commitOver(head, [entry('side', '1')]);
    const main = await commitOver(head, [entry('main', '1')]);
    expect((await patch('change', { sha: main })).status).toBe(200);
    expect(await patch('change', { sha: side })).toMatchObject({
      status: 422,
      body: { message: 'Update is not a fast forward' },
    });
    expect((await patch('change', { sha: 'a'.repeat(40) })).body.message).toBe('Object does not exist');
    expect((await patch('nowhere', { sha: main })).body.message).toBe('Reference does not exist');
    expect((await patch('change', { sha: side, force: true })).status).toBe(200);
    scene = { ...scene, head: side };
  });

  test('is made, found and deleted', async () => {
    const { head, sandbox, token } = scene;
    expect((await post('refs', { ref: 'refs/heads/fix/one', sha: head })).status).toBe(201);
    expect((await post('refs', { ref: 'refs/heads/fix/one', sha: head })).body.message).toBe(
      'Reference already exists',
    );
    const list = await call(sandbox, token, 'GET', `${PATH}/git/matching-refs/heads/fix`);
    expect(list.body).toMatchObject([{ ref: 'refs/heads/fix/one' }]);
    expect((await call(sandbox, token, 'DELETE', `${PATH}/git/refs/heads/fix/one`)).status).toBe(204);
    expect((await call(sandbox, token, 'GET', `${PATH}/git/ref/heads/fix/one`)).status).toBe(404);
  });

  test('that is protected takes no push of the App, by either way', async () => {
    const { head, sandbox, token } = scene;
    const { rules } = sandbox.state.repositories.get('acme/services')!;
    rules.protectedBranches.add('change');
    const sha = await commitOver(head, [entry('x', 'x')]);
    expect(await patch('change', { sha })).toMatchObject({
      status: 422,
      body: { message: expect.stringMatching(/^Repository rule violations found/) },
    });
    expect((await commitByGraph({ expectedHeadOid: head, path: 'x' })).errors).toMatchObject([
      { type: 'UNPROCESSABLE' },
    ]);
    rules.protectedBranches.delete('change');
    expect((await call(sandbox, token, 'GET', `${PATH}/git/ref/heads/change`)).body.object.sha).toBe(head);
  });

  test('takes no workflow file without the right to write workflows', async () => {
    const sha = await commitOver(scene.head, [entry('.github/workflows/ci.yml', 'on: push\n')]);
    const refusal = /^refusing to allow a GitHub App to create or update workflow `.github\/workflows\/ci.yml`/;
    expect((await patch('change', { sha })).body.message).toMatch(refusal);
    const { errors } = await commitByGraph({ expectedHeadOid: scene.head, path: '.github/workflows/ci.yml' });
    expect(errors[0]?.message).toMatch(refusal);
  });
});

interface GraphBody {
  readonly data: { readonly createCommitOnBranch: { readonly commit: Readonly<Record<string, unknown>> } };
  readonly errors: readonly { readonly message: string }[];
}

async function commitByGraph(wanted: { expectedHeadOid: string; path: string; contents?: string }): Promise<GraphBody> {
  const { path, contents = 'eA==', expectedHeadOid } = wanted;
  const query = `mutation Fix($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) { commit { oid signature { isValid } author { name } committer { name } } }
  }`;
  const input = {
    branch: { repositoryNameWithOwner: 'acme/services', branchName: 'change' },
    message: { headline: 'Fix' },
    expectedHeadOid,
    fileChanges: { additions: [{ path, contents }] },
  };
  const reply = await graph(scene.sandbox, scene.token, query, { input });
  return reply.body as GraphBody;
}

describe('createCommitOnBranch', () => {
  test('says STALE_DATA within a 200 when the branch moved', async () => {
    const body = await commitByGraph({ expectedHeadOid: 'a'.repeat(40), path: 'x' });
    expect(body).toMatchObject({
      data: { createCommitOnBranch: null },
      errors: [{ type: 'STALE_DATA', path: ['createCommitOnBranch'] }],
    });
    expect(body.errors[0]?.message).toContain(`Expected branch to point to "${scene.head}" but it did not.`);
  });

  test('takes base64 only, signs, and writes 100644 whatever the mode was', async () => {
    const executable = await scene.sandbox.push({
      ...REPO,
      branch: 'change',
      files: [{ path: 'tool.sh', content: '#!/bin/sh\n', mode: '100755' }],
    });
    const bad = await commitByGraph({ expectedHeadOid: executable, path: 'tool.sh', contents: '!' });
    expect(bad.errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
    const { data } = await commitByGraph({ expectedHeadOid: executable, path: 'tool.sh' });
    const { commit } = data.createCommitOnBranch;
    expect(commit).toMatchObject({
      signature: { isValid: true },
      author: { name: 'dockerfile-review[bot]' },
      committer: { name: 'GitHub' },
    });
    const { git } = scene.sandbox.state.repositories.get('acme/services')!;
    expect((await git.entry(commit['oid'] as string, 'tool.sh'))?.mode).toBe('100644');
  });
});
