import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createHost } from '../../src/github/host.ts';
import { markerComment } from '../../src/review/fingerprint.ts';
import type { PlannedCheck } from '../../src/review/plan.ts';
import { api, bench, head, pull, silentLog, withoutNetwork } from './support.ts';

withoutNetwork();

const check: PlannedCheck = { conclusion: 'success', title: 'x', summary: 'y', annotations: [], externalId: 'z' };
const moved = (path: string) => ({ location: `${api}/repositories/9${path}` });

/** GitHub sends on by the repository's number: 301 for reads, 307 for what has a body. */
describe('a repository with a new name', () => {
  test('is read under it, with the same token', async () => {
    nock(api).get('/repos/acme/shop/pulls/7/files').query({ per_page: '100' }).reply(301, {}, moved('/pulls/7/files'));
    nock(api, { reqheaders: { authorization: 'Bearer ghs_secret' } })
      .get('/repositories/9/pulls/7/files')
      .reply(200, []);
    expect(await createHost(bench().client, silentLog).listFiles(pull)).toEqual([]);
  });

  test('is written under it, once, with the same words', async () => {
    nock(api).post('/repos/acme/shop/pulls/7/reviews').reply(307, {}, moved('/pulls/7/reviews'));
    const sent: object[] = [];
    nock(api, { reqheaders: { authorization: 'Bearer ghs_secret' } })
      .post('/repositories/9/pulls/7/reviews', (body: object) => sent.push(body) > 0)
      .reply(200, { id: 1 });
    nock(api).post('/repos/acme/shop/check-runs').reply(307, {}, moved('/check-runs'));
    nock(api).post('/repositories/9/check-runs').reply(201, { id: 2, html_url: 'page' });
    const host = createHost(bench().client, silentLog);
    const review = { marker: 'r', body: markerComment(['r']), comments: [] };
    expect(await host.postReview(pull, head, { review, check })).toEqual({ kind: 'posted' });
    expect(sent).toMatchObject([{ body: review.body, event: 'COMMENT' }]);
    expect(await host.completeCheck(pull, head, { review: undefined, check })).toBe('page');
  });
});
