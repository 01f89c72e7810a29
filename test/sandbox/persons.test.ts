import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, deliveredBy, graph, openScene, PATH, receive, REPO, type Receiver, type Scene } from './client.ts';

let scene: Scene;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await receive();
  scene = await openScene();
  scene.sandbox.setWebhook(receiver.url, 'secret');
});
afterAll(async () => {
  expect(scene.sandbox.violations).toEqual([]);
  await scene.sandbox.close();
  await receiver.close();
});

const told = (work: () => unknown) => deliveredBy(scene.sandbox, receiver, work);

const api = (method: string, path: string, body?: object) =>
  call(scene.sandbox, scene.token, method, `${PATH}${path}`, body);

async function newRun(): Promise<number> {
  const actions = [{ label: 'Fix', description: 'Commit the fixes', identifier: 'fix' }];
  const body = { name: 'dockerfile-review', head_sha: scene.head, conclusion: 'success', actions };
  return (await api('POST', '/check-runs', body)).body.id as number;
}

describe('what a person may do', () => {
  test.each([
    ['acme', 'admin', 'admin'],
    ['ada', 'write', 'write'],
    ['mallory', 'read', 'read'],
    ['grace', 'maintain', 'write'],
    ['tim', 'triage', 'read'],
  ])('%s has %s, which older clients know as %s', async (login, role, permission) => {
    scene.sandbox.userToken(login);
    if (role === 'maintain' || role === 'triage') scene.sandbox.setPermission(REPO, login, role);
    const { body } = await api('GET', `/collaborators/${login}/permission`);
    expect(body).toMatchObject({ role_name: role, permission, user: { login } });
  });

  test('is nothing where a person is unknown', async () => {
    expect((await api('GET', '/collaborators/nobody/permission')).status).toBe(404);
  });
});

describe('a person', () => {
  test('comments, edits, replies in a thread and resolves it', async () => {
    const review = { event: 'COMMENT', comments: [{ path: 'Dockerfile', line: 2, side: 'RIGHT', body: 'Hm.' }] };
    const { body: made } = await api('POST', '/pulls/1/reviews', review);
    const [root] = (await api('GET', `/pulls/1/reviews/${String(made.id)}/comments`)).body;
    const commented = await told(() => scene.sandbox.comment({ ...REPO, number: 1, body: '/dockerfile-review fix' }));
    expect(commented).toMatchObject([
      {
        event: 'issue_comment',
        action: 'created',
        sender: { login: 'ada', type: 'User' },
        issue: { pull_request: {} },
      },
    ]);
    const id = commented[0]?.comment.id as number;
    const edited = await told(() => {
      scene.sandbox.editComment({ ...REPO, number: 1, id, body: 'never mind' });
    });
    expect(edited).toMatchObject([{ action: 'edited', changes: { body: { from: '/dockerfile-review fix' } } }]);
    const replied = await told(() =>
      scene.sandbox.comment({ ...REPO, number: 1, body: 'why?', by: 'bob', inReplyTo: root.id }),
    );
    expect(replied).toMatchObject([
      { event: 'pull_request_review_comment', sender: { login: 'bob' }, comment: { in_reply_to_id: root.id } },
    ]);
    const resolved = await told(() => scene.sandbox.resolveThread(REPO, { number: 1, commentId: root.id, by: 'bob' }));
    expect(resolved).toMatchObject([
      { event: 'pull_request_review_thread', action: 'resolved', sender: { login: 'bob' } },
    ]);
  });

  test('presses a button and asks for check runs again; the run stays as it is', async () => {
    const id = await newRun();
    const press = { ...REPO, id, identifier: 'fix', by: 'bob' };
    expect(await told(() => scene.sandbox.pressButton(press))).toMatchObject([
      {
        event: 'check_run',
        action: 'requested_action',
        requested_action: { identifier: 'fix' },
        sender: { login: 'bob' },
      },
    ]);
    expect(await told(() => scene.sandbox.rerun({ ...REPO, id }))).toMatchObject([
      { event: 'check_run', action: 'rerequested', check_run: { id, status: 'completed' }, sender: { login: 'ada' } },
    ]);
    expect(await told(() => scene.sandbox.rerun({ ...REPO, id, all: true }))).toMatchObject([
      {
        event: 'check_suite',
        action: 'rerequested',
        check_suite: { status: 'queued', pull_requests: [{ number: 1 }] },
      },
    ]);
    await expect(scene.sandbox.pressButton({ ...press, identifier: 'other' })).rejects.toThrow('no such button');
  });
});

