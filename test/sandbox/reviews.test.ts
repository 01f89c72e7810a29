import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, openScene, PATH, REPO, type Reply, type Scene } from './client.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.sandbox.close());

function post(body: object): Promise<Reply> {
  return call(scene.sandbox, scene.token, 'POST', `${PATH}/pulls/1/reviews`, body);
}

const GOOD = { path: 'long.txt', line: 10, side: 'RIGHT', body: 'Here.' };
const LINE = 'Pull request review thread line must be part of the diff';
const SAME_HUNK = 'Pull request review thread start line must be part of the same hunk as the line.';

describe('a review is refused whole', () => {
  const long = 'x'.repeat(65_537);
  test.each<[why: string, comments: object[], error: string]>([
    ['a line outside the hunks', [{ ...GOOD, line: 1 }], LINE],
    ['a line past the file', [{ ...GOOD, line: 999 }], LINE],
    ['no line', [{ path: 'long.txt', body: 'x', side: 'RIGHT' }], "Pull request review thread line can't be blank"],
    [
      'a start after the end',
      [{ ...GOOD, start_line: 11, start_side: 'RIGHT' }],
      'Pull request review thread start line must precede the end line.',
    ],
    [
      'a start equal to the end',
      [{ ...GOOD, start_line: 10, start_side: 'RIGHT' }],
      'Pull request review thread start line must precede the end line.',
    ],
    ['a start outside the hunk', [{ ...GOOD, start_line: 2, start_side: 'RIGHT' }], SAME_HUNK],
    [
      'start and end outside',
      [{ ...GOOD, line: 3, start_line: 1, start_side: 'RIGHT' }],
      `${LINE}, ${SAME_HUNK}, and Pull request review thread diff hunk can't be blank`,
    ],
    ['a path that is not in the diff', [{ ...GOOD, path: 'README.md' }], 'Path could not be resolved'],
    [
      'a side that is none',
      [{ ...GOOD, side: 'MIDDLE' }],
      'Pull request review thread diff side is not included in the list',
    ],
    ['a body that is too long', [{ ...GOOD, body: long }], 'Body is too long (maximum is 65536 characters)'],
    [
      'more than 100 comments',
      Array.from({ length: 101 }, () => GOOD),
      'Review comments is invalid and Review threads is invalid',
    ],
  ])('for %s', async (_why, comments, error) => {
    const reply = await post({ event: 'COMMENT', body: 'A review.', comments: [GOOD, ...comments] });
    expect(reply.status).toBe(422);
    expect(reply.body).toEqual({
      message: 'Unprocessable Entity',
      errors: [error],
      documentation_url: expect.stringContaining('#create-a-review-for-a-pull-request'),
      status: '422',
    });
    const { body } = await call(scene.sandbox, scene.token, 'GET', `${PATH}/pulls/1/reviews`);
    expect(body).toEqual([]);
    expect((await call(scene.sandbox, scene.token, 'GET', `${PATH}/pulls/1/comments`)).body).toEqual([]);
  });

  test('for an empty comment', async () => {
    expect((await post({ event: 'COMMENT', body: '' })).body.errors).toEqual(["Body can't be blank"]);
  });

  test('for a commit that is not of the pull request', async () => {
    const main = await scene.sandbox.state.repositories.get('acme/services')!.git.resolveCommit('main');
    const reply = await post({ event: 'COMMENT', body: 'x', commit_id: main });
    expect([reply.status, reply.body.errors]).toEqual([422, [`The commit_id ${main} is not part of the pull request`]]);
  });

  test('for approving one’s own pull request', async () => {
    const token = scene.sandbox.userToken('ada');
    const reply = await call(scene.sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, { event: 'APPROVE' });
    expect(reply.body.errors).toEqual(['Can not approve your own pull request']);
  });
});

test('a body of exactly 65,536 characters passes, counted in characters and not in UTF-16 units', async () => {
  const { sandbox, token } = await openScene();
  const review = { event: 'COMMENT', body: '🐳'.repeat(65_536) };
  const reply = await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, review);
  expect(reply.status).toBe(200);
  await sandbox.close();
});

