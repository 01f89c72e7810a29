import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { acknowledge, accessOf, answer, readThread } from '../../src/github/comments.ts';
import type { Answer } from '../../src/jobs/ports.ts';
import { api, bench, pull, silentLog, trace, withoutNetwork } from './support.ts';

withoutNetwork();

const repo = '/repos/acme/shop';
const context = () => ({ ...bench(), log: silentLog });
const body = '<!-- dockerfile-review:answer-comment-5 -->\nDone.';
const plain: Answer = { ask: 'comment-5', thread: undefined, body: 'Done.', standing: [] };
const bot = { type: 'Bot' };

describe('acknowledge', () => {
  test.each([
    [{ kind: 'comment', id: 5 }, `${repo}/issues/comments/5/reactions`],
    [{ kind: 'reply', id: 6, thread: 4 }, `${repo}/pulls/comments/6/reactions`],
  ] as const)('puts an eye on %j', async (from, path) => {
    nock(api).post(path, { content: 'eyes' }).reply(201, { id: 1 });
    await acknowledge(context(), pull, from);
  });

  test('has nothing to do for a button', async () => {
    await acknowledge(context(), pull, { kind: 'button', headSha: 'a' });
  });

  test.each([403, 404, 422, 502])('is not worth a failure: %i', async (status) => {
    nock(api)
      .post(`${repo}/issues/comments/5/reactions`)
      .reply(status, { message: 'Resource not accessible by integration' });
    const one = context();
    await acknowledge(one, pull, { kind: 'comment', id: 5 });
    expect(trace(one)).toHaveLength(1);
  });

  test('meets a rate limit like everybody', async () => {
    nock(api).post(`${repo}/issues/comments/5/reactions`).reply(429, { message: 'slow' }, { 'retry-after': '9' });
    await expect(acknowledge(context(), pull, { kind: 'comment', id: 5 })).rejects.toMatchObject({
      name: 'RateLimited',
    });
  });
});

describe('accessOf', () => {
  test.each(['admin', 'write', 'read', 'none'])('%s', async (permission) => {
    nock(api).get(`${repo}/collaborators/mina-k/permission`).reply(200, { permission });
    expect(await accessOf(bench().client, pull, { login: 'mina-k', id: 9 })).toBe(permission);
  });

  test('is none of somebody who is not there', async () => {
    nock(api).get(`${repo}/collaborators/gone/permission`).reply(404, { message: 'Not Found' });
    expect(await accessOf(bench().client, pull, { login: 'gone', id: 9 })).toBe('none');
  });
});

describe('readThread', () => {
  const ours = '<!-- dockerfile-review:0123456789abcdef -->\n**Error:** …';
  test.each([
    ['several lines', { start_line: 3, line: 5, user: bot, body: ours }, { path: 'Dockerfile', first: 3, last: 5 }],
    ['one line', { line: 5, user: bot, body: ours }, { path: 'Dockerfile', first: 5, last: 5 }],
    ['an outdated comment', { line: null, user: bot, body: ours }, undefined],
    ['a comment of another bot', { line: 5, user: bot, body: 'hi' }, undefined],
    ['a person who quotes us', { line: 5, user: { type: 'User' }, body: ours }, undefined],
  ])('of %s', async (_, comment, expected) => {
    nock(api)
      .get(`${repo}/pulls/comments/4`)
      .reply(200, { path: 'Dockerfile', ...comment });
    expect(await readThread(bench().client, pull, 4)).toEqual(expected);
  });

  test('of a comment that was deleted', async () => {
    nock(api).get(`${repo}/pulls/comments/4`).reply(404, { message: 'Not Found' });
    expect(await readThread(bench().client, pull, 4)).toBeUndefined();
  });
});

describe('answer', () => {
  test('is one comment, when nobody has answered yet', async () => {
    nock(api).post(`${repo}/issues/7/comments`, { body }).reply(201, { id: 1 });
    await answer(context(), pull, plain);
  });

  test('becomes another one where a try before has answered; the same words are left alone', async () => {
    nock(api).patch(`${repo}/issues/comments/8`, { body }).reply(200, { id: 8 });
    const standing = [
      { id: 8, at: 'conversation', body: '<!-- dockerfile-review:answer-comment-5 -->\nOld.' },
      { id: 9, at: 'thread', body },
    ] as const;
    await answer(context(), pull, { ...plain, standing });
    const one = context();
    await answer(one, pull, { ...plain, standing: [{ id: 8, at: 'conversation', body }] });
    expect(trace(one)).toEqual([]);
  });

  test('is looked for where nobody has; what others wrote does not count', async () => {
    nock(api)
      .get(`${repo}/issues/7/comments`)
      .query({ per_page: 100 })
      .reply(200, [
        { id: 1, user: { type: 'User' }, body },
        { id: 2, user: bot, body },
      ]);
    const { standing: _, ...unknown } = plain;
    const one = context();
    await answer(one, pull, unknown);
    expect(trace(one)).toHaveLength(1);
  });

  test('of which the outcome is unknown is looked for before the second try', async () => {
    nock(api).post(`${repo}/issues/7/comments`).reply(502, 'Bad gateway');
    nock(api)
      .get(`${repo}/issues/7/comments`)
      .query(true)
      .reply(200, [{ id: 2, user: bot, body }]);
    await answer(context(), pull, plain);
    nock(api).post(`${repo}/issues/7/comments`).reply(502, 'Bad gateway');
    nock(api).get(`${repo}/issues/7/comments`).query(true).reply(200, []);
    nock(api).post(`${repo}/issues/7/comments`, { body }).reply(201, { id: 3 });
    await answer(context(), pull, plain);
  });

  test('stands in its thread; in the conversation when that is gone', async () => {
    nock(api).post(`${repo}/pulls/7/comments/4/replies`, { body }).reply(201, { id: 1 });
    await answer(context(), pull, { ...plain, thread: 4 });
    nock(api).post(`${repo}/pulls/7/comments/4/replies`).reply(404, { message: 'Not Found' });
    nock(api).post(`${repo}/issues/7/comments`, { body }).reply(201, { id: 2 });
    await answer(context(), pull, { ...plain, thread: 4 });
  });

  test.each([403, 410, 422])('that GitHub takes nowhere (%i) is logged', async (status) => {
    nock(api)
      .post(`${repo}/issues/7/comments`)
      .reply(status, { message: 'Unable to create comment because issue is locked.' });
    const warned: string[] = [];
    const log = { ...silentLog, warn: (_: object, message: string) => void warned.push(message) };
    await answer({ ...bench(), log }, pull, plain);
    expect(warned).toEqual(['GitHub takes no answer to the command']);
  });

  test('is cut where GitHub would refuse its length', async () => {
    nock(api)
      .post(`${repo}/issues/7/comments`, ({ body: sent }: { body: string }) => sent.length === 65_536)
      .reply(201, { id: 1 });
    await answer(context(), pull, { ...plain, body: 'x'.repeat(70_000) });
  });
});
