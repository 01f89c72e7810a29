import { expect, test } from 'vitest';
import { call, graph, openScene, PATH, REPO, TWENTY, type Scene } from './client.ts';

async function review(scene: Scene, comments: object[]): Promise<void> {
  const body = { event: 'COMMENT', body: 'A review.', comments };
  const reply = await call(scene.sandbox, scene.token, 'POST', `${PATH}/pulls/1/reviews`, body);
  expect(reply.status).toBe(200);
}

/** Where a thread stands. */
type Place = [startLine: number | null, line: number | null, outdated: boolean];

async function places(scene: Scene): Promise<Place[]> {
  const query = `{ repository(owner: "acme", name: "services") { pullRequest(number: 1) {
    reviewThreads(first: 100) { nodes { startLine line isOutdated originalLine } } } } }`;
  const { body } = await graph(scene.sandbox, scene.token, query);
  const nodes = body.data.repository.pullRequest.reviewThreads.nodes as {
    startLine: number;
    line: number;
    isOutdated: boolean;
  }[];
  return nodes.map((one): Place => [one.startLine, one.line, one.isOutdated]);
}

const CHANGED = TWENTY.replace('line 10\nline 11\n', 'ten\neleven\n');
const at = (line: number, extra: object = {}): object => ({
  path: 'long.txt',
  side: 'RIGHT',
  line,
  body: 'Here.',
  ...extra,
});

test('threads move with their lines, and are outdated when these change', async () => {
  const scene = await openScene();
  const { sandbox } = scene;
  await review(scene, [at(8), at(10), at(11, { start_line: 10, start_side: 'RIGHT' }), at(11, { side: 'LEFT' })]);
  const push = (text: string): Promise<string> =>
    sandbox.push({ ...REPO, branch: 'change', files: { 'long.txt': text } });

  await push(`new\nnew\n${CHANGED}`);
  expect(await places(scene)).toEqual([
    [null, 10, false],
    [null, 12, false],
    [12, 13, false],
    [null, 11, false],
  ]);

  await push(CHANGED.replace('eleven', 'twelve'));
  expect(await places(scene)).toEqual([
    [null, 8, false],
    [null, 10, false],
    [null, null, true],
    [null, 11, false],
  ]);

  await push(TWENTY.replace('line 20', 'twenty'));
  expect(await places(scene)).toEqual([
    [null, null, true],
    [null, null, true],
    [null, null, true],
    [null, null, true],
  ]);

  await push(CHANGED);
  expect(await places(scene)).toEqual([
    [null, 8, false],
    [null, 10, false],
    [10, 11, false],
    [null, 11, false],
  ]);
  await sandbox.close();
});

test('a review of an earlier commit stands where its lines are now', async () => {
  const scene = await openScene();
  const { sandbox, token, head } = scene;
  await sandbox.push({ ...REPO, branch: 'change', files: { 'long.txt': CHANGED.replace('ten\n', 'new\nten\n') } });
  const body = { event: 'COMMENT', body: 'x', commit_id: head, comments: [at(10), at(11)] };
  expect((await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, body)).status).toBe(200);
  expect(await places(scene)).toEqual([
    [null, 11, false],
    [null, 12, false],
  ]);
  await sandbox.close();
});

test('after a forced push the old commit is no longer of the pull request', async () => {
  const scene = await openScene();
  const { sandbox, token, head } = scene;
  const base = await sandbox.state.repositories.get('acme/services')!.git.resolveCommit('main');
  await sandbox.push({ ...REPO, branch: 'change', onto: base!, files: { Dockerfile: 'FROM node:22\n' } });
  const body = { event: 'COMMENT', body: 'x', commit_id: head };
  const reply = await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, body);
  expect([reply.status, reply.body.errors]).toEqual([422, [`The commit_id ${head} is not part of the pull request`]]);
  await sandbox.close();
});

test('a file that leaves the diff leaves its comments outdated, REST says so with null', async () => {
  const scene = await openScene();
  const { sandbox, token, head } = scene;
  const wanted = { path: 'Dockerfile', subject_type: 'file', commit_id: head, body: 'All of it.' };
  await call(sandbox, token, 'POST', `${PATH}/pulls/1/comments`, wanted);
  await review(scene, [{ path: 'Dockerfile', side: 'RIGHT', line: 1, body: 'Here.' }]);
  await sandbox.push({ ...REPO, branch: 'change', files: { Dockerfile: null } });
  const { status, body } = await call(sandbox, token, 'GET', `${PATH}/pulls/1/comments`);
  expect(status).toBe(200);
  expect(body).toMatchObject([
    { subject_type: 'file', line: null },
    { line: null, original_line: 1, position: null, original_position: 1, commit_id: head },
  ]);
  expect((await sandbox.view.pullRequest(REPO.owner, REPO.name, 1))?.threads.map((one) => one.outdated)).toEqual([
    true,
    true,
  ]);
  expect(sandbox.violations).toEqual([]);
  await sandbox.close();
});
