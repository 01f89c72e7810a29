import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createHost } from '../../src/github/host.ts';
import { bodyLength } from '../../src/github/limits.ts';
import { markerComment, markersIn } from '../../src/review/fingerprint.ts';
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

async function post(b: Bench, planned = review): Promise<void> {
  await createHost(b.client, silentLog, b.clock).postReview(pull, head, { review: planned, check });
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

  test('of one comment’s place loses no word: all go into the body, with their markers', async () => {
    onPost(422, refused('Pull request review thread line must be part of the diff'));
    const sent = onPost(200, { id: 1 });
    const warnings: string[] = [];
    const b = bench();
    const host = createHost(b.client, { ...silentLog, warn: (_, message) => warnings.push(message) }, b.clock);
    await host.postReview(pull, head, { review, check });
    expect(sent[0]?.comments).toEqual([]);
    expect(markersIn(sent[0]?.body ?? '')).toEqual(['r1', 'f1', 'f2']);
    expect(sent[0]?.body).toContain('Two things.');
    expect(sent[0]?.body).toMatch(/\*\*` Dockerfile `\*\*, line 4\n\n\nOne line\./);
    expect(sent[0]?.body).toMatch(/\*\*` web\/Dockerfile `\*\*, lines 7–9\n\n\nThree lines\./);
    expect(sent[0]?.body.match(/<!--/g)).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  test('of places, with more words than a body holds: as many as fit, and how many did not', async () => {
    const comments = Array.from({ length: 10 }, (_, i) => ({
      path: `a\`b/${i}`,
      startLine: undefined,
      line: 1,
      body: `${markerComment([`m${i}`])}${'x'.repeat(9_000)}`,
    }));
    onPost(422, refused('Path could not be resolved'));
    const sent = onPost(200, { id: 1 });
    await post(bench(), { ...review, comments });
    const body = sent[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(bodyLength);
    expect(body).toContain('3 more did not fit');
    expect(markersIn(body)).toHaveLength(8);
    expect(body).toContain('**`` a`b/0 ``**');
  });

  test('for any other reason is an error: nothing is posted', async () => {
    onPost(422, refused('commit_id is not part of the pull request'));
    const b = bench();
    await expect(post(b)).rejects.toMatchObject({ status: 422 });
    expect(b.calls).toHaveLength(1);
  });
});
