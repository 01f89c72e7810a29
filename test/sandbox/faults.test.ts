import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../src/sandbox/faults.ts';
import { call, graph, openScene, PATH, REPO, type Scene } from './client.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => {
  expect(scene.sandbox.violations).toEqual([]);
  await scene.sandbox.close();
});

const review = { event: 'COMMENT', body: 'A review' };
const post = () => call(scene.sandbox, scene.token, 'POST', `${PATH}/pulls/1/reviews`, review);
const reviews = () => scene.sandbox.state.repositories.get('acme/services')!.pulls.get(1)!.reviews.length;

describe.each(['before', 'after'] as const)('a fault %s the write', (when) => {
  test.each([
    ['500', 500, {}],
    ['502', 502, {}],
    ['503', 503, {}],
    ['401', 401, {}],
    ['403 secondary', 403, { 'retry-after': '7' }],
    ['403 secondary without retry-after', 403, { 'retry-after': null }],
    ['429', 429, { 'retry-after': '7' }],
    ['403 primary', 403, { 'x-ratelimit-remaining': '0' }],
    ['422 abuse', 422, {}],
  ] as const)('%s strikes once, and the next call succeeds', async (kind, status, headers) => {
    const from = reviews();
    scene.sandbox.faults.add({ operation: 'pulls/create-review', kind, when, retryAfter: 7 });
    const reply = await post();
    expect(reply.status).toBe(status);
    for (const [name, value] of Object.entries(headers)) expect(reply.headers.get(name)).toBe(value);
    expect(reviews() - from).toBe(when === 'after' ? 1 : 0);
    expect((await post()).status).toBe(200);
    expect(scene.sandbox.requests.slice(-2)).toMatchObject([
      { operation: 'pulls/create-review', fault: kind, status },
      { operation: 'pulls/create-review', fault: undefined, status: 200 },
    ]);
  });

  test.each(['reset', 'timeout', 'truncated'] as const)('%s gives no readable answer', async (kind) => {
    const from = reviews();
    scene.sandbox.faults.add({ operation: 'pulls/create-review', kind, when });
    const struck = fetch(`${scene.sandbox.url}/api/v3${PATH}/pulls/1/reviews`, {
      method: 'POST',
      headers: { authorization: `Bearer ${scene.token}` },
      body: JSON.stringify(review),
      // Long enough for the call to take effect on a busy machine.
      signal: AbortSignal.timeout(3000),
    }).then((response) => response.json());
    await expect(struck).rejects.toThrow();
    expect(reviews() - from).toBe(when === 'after' ? 1 : 0);
    await scene.sandbox.settled();
  });
});

describe('a fault of GraphQL', () => {
  const query = `query Both { repository(owner: "acme", name: "services") { name } viewer { login } }`;
  const ask = async () => (await graph(scene.sandbox, scene.token, query)).body as Record<string, unknown>;

  test.each([
    ['RATE_LIMITED', { errors: [{ type: 'RATE_LIMITED' }] }],
    ['went wrong', { data: null, errors: [{ message: expect.stringMatching(/^Something went wrong/) }] }],
    [
      'partial',
      { data: { repository: { name: 'services' }, viewer: null }, errors: [{ type: 'NOT_FOUND', path: ['viewer'] }] },
    ],
  ] as const)('%s is a 200', async (kind, body) => {
    scene.sandbox.faults.add({ operation: 'Both', kind });
    expect(await ask()).toMatchObject(body);
    expect(await ask()).toMatchObject({ data: { viewer: {} } });
  });

  test('STALE_DATA is told of a mutation by its field', async () => {
    scene.sandbox.faults.add({ operation: 'minimizeComment', kind: 'STALE_DATA' });
    const mutation = 'mutation { minimizeComment(input: { subjectId: "x", classifier: SPAM }) { clientMutationId } }';
    const { body } = await graph(scene.sandbox, scene.token, mutation);
    expect(body).toMatchObject({ errors: [{ type: 'STALE_DATA' }] });
  });
});

test('a fault strikes as often as told, after as many calls as told, and lists its uses', async () => {
  const { sandbox, token } = scene;
  sandbox.faults.clear();
  const id = sandbox.faults.add({ operation: '*', kind: '500', times: 2, skip: 1 });
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await call(sandbox, token, 'GET', PATH)).status);
  expect(statuses).toEqual([200, 500, 500, 200]);
  expect(sandbox.faults.list()).toMatchObject([{ id, used: 2 }]);
  sandbox.faults.remove(id);
  expect(sandbox.faults.list()).toEqual([]);
});

test('a hook lets something happen between two calls', async () => {
  const { sandbox, token } = scene;
  let pushed = '';
  sandbox.faults.add({
    operation: 'pulls/list-files',
    when: 'after',
    run: async () => {
      pushed = await sandbox.push({ ...REPO, branch: 'change', files: { 'new.txt': 'x\n' } });
    },
  });
  const files = await call(sandbox, token, 'GET', `${PATH}/pulls/1/files`);
  expect(files.body).toHaveLength(2);
  expect((await call(sandbox, token, 'GET', `${PATH}/pulls/1`)).body.head.sha).toBe(pushed);
});

test('another process plans faults and puts the clock forward over HTTP', async () => {
  const { sandbox, token } = scene;
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${sandbox.url}/sandbox${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
  sandbox.faults.clear();
  expect((await ask('POST', '/faults', { operation: 'repos/get', kind: '503', times: 1 })).status).toBe(201);
  expect((await call(sandbox, token, 'GET', PATH)).status).toBe(503);
  expect(await (await ask('GET', '/faults')).json()).toMatchObject([{ fault: { kind: '503' }, used: 1 }]);
  const bad = await ask('POST', '/faults', { operation: 'repos/get', kind: 'boom' });
  expect([bad.status, await bad.json()]).toEqual([422, { message: `"kind" is one of ${FAULT_KINDS.join(', ')}.` }]);
  expect((await ask('DELETE', '/faults')).status).toBe(204);
  const before = sandbox.clock.now();
  expect((await ask('POST', '/clock', { seconds: 30 })).status).toBe(200);
  expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(30_000);
});
