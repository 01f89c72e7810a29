import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createHost } from '../../src/github/host.ts';
import { verdictOn } from '../../src/github/errors.ts';
import type { Posted } from '../../src/jobs/ports.ts';
import { markerComment } from '../../src/review/fingerprint.ts';
import type { PlannedCheck, PlannedReview } from '../../src/review/plan.ts';
import { api, bench, head, pull, silentLog, trace, withoutNetwork, type Bench } from './support.ts';

withoutNetwork();

const path = '/repos/acme/shop/pulls/7/reviews';
const route = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews';
const list = 'GET /repos/{owner}/{repo}/pulls/{id}/reviews';
const check: PlannedCheck = { conclusion: 'success', title: '', summary: '', annotations: [], externalId: '' };

const review: PlannedReview = {
  marker: 'r1',
  body: `${markerComment(['r1'])}\nTwo things.`,
  comments: [
    { path: 'Dockerfile', startLine: undefined, line: 4, body: `${markerComment(['f1'])}\nOne line.` },
    { path: 'web/Dockerfile', startLine: 7, line: 9, body: `${markerComment(['f2'])}\nThree lines.` },
  ],
};

async function post(b: Bench, planned = review): Promise<Posted> {
  return createHost(b.client, silentLog, b.clock).postReview(pull, head, { review: planned, check });
}

type Body = { body: string; comments: { path: string; body: string }[] };

/** Answers the next POST and keeps its body. */
function onPost(status: number, answer: object | string = {}): Body[] {
  const bodies: Body[] = [];
  nock(api)
    .post(path, (body: Body) => bodies.push(body) > 0)
    .reply(status, answer);
  return bodies;
}

function standing(...reviews: object[]): void {
  nock(api).get(path).query({ per_page: '100' }).reply(200, reviews);
}

const bot = { user: { login: 'dockerfile-review[bot]', type: 'Bot' }, state: 'COMMENTED' };

describe('a review', () => {
  test('is one POST with all comments: event, commit, right side, no start for one line', async () => {
    const sent = onPost(200, { id: 1 });
    const b = bench();
    await post(b);
    expect(sent).toEqual([
      {
        commit_id: head,
        event: 'COMMENT',
        body: review.body,
        comments: [
          { path: 'Dockerfile', side: 'RIGHT', line: 4, body: review.comments[0]?.body },
          {
            path: 'web/Dockerfile',
            side: 'RIGHT',
            line: 9,
            start_line: 7,
            start_side: 'RIGHT',
            body: review.comments[1]?.body,
          },
        ],
      },
    ]);
    expect(b.calls).toHaveLength(1);
  });

  test('with nothing to say is no call', async () => {
    const b = bench();
    await createHost(b.client, silentLog).postReview(pull, head, { review: undefined, check });
    expect(b.calls).toEqual([]);
  });
});

describe('after an unknown outcome', () => {
  test.each([502, 500])('%i: a review with our marker is looked for, and found: no second one', async (status) => {
    onPost(status, { message: 'no' });
    standing({ ...bot, body: 'other' }, { ...bot, body: review.body });
    const b = bench();
    await post(b);
    expect(trace(b)).toEqual([`${status} POST ${route}`, `200 ${list}`]);
  });

  test('a reset: looked for, not found, posted once more', async () => {
    nock(api).post(path).replyWithError('socket hang up');
    standing({ ...bot, body: markerComment(['r0']) });
    onPost(200, { id: 1 });
    const b = bench();
    await post(b);
    expect(trace(b)).toEqual([`none POST ${route}`, `200 ${list}`, `200 POST ${route}`]);
    expect(b.clock.waits[0]).toBe(2_000);
  });

  test('a person who quotes our marker does not silence us', async () => {
    onPost(502);
    standing({ state: 'COMMENTED', user: { login: 'mallory', type: 'User' }, body: review.body });
    const sent = onPost(200, { id: 1 });
    await post(bench());
    expect(sent).toHaveLength(1);
  });

  test('twice: the error is the queue’s business', async () => {
    onPost(502);
    standing();
    onPost(502);
    const b = bench();
    await expect(post(b)).rejects.toMatchObject({ status: 502 });
    expect(b.calls).toHaveLength(3);
  });
});

describe('a refusal', () => {
  const refused = (reason: string): object => ({ message: 'Unprocessable Entity', errors: [reason] });

  test('because a PENDING review of ours is left over: it is deleted, then posted', async () => {
    onPost(422, refused('User can only have one pending review per pull request'));
    standing({ ...bot, id: 5, body: '' }, { ...bot, id: 6, state: 'PENDING', body: '' });
    nock(api).delete(`${path}/6`).reply(200, {});
    const sent = onPost(200, { id: 7 });
    await post(bench());
    expect(sent).toHaveLength(1);
  });

  const elsewhere = refused('Pull request review thread line must be part of the diff');
  const ofPull = '/repos/acme/shop/pulls/7';
  const headIs = (sha: string): void => {
    nock(api).get(ofPull).reply(200, { head: { sha } });
  };

  test('of a place: which comment it was is found out by PENDING reviews, deleted at once', async () => {
    onPost(422, elsewhere);
    headIs(head);
    const probes = onPost(200, { id: 11 });
    nock(api).delete(`${path}/11`).reply(200, {});
    const b = bench();
    expect(await post(b)).toEqual({ kind: 'places refused', comments: [1] });
    expect(probes).toMatchObject([{ commit_id: head, comments: [{ path: 'Dockerfile' }] }]);
    expect(probes[0]).not.toHaveProperty('event');
    expect(probes[0]).not.toHaveProperty('body');
    expect(b.calls).toHaveLength(4);
  });

  test('of the only comment needs no probe', async () => {
    onPost(422, elsewhere);
    headIs(head);
    const one = { ...review, comments: review.comments.slice(0, 1) };
    expect(await post(bench(), one)).toEqual({ kind: 'places refused', comments: [0] });
  });

  test('because the head moved: nothing is looked into', async () => {
    onPost(422, elsewhere);
    headIs('c'.repeat(40));
    expect(await post(bench())).toEqual({ kind: 'moved' });
  });

  test('because the commit left the pull request is a moved head too', async () => {
    onPost(422, refused('commit_id is not part of the pull request'));
    headIs('c'.repeat(40));
    expect(await post(bench())).toEqual({ kind: 'moved' });
  });

  test.each([
    [403, { message: 'Unable to create a review because the conversation is locked' }],
    [422, { message: 'Unprocessable Entity', errors: ['Body is not a review'] }],
  ])('%i of the whole review is told with GitHub’s reason', async (status, answer) => {
    onPost(status, answer);
    headIs(head);
    expect(await post(bench())).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining(answer.message) as string,
    });
  });

  test('of an archived repository is thrown: nothing will be taken there', async () => {
    onPost(403, { message: 'Repository was archived so is read-only.' });
    await expect(post(bench())).rejects.toSatisfy((error) => verdictOn(error).kind === 'drop');
  });

  test('a probe that a crash left behind stands in nobody’s way', async () => {
    onPost(422, elsewhere);
    headIs(head);
    onPost(422, refused('User can only have one pending review per pull request'));
    standing({ ...bot, id: 6, state: 'PENDING', body: '' });
    nock(api).delete(`${path}/6`).reply(200, {});
    onPost(422, elsewhere);
    onPost(200, { id: 12 });
    nock(api).delete(`${path}/12`).reply(200, {});
    expect(await post(bench())).toEqual({ kind: 'places refused', comments: [0] });
  });
});
