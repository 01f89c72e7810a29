import { expect, test } from 'vitest';
import { signature } from '../../src/sandbox/webhooks.ts';
import { call, graph, jwt, openScene, PATH, receive, REPO } from './client.ts';

test('the signature is GitHub’s own example', () => {
  // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  const expected = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  expect(signature("It's a Secret to Everybody", 'Hello, World!')).toBe(expected);
});

test('deliveries carry GitHub’s headers, and a signature over the bytes that were sent', async () => {
  const receiver = await receive();
  const { sandbox } = await openScene();
  sandbox.setWebhook(receiver.url, 'secret');
  const sha = await sandbox.push({
    ...REPO,
    branch: 'change',
    author: 'ada',
    files: { Dockerfile: 'FROM node:24 # ü\n' },
  });
  await sandbox.settled();
  expect(receiver.received.map((one) => one.headers['x-github-event']).toSorted()).toEqual(['pull_request', 'push']);
  const event = receiver.received.find((one) => one.headers['x-github-event'] === 'pull_request')!;
  expect(event.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'x-github-hook-installation-target-type': 'integration',
    'x-github-hook-installation-target-id': String(sandbox.app.id),
    'x-hub-signature-256': signature('secret', event.text),
  });
  expect(event.body).toMatchObject({
    action: 'synchronize',
    number: 1,
    after: sha,
    pull_request: { head: { sha, ref: 'change' }, draft: false, state: 'open' },
    installation: { id: sandbox.installationId('acme') },
    sender: { login: 'ada', type: 'User' },
  });
  const push = receiver.received.find((one) => one.headers['x-github-event'] === 'push')!.body;
  expect(push).toMatchObject({
    ref: 'refs/heads/change',
    forced: false,
    commits: [{ id: sha, modified: ['Dockerfile'] }],
  });
  await sandbox.close();
  await receiver.close();
});

test('a failed delivery is not tried again; it is logged, and redelivered with the same GUID', async () => {
  let status = 500;
  const receiver = await receive(() => status);
  const { sandbox } = await openScene();
  sandbox.setWebhook(receiver.url, 'secret');
  await sandbox.setPullRequest(REPO, 1, { draft: true });
  await sandbox.settled();
  expect(receiver.received).toHaveLength(1);
  const token = jwt(sandbox);
  const { body } = await call(sandbox, token, 'GET', '/app/hook/deliveries?status=failure');
  expect(body).toMatchObject([
    { event: 'pull_request', action: 'converted_to_draft', status_code: 500, redelivery: false, throttled_at: null },
  ]);
  const one = await call(sandbox, token, 'GET', `/app/hook/deliveries/${String(body[0].id)}`);
  expect(one.body).toMatchObject({ request: { payload: { number: 1 } }, response: { payload: 'noted' } });
  status = 202;
  expect((await call(sandbox, token, 'POST', `/app/hook/deliveries/${String(body[0].id)}/attempts`)).status).toBe(202);
  await sandbox.settled();
  expect(receiver.received.map((got) => got.headers['x-github-delivery'])).toEqual([body[0].guid, body[0].guid]);
  const list = await call(sandbox, token, 'GET', '/app/hook/deliveries');
  expect(list.body).toMatchObject([{ redelivery: true, status: 'OK' }, { redelivery: false }]);
  expect(sandbox.violations).toEqual([]);
  await sandbox.close();
  await receiver.close();
});

test('deliveries are listed the newest first, by a cursor that the link header tells', async () => {
  const receiver = await receive();
  const { sandbox } = await openScene();
  sandbox.setWebhook(receiver.url, 'secret');
  for (const draft of [true, false, true]) await sandbox.setPullRequest(REPO, 1, { draft });
  await sandbox.settled();
  const first = await call(sandbox, jwt(sandbox), 'GET', '/app/hook/deliveries?per_page=2');
  expect(first.body).toHaveLength(2);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await call(sandbox, jwt(sandbox), 'GET', next.replace(`${sandbox.url}/api/v3`, ''));
  expect(second.body).toHaveLength(1);
  expect(second.headers.get('link')).toBeNull();
  expect(second.body[0].id).toBeLessThan(first.body[1].id as number);
  await sandbox.close();
  await receiver.close();
});

