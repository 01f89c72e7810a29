import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, deliveredBy, jwt, openScene, receive, REPO, type Receiver, type Scene } from './client.ts';

let scene: Scene;
let receiver: Receiver;
let status = 202;
beforeAll(async () => {
  [scene, receiver] = await Promise.all([openScene(), receive(() => status)]);
  scene.sandbox.setWebhook(receiver.url, 'secret');
});
afterAll(async () => {
  expect(scene.sandbox.violations).toEqual([]);
  await scene.sandbox.close();
  await receiver.close();
});
beforeEach(() => {
  status = 202;
});

const say = (body: string) => scene.sandbox.comment({ ...REPO, number: 1, body });
const told = (act: () => unknown) => deliveredBy(scene.sandbox, receiver, act);
const list = async (query = '') =>
  (await call(scene.sandbox, jwt(scene.sandbox), 'GET', `/app/hook/deliveries${query}`)).body as {
    readonly id: number;
    readonly guid: string;
    readonly status: string;
    readonly status_code: number;
    readonly redelivery: boolean;
  }[];

test('a lost delivery is logged and never sent, until it is asked for again', async () => {
  scene.sandbox.deliveryFaults.add({ event: 'issue_comment.created', kind: 'lose' });
  expect(await told(() => say('lost'))).toEqual([]);
  const [lost] = await list();
  expect(lost).toMatchObject({ status: 'failed to connect to host', status_code: 0 });
  // By its status code it is in neither list.
  expect((await list('?status=failure')).map(({ id }) => id)).not.toContain(lost?.id);
  const path = `/app/hook/deliveries/${String(lost?.id)}/attempts`;
  const again = await told(() => call(scene.sandbox, jwt(scene.sandbox), 'POST', path));
  expect(again).toMatchObject([{ event: 'issue_comment', comment: { body: 'lost' } }]);
  expect(receiver.received.at(-1)?.headers['x-github-delivery']).toBe(lost?.guid);
  expect((await list())[0]).toMatchObject({ guid: lost?.guid, redelivery: true, status: 'OK' });
});

test('what vanishes is in no log, a duplicate comes twice with one GUID', async () => {
  const { sandbox } = scene;
  const before = sandbox.deliveries.length;
  sandbox.deliveryFaults.add({ event: '*', kind: 'vanish' });
  expect(await told(() => say('gone'))).toEqual([]);
  expect(sandbox.deliveries).toHaveLength(before);
  sandbox.deliveryFaults.add({ event: 'issue_comment', kind: 'duplicate' });
  expect(await told(() => say('twice'))).toHaveLength(2);
  const [a, b] = receiver.received.slice(-2).map(({ headers }) => headers['x-github-delivery']);
  expect(a).toBe(b);
});

/** What the seed 7 makes of five. */
const SHUFFLED = ['1', '3', '2', '5', '4'];

test.each([
  ['as sent', ['1', '2', '3', '4', '5']],
  ['reversed', ['5', '4', '3', '2', '1']],
  ['shuffled', SHUFFLED],
] as const)('held deliveries come late, %s', async (order, bodies) => {
  const { sandbox } = scene;
  sandbox.deliveryFaults.add({ event: 'issue_comment', kind: 'hold', times: 5 });
  const early = await told(async () => {
    for (const body of ['1', '2', '3', '4', '5']) await say(body);
  });
  expect(early).toEqual([]);
  const late = await told(() => sandbox.deliveryFaults.release(order, 7));
  expect(late.map((one) => one.comment.body as string)).toEqual(bodies);
});

test('the log is paged by cursor, filtered by outcome, and forgets after three days of its own clock', async () => {
  const { sandbox } = scene;
  status = 503;
  await told(() => say('refused'));
  expect((await list('?status=failure'))[0]).toMatchObject({ status: 'Invalid HTTP Response: 503', status_code: 503 });
  const success = await list('?status=success&per_page=100');
  expect(success.every((one) => one.status_code === 202)).toBe(true);
  const all = sandbox.deliveries.length;
  sandbox.clock.advance(71 * 3_600_000);
  const late = (at: string): string =>
    jwt(sandbox, { iat: Date.parse(at) / 1000 - 60, exp: Date.parse(at) / 1000 + 500 });
  const now = (): string => new Date(sandbox.clock.now()).toISOString();
  const read = async (path = '/app/hook/deliveries?per_page=100') => call(sandbox, late(now()), 'GET', path);
  expect((await read()).body).toHaveLength(all);
  sandbox.clock.advance(2 * 3_600_000);
  expect((await read()).body).toEqual([]);
});
