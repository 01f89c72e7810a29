import { expect, test } from 'vitest';
import { call, graph, openScene, PATH, REPO } from './client.ts';

test('a comparison starts where the head left the base, and has the files of a pull request', async () => {
  const { sandbox, token, head } = await openScene();
  const base = await sandbox.push({ ...REPO, branch: 'main', files: { 'README.md': 'changed\n' } });
  const { status, body } = await call(sandbox, token, 'GET', `${PATH}/compare/main...change`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    base_commit: { sha: base },
    commits: [{ sha: head, commit: { message: 'Add an image' } }],
    files: [
      { filename: 'Dockerfile', status: 'added' },
      { filename: 'long.txt', patch: expect.stringMatching(/^@@ /) },
    ],
  });
  expect(body.merge_base_commit.sha).not.toBe(base);
  const second = await call(sandbox, token, 'GET', `${PATH}/compare/${base}...${head}?page=2`);
  expect(second.body).toMatchObject({ files: [], commits: [] });
  expect((await call(sandbox, token, 'GET', `${PATH}/compare/main...nowhere`)).status).toBe(404);
  const left = await graph(sandbox, token, '{ rateLimit { limit remaining used } }');
  expect(left.body.data.rateLimit).toEqual({ limit: 5000, remaining: 4999, used: 1 });
  expect(sandbox.violations).toEqual([]);
  await sandbox.close();
});