test('a pending review blocks the next until it is deleted, and nobody else sees it', async () => {
  const { sandbox, token } = await openScene();
  const reviews = `${PATH}/pulls/1/reviews`;
  const pending = await call(sandbox, token, 'POST', reviews, { comments: [GOOD] });
  expect([pending.status, pending.body.state]).toEqual([200, 'PENDING']);
  const second = await call(sandbox, token, 'POST', reviews, { event: 'COMMENT', body: 'x' });
  expect([second.status, second.body.errors]).toEqual([
    422,
    ['User can only have one pending review per pull request'],
  ]);
  expect((await call(sandbox, token, 'GET', reviews)).body).toHaveLength(1);
  expect((await call(sandbox, sandbox.userToken('ada'), 'GET', reviews)).body).toEqual([]);
  expect((await sandbox.view.pullRequest(REPO.owner, REPO.name, 1))?.threads).toEqual([]);
  expect((await call(sandbox, token, 'DELETE', `${reviews}/${String(pending.body.id)}`)).status).toBe(200);
  expect((await call(sandbox, token, 'POST', reviews, { event: 'COMMENT', body: 'x' })).status).toBe(200);
  await sandbox.close();
});

test('a review keeps its comments in order, with GitHub’s places, and says so on the bus', async () => {
  const { sandbox, token, head } = await openScene();
  const comments = [
    { path: 'Dockerfile', start_line: 2, start_side: 'RIGHT', line: 3, side: 'RIGHT', body: 'Both.' },
    { path: 'long.txt', line: 11, side: 'LEFT', body: 'Why not?' },
    { path: 'long.txt', line: 8, side: 'RIGHT', body: 'Context.' },
  ];
  const review = { event: 'COMMENT', body: 'All in all.', commit_id: head, comments };
  const reply = await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, review);
  expect(reply.body).toMatchObject({ state: 'COMMENTED', commit_id: head, user: { login: 'dockerfile-review[bot]' } });
  const list = await call(sandbox, token, 'GET', `${PATH}/pulls/1/reviews/${String(reply.body.id)}/comments`);
  expect(list.body).toMatchObject([
    { start_line: 2, start_side: 'RIGHT', line: 3, side: 'RIGHT', position: 3 },
    { start_line: null, line: 11, side: 'LEFT', position: 5, diff_hunk: expect.stringMatching(/-line 11$/) },
    { line: 8, position: 2, diff_hunk: '@@ -7,8 +7,8 @@ line 6\n line 7\n line 8' },
  ]);
  const done = await sandbox.events.waitFor('review.submitted');
  expect(done).toMatchObject({ number: 1, detail: { id: reply.body.id, commit: head, state: 'COMMENTED' } });
  expect(sandbox.violations).toEqual([]);
  await sandbox.close();
});

test('a comment on a file, a reply, an edit and a deletion', async () => {
  const { sandbox, token, head } = await openScene();
  const comments = `${PATH}/pulls/1/comments`;
  const wanted = { path: 'Dockerfile', subject_type: 'file', commit_id: head, body: 'The whole.' };
  const { status, body } = await call(sandbox, token, 'POST', comments, wanted);
  expect([status, body.subject_type, body.line]).toEqual([201, 'file', null]);
  const reply = await call(sandbox, token, 'POST', `${comments}/${String(body.id)}/replies`, { body: 'And?' });
  expect([reply.status, reply.body.in_reply_to_id]).toEqual([201, body.id]);
  const edited = await call(sandbox, token, 'PATCH', `${PATH}/pulls/comments/${String(body.id)}`, {
    body: 'All of it.',
  });
  expect(edited.body.body).toBe('All of it.');
  expect((await call(sandbox, token, 'DELETE', `${PATH}/pulls/comments/${String(reply.body.id)}`)).status).toBe(204);
  expect((await call(sandbox, token, 'GET', comments)).body).toMatchObject([{ id: body.id, body: 'All of it.' }]);
  const outside = await call(sandbox, token, 'POST', comments, { ...wanted, path: 'README.md' });
  expect([outside.status, outside.body.errors[0].message]).toEqual([422, 'Path could not be resolved']);
  await sandbox.close();
});
