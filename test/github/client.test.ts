import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { GitHubError, RateLimited } from '../../src/github/errors.ts';
import { api, bench, trace, withoutNetwork } from './support.ts';

withoutNetwork();

const path = '/repos/acme/shop/pulls/7';
const route = '/repos/{owner}/{repo}/pulls/{pull_number}';
const at = { owner: 'acme', repo: 'shop', pull_number: 7 };
const query = '{ viewer { login } }';

describe('every request', () => {
  test('carries the token, the API version and our name', async () => {
    nock(api, {
      reqheaders: {
        authorization: 'Bearer ghs_secret',
        'x-github-api-version': '2022-11-28',
        'user-agent': /^dockerfile-review /,
      },
    })
      .get(path)
      .reply(200, {});
    const b = bench();
    await b.client.rest.pulls.get(at);
    expect(trace(b)).toEqual([`200 GET ${route}`]);
  });

  test('goes to the Enterprise Server that the base URL names, GraphQL too', async () => {
    nock('https://ghe.example').get(`/api/v3${path}`).reply(200, {});
    nock('https://ghe.example')
      .post('/api/graphql')
      .reply(200, { data: { viewer: { login: 'x' } } });
    const { client } = bench({ baseUrl: 'https://ghe.example/api/v3' });
    await client.rest.pulls.get(at);
    expect(await client.graphql(query)).toEqual({ viewer: { login: 'x' } });
  });
});

describe('reads', () => {
  test('are sent again after 502 and after a reset', async () => {
    nock(api).get(path).reply(502, 'Bad gateway');
    nock(api)
      .get(path)
      .replyWithError(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    nock(api).get(path).reply(200, { number: 7 });
    const b = bench();
    expect((await b.client.rest.pulls.get(at)).data.number).toBe(7);
    expect(trace(b)).toEqual([`502 GET ${route}`, `none GET ${route}`, `200 GET ${route}`]);
    expect(b.clock.waits).toEqual([500, 2_000]);
  });

  test('fail after three tries, with GitHub’s request id', async () => {
    nock(api).get(path).times(3).reply(503, { message: 'Unavailable' }, { 'x-github-request-id': 'AB:12' });
    const error = await bench()
      .client.rest.pulls.get(at)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GitHubError);
    expect(error).toMatchObject({
      status: 503,
      requestId: 'AB:12',
      message: `GET ${route} answered 503: Unavailable (GitHub request AB:12)`,
    });
  });

  test('are not sent again after 404 and 422', async () => {
    nock(api).get(path).reply(404, { message: 'Not Found' });
    nock(api).get(path).reply(422, { message: 'Unprocessable' });
    const b = bench();
    await expect(b.client.rest.pulls.get(at)).rejects.toMatchObject({ status: 404 });
    await expect(b.client.rest.pulls.get(at)).rejects.toMatchObject({ status: 422 });
  });

  test('are sent again when the answer was cut off', async () => {
    nock(api).get(path).reply(200, '{"number": 7, "tit', { 'content-type': 'application/json' });
    nock(api).get(path).reply(200, { number: 7 });
    const b = bench();
    expect((await b.client.rest.pulls.get(at)).data.number).toBe(7);
    expect(trace(b)).toEqual([`none GET ${route}`, `200 GET ${route}`]);
  });

  test('over GraphQL are sent again after 502 and after GitHub’s own accidents', async () => {
    nock(api).post('/graphql').reply(502, 'Bad gateway');
    nock(api)
      .post('/graphql')
      .reply(200, { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] });
    nock(api)
      .post('/graphql')
      .reply(200, { data: { viewer: { login: 'x' } } });
    const b = bench();
    expect(await b.client.graphql(query)).toEqual({ viewer: { login: 'x' } });
    expect(trace(b)).toEqual(['502 POST /graphql', '500 POST /graphql', '200 POST /graphql']);
  });

  test('over GraphQL keep the good half when something does not exist', async () => {
    nock(api)
      .post('/graphql')
      .reply(200, { data: { a: { id: 1 }, b: null }, errors: [{ type: 'NOT_FOUND', path: ['b'], message: 'no' }] });
    expect(await bench().client.graphql(query)).toEqual({ a: { id: 1 }, b: null });
  });

  test('over GraphQL fail with GitHub’s words for any other error', async () => {
    nock(api)
      .post('/graphql')
      .reply(200, { data: { a: null }, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] });
    await expect(bench().client.graphql(query)).rejects.toThrow('Resource not accessible');
  });
});

describe('writes', () => {
  const review = { ...at, event: 'COMMENT', body: 'x' } as const;

  test.each([502, 500, 409])('are not sent again after %i', async (status) => {
    nock(api).post(`${path}/reviews`).reply(status, { message: 'no' });
    const b = bench();
    await expect(b.client.rest.pulls.createReview(review)).rejects.toMatchObject({ status });
    expect(trace(b)).toEqual([`${status} POST ${route}/reviews`]);
  });

  test('are not sent again after a reset', async () => {
    nock(api).post(`${path}/reviews`).replyWithError('socket hang up');
    const b = bench();
    await expect(b.client.rest.pulls.createReview(review)).rejects.toMatchObject({ status: undefined });
    expect(b.calls).toHaveLength(1);
  });

  test('over GraphQL are not sent again', async () => {
    nock(api).post('/graphql').reply(502, 'Bad gateway');
    const b = bench();
    await expect(b.client.graphql('mutation { x }')).rejects.toMatchObject({ status: 502 });
    expect(trace(b)).toEqual(['502 POST /graphql (mutation)']);
  });
});

