import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, openScene, PATH, type Reply, type Scene } from './client.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.sandbox.close());

const ANNOTATION = { path: 'Dockerfile', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'Hm.' };
const ACTION = { label: 'Fix', description: 'Commit the fixes', identifier: 'fix' };

function create(body: object): Promise<Reply> {
  const run = { name: 'check', head_sha: scene.head, ...body };
  return call(scene.sandbox, scene.token, 'POST', `${PATH}/check-runs`, run);
}

function output(extra: object = {}): object {
  return { output: { title: 'A title', summary: 'A summary', ...extra } };
}

describe('a check run is refused', () => {
  test.each<[why: string, body: object, message: RegExp]>([
    ['51 annotations', output({ annotations: Array(51).fill(ANNOTATION) }), /No more than 50 items are allowed; 51/],
    ['a summary of 65,536', output({ summary: 'x'.repeat(65_536) }), /Only 65535 characters are allowed; 65536/],
    ['an output without summary', { output: { title: 'x' } }, /"summary" wasn't supplied/],
    ['a label of 21', { actions: [{ ...ACTION, label: 'x'.repeat(21) }] }, /Only 20 characters/],
    ['a description of 41', { actions: [{ ...ACTION, description: 'x'.repeat(41) }] }, /Only 40 characters/],
    ['an identifier of 21', { actions: [{ ...ACTION, identifier: 'x'.repeat(21) }] }, /Only 20 characters/],
    ['four buttons', { actions: Array(4).fill(ACTION) }, /No more than 3 items/],
    ['an unknown conclusion', { conclusion: 'good' }, /allowed values/],
    ['an unknown key', { colour: 'red' }, /"colour" is not a permitted key/],
  ])('by GitHub’s description for %s, and it is the App’s violation', async (_why, body, message) => {
    const before = scene.sandbox.violations.length;
    const reply = await create(body);
    expect(reply.status).toBe(422);
    expect(reply.body.message).toMatch(message);
    expect(scene.sandbox.violations.slice(before)).toMatchObject([{ kind: 'request', operation: 'checks/create' }]);
  });

  test.each<[why: string, body: object, message: RegExp]>([
    ['completed without conclusion', { status: 'completed' }, /conclusion can't be blank/],
    ['the conclusion stale', { conclusion: 'stale' }, /only GitHub sets stale/],
    ['lines in the wrong order', output({ annotations: [{ ...ANNOTATION, start_line: 2 }] }), /end_line must not come/],
    ['columns over lines', output({ annotations: [{ ...ANNOTATION, end_line: 2, start_column: 1 }] }), /columns need/],
    ['a long annotation', output({ annotations: [{ ...ANNOTATION, message: 'x'.repeat(65_537) }] }), /too long/],
    ['a long title', output({ annotations: [{ ...ANNOTATION, title: 'x'.repeat(256) }] }), /too long/],
  ])('by the rules that GitHub only words, for %s', async (_why, body, message) => {
    const before = scene.sandbox.violations.length;
    const reply = await create(body);
    expect(reply.status).toBe(422);
    expect(reply.body.errors[0].message).toMatch(message);
    expect(scene.sandbox.violations).toHaveLength(before);
  });

  test('for an unknown commit', async () => {
    const reply = await create({ head_sha: 'a'.repeat(40) });
    expect([reply.status, reply.body.message]).toEqual([422, `No commit found for SHA: ${'a'.repeat(40)}`]);
  });

  test('for a person', async () => {
    const run = { name: 'check', head_sha: scene.head };
    const reply = await call(scene.sandbox, scene.sandbox.userToken('ada'), 'POST', `${PATH}/check-runs`, run);
    expect([reply.status, reply.body.message]).toEqual([403, 'You must authenticate via a GitHub App.']);
  });
});

test('annotations add up, a conclusion completes, a later run of the name supersedes', async () => {
  const { sandbox, token, head } = await openScene();
  const runs = `${PATH}/check-runs`;
  const first = await call(sandbox, token, 'POST', runs, {
    name: 'check',
    head_sha: head,
    status: 'in_progress',
    external_id: '{"number":1}',
    ...output({ annotations: [ANNOTATION] }),
  });
  expect(first.body).toMatchObject({ status: 'in_progress', conclusion: null, external_id: '{"number":1}' });
  expect(first.body.pull_requests).toMatchObject([{ number: 1 }]);
  const run = `${runs}/${String(first.body.id)}`;
  const change = { conclusion: 'neutral', ...output({ annotations: [ANNOTATION, ANNOTATION] }) };
  const done = await call(sandbox, token, 'PATCH', run, change);
  expect(done.body).toMatchObject({ status: 'completed', conclusion: 'neutral', output: { annotations_count: 3 } });
  expect((await call(sandbox, token, 'GET', `${run}/annotations?per_page=2`)).body).toHaveLength(2);
  expect((await sandbox.events.waitFor('check_run.completed')).detail).toMatchObject({ head, conclusion: 'neutral' });
  const second = await call(sandbox, token, 'POST', runs, { name: 'check', head_sha: head });
  const list = await call(sandbox, token, 'GET', `${PATH}/commits/refs%2Fpull%2F1%2Fhead/check-runs`);
  expect((list.body.check_runs as { id: number }[]).map((one) => one.id)).toEqual([second.body.id]);
  const all = await call(sandbox, token, 'GET', `${PATH}/commits/${head}/check-runs?filter=all`);
  expect(all.body.total_count).toBe(2);
  expect(sandbox.violations).toEqual([]);
  await sandbox.close();
});

test('a run that does not end within 14 days is stale', async () => {
  const { sandbox } = scene;
  const { body } = await create({ name: 'slow', status: 'in_progress' });
  sandbox.clock.advance(14 * 24 * 3_600_000 + 1000);
  const token = sandbox.installationToken('acme');
  const late = await call(sandbox, token, 'GET', `${PATH}/check-runs/${String(body.id)}`);
  expect(late.body).toMatchObject({ status: 'completed', conclusion: 'stale' });
});