describe('reactions', () => {
  test('are 201 the first time and 200 after, and counted on the comment', async () => {
    const id = await scene.sandbox.comment({ ...REPO, number: 1, body: 'hello' });
    const path = `/issues/comments/${id}/reactions`;
    expect((await api('POST', path, { content: 'eyes' })).status).toBe(201);
    const again = await api('POST', path, { content: 'eyes' });
    expect(again).toMatchObject({ status: 200, body: { content: 'eyes', user: { type: 'Bot' } } });
    expect((await api('GET', `/issues/comments/${id}`)).body.reactions).toMatchObject({ eyes: 1, total_count: 1 });
    expect((await api('DELETE', `${path}/${String(again.body.id)}`)).status).toBe(204);
    expect((await api('GET', path)).body).toEqual([]);
  });

  test('on the conversation need the right to write issues', async () => {
    const id = await scene.sandbox.comment({ ...REPO, number: 1, body: 'hello' });
    const token = scene.sandbox.installationToken('acme', { permissions: { pull_requests: 'write' } });
    const reply = await call(scene.sandbox, token, 'POST', `${PATH}/issues/comments/${id}/reactions`, {
      content: 'eyes',
    });
    expect(reply.status).toBe(403);
    expect(reply.headers.get('x-accepted-github-permissions')).toBe('issues=write');
  });
});

test('one document edits a review and its comment, and says which of its mutations failed', async () => {
  const comments = [{ path: 'Dockerfile', line: 1, side: 'RIGHT', body: 'First.' }];
  const { body: made } = await api('POST', '/pulls/1/reviews', { event: 'COMMENT', body: 'Summary', comments });
  const [root] = (await api('GET', `/pulls/1/reviews/${String(made.id)}/comments`)).body;
  const query = `mutation Settle($review: ID!, $comment: ID!) {
    m0: updatePullRequestReview(input: { pullRequestReviewId: $review, body: "New summary" }) { pullRequestReview { body } }
    m1: updatePullRequestReviewComment(input: { pullRequestReviewCommentId: $comment, body: "Second." }) { clientMutationId }
    m2: resolveReviewThread(input: { threadId: "PRRT_nowhere" }) { clientMutationId }
    m3: minimizeComment(input: { subjectId: $comment, classifier: RESOLVED }) { minimizedComment { isMinimized } }
  }`;
  const { body } = await graph(scene.sandbox, scene.token, query, { review: made.node_id, comment: root.node_id });
  expect(body.data).toMatchObject({
    m0: { pullRequestReview: { body: 'New summary' } },
    m1: { clientMutationId: null },
    m2: null,
    m3: { minimizedComment: { isMinimized: true } },
  });
  expect(body.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['m2'] }]);
  expect((await api('GET', `/pulls/comments/${String(root.id)}`)).body.body).toBe('Second.');
});

test('an App edits what it wrote, and nothing that a person did', async () => {
  const id = await scene.sandbox.comment({ ...REPO, number: 1, body: 'mine' });
  expect((await api('PATCH', `/issues/comments/${id}`, { body: 'yours' })).status).toBe(403);
  const own = await api('POST', '/issues/1/comments', { body: 'a' });
  expect((await api('PATCH', `/issues/comments/${String(own.body.id)}`, { body: 'b' })).body.body).toBe('b');
});