describe('a refused token', () => {
  test('is retried when its source can do better: GitHub may not know it everywhere yet', async () => {
    nock(api).get(path).times(2).reply(401, { message: 'Bad credentials' });
    nock(api).get(path).reply(200, { number: 7 });
    const rejected: string[] = [];
    const b = bench({ token: { get: () => Promise.resolve('t1'), rejected: (token) => rejected.push(token) } });
    await b.client.rest.pulls.get(at);
    expect(rejected).toEqual(['t1', 't1']);
    expect(b.clock.waits).toEqual([1_000, 2_000]);
  });

  test('fails at once when it is a fixed one', async () => {
    nock(api).get(path).reply(401, { message: 'Bad credentials' });
    await expect(bench().client.rest.pulls.get(at)).rejects.toMatchObject({ status: 401 });
  });
});

describe('a rate limit', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const secondary = { message: 'You have exceeded a secondary rate limit.' };
  const cases: readonly [string, number, object, Record<string, string>, number][] = [
    ['primary, 403', 403, { message: 'API rate limit exceeded' }, primaryUntil(now + 600_000), 601_000],
    ['primary, 429', 429, { message: 'API rate limit exceeded' }, primaryUntil(now + 600_000), 601_000],
    ['secondary with retry-after', 403, secondary, { 'retry-after': '90' }, 90_000],
    ['secondary, 429 with retry-after', 429, secondary, { 'retry-after': '30' }, 30_000],
    ['secondary without a time', 403, secondary, {}, 60_000],
    ['spam guard', 422, { message: 'Validation Failed', errors: [{ code: 'abuse', field: 'base' }] }, {}, 60_000],
    ['too quick', 422, { message: 'was submitted too quickly' }, {}, 60_000],
  ];

  test.each(cases)('%s: surfaces with its time, unslept', async (_, status, body, headers, wait) => {
    nock(api).get(path).reply(status, body, headers);
    const b = bench();
    const error = await b.client.rest.pulls.get(at).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimited);
    expect((error as RateLimited).retryAt).toEqual(new Date(now + wait));
    expect(b.clock.waits).toEqual([]);
  });

  test('in GraphQL comes as 200 and surfaces all the same', async () => {
    nock(api)
      .post('/graphql')
      .reply(200, { data: null, errors: [{ type: 'RATE_LIMITED', message: 'limit' }] }, primaryUntil(now + 60_000));
    const error = await bench()
      .client.graphql(query)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RateLimited);
    expect((error as RateLimited).retryAt).toEqual(new Date(now + 61_000));
  });

  test('stops every further call of the installation until it is over', async () => {
    nock(api).get(path).reply(429, secondary, { 'retry-after': '30' });
    nock(api).get(path).reply(200, { number: 7 });
    const b = bench();
    await expect(b.client.rest.pulls.get(at)).rejects.toBeInstanceOf(RateLimited);
    await expect(b.client.rest.pulls.get(at)).rejects.toBeInstanceOf(RateLimited);
    await expect(b.client.rest.pulls.createReview(at)).rejects.toBeInstanceOf(RateLimited);
    expect(b.calls).toHaveLength(1);
    b.clock.advance(30_000);
    expect((await b.client.rest.pulls.get(at)).data.number).toBe(7);
  });

  test('is not what a missing permission is, whose name is told', async () => {
    nock(api)
      .get(path)
      .reply(
        403,
        { message: 'Resource not accessible by integration' },
        { 'x-accepted-github-permissions': 'pull_requests=read', 'x-ratelimit-remaining': '4999' },
      );
    const error = await bench()
      .client.rest.pulls.get(at)
      .catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(RateLimited);
    expect((error as Error).message).toContain('needs pull_requests=read');
  });

  function primaryUntil(time: number): Record<string, string> {
    return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(time / 1_000) };
  }
});

test('no error shows the token or the body that was sent', async () => {
  nock(api).post(`${path}/reviews`).reply(500, { message: 'no' });
  const error = await bench()
    .client.rest.pulls.createReview({ ...at, body: 'words of the review' })
    .catch((thrown: unknown) => thrown);
  const shown = JSON.stringify(error, Object.getOwnPropertyNames(error));
  expect(shown).toContain('answered 500');
  expect(shown).not.toMatch(/ghs_secret|words of the review/);
  expect((error as Error).cause).toBeUndefined();
});

test('a server that cuts the connection in the middle of an answer is an unknown outcome, over a real socket', async () => {
  nock.enableNetConnect('127.0.0.1');
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id":');
    setImmediate(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const b = bench({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  await expect(b.client.rest.pulls.createReview(at)).rejects.toMatchObject({ status: undefined });
  expect(b.calls).toHaveLength(1);
  server.close();
});