test('an App that does not answer is cut off, one that is gone is logged', async () => {
  const receiver = await receive(() => -1);
  const { sandbox } = await openScene({ webhookDeadlineMs: 1000 });
  sandbox.setWebhook(receiver.url, 'secret');
  await sandbox.setPullRequest(REPO, 1, { draft: true });
  await sandbox.settled();
  await receiver.close();
  await sandbox.setPullRequest(REPO, 1, { draft: false });
  await sandbox.settled();
  const told = sandbox.deliveries.map(({ status, statusCode }) => [status, statusCode]);
  expect(told).toEqual([
    ['timed out', 0],
    ['failed to connect to host', 0],
  ]);
  await sandbox.close();
});

test('an event that the App did not ask for is not sent', async () => {
  const receiver = await receive();
  const { sandbox, token } = await openScene({ app: { events: ['issue_comment'], permissions: { issues: 'write' } } });
  sandbox.setWebhook(receiver.url, 'secret');
  await sandbox.setPullRequest(REPO, 1, { draft: true });
  await call(sandbox, token, 'POST', `${PATH}/issues/1/comments`, { body: '/dockerfile-review help' });
  await sandbox.settled();
  expect(receiver.received.map((one) => one.headers['x-github-event'])).toEqual(['issue_comment']);
  expect(receiver.received[0]?.body).toMatchObject({ issue: { pull_request: {} }, comment: { user: { type: 'Bot' } } });
  await sandbox.close();
  await receiver.close();
});

test('pressing a check run’s button tells the App which one', async () => {
  const receiver = await receive();
  const { sandbox, token, head } = await openScene();
  const actions = [{ label: 'Apply fixes', description: 'Commit them', identifier: 'fix' }];
  const run = { name: 'check', head_sha: head, conclusion: 'failure', actions };
  const { body } = await call(sandbox, token, 'POST', `${PATH}/check-runs`, run);
  sandbox.setWebhook(receiver.url, 'secret');
  const button = `${sandbox.url}/sandbox/api${PATH}/check-runs/${String(body.id)}/actions`;
  expect((await fetch(`${button}/other`, { method: 'POST' })).status).toBe(422);
  expect((await fetch(`${button}/fix`, { method: 'POST' })).status).toBe(204);
  await sandbox.settled();
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]?.body).toMatchObject({
    action: 'requested_action',
    requested_action: { identifier: 'fix' },
    check_run: { id: body.id },
    sender: { login: 'ada' },
  });
  await sandbox.close();
  await receiver.close();
});

test('resolving a thread takes the right to write contents, and is told', async () => {
  const { sandbox, token } = await openScene();
  const comments = [{ path: 'Dockerfile', line: 2, side: 'RIGHT', body: 'Here.' }];
  await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, { event: 'COMMENT', body: 'x', comments });
  const threads = `{ repository(owner: "acme", name: "services") { pullRequest(number: 1) {
    reviewThreads(first: 1) { nodes { id isResolved resolvedBy { login } } } } } }`;
  const { id } = (await graph(sandbox, token, threads)).body.data.repository.pullRequest.reviewThreads.nodes[0];
  const mutation = 'mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { isResolved } } }';
  const poor = sandbox.installationToken('acme', { permissions: { pull_requests: 'write', contents: 'read' } });
  const refused = await graph(sandbox, poor, mutation, { id });
  expect(refused.body).toMatchObject({
    data: { resolveReviewThread: null },
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
  });
  const done = await graph(sandbox, token, mutation, { id });
  expect(done.body.data.resolveReviewThread.thread.isResolved).toBe(true);
  expect((await sandbox.events.waitFor('pull_request_review_thread.resolved')).number).toBe(1);
  expect((await graph(sandbox, token, threads)).body.data.repository.pullRequest.reviewThreads.nodes[0]).toMatchObject({
    isResolved: true,
    resolvedBy: { login: 'dockerfile-review' },
  });
  await sandbox.close();
});
