import { expect, test } from 'vitest';
import { createClock } from '../../src/sandbox/clock.ts';
import { createLimits, GITHUB_LIMITS, type LimitOptions, type Weighed } from '../../src/sandbox/limits.ts';
import type { Actor } from '../../src/sandbox/auth.ts';
import type { Hurry } from '../../src/sandbox/log.ts';
import type { Token } from '../../src/sandbox/state.ts';
import { call, graph, jwt, openScene, PATH } from './client.ts';

const account = { id: 1, login: 'bot[bot]', type: 'Bot' } as const;
const tokenOf = (id: number): Actor => {
  const installation = {
    id,
    account,
    createdAt: 0,
    repositories: new Set<number>(),
    permissions: {},
    suspendedAt: null,
  };
  const token: Token = { account, installation, permissions: {}, repositories: undefined, expiresAt: 0 };
  return { kind: 'token', token };
};
const read: Weighed = { operation: 'pulls/get', resource: 'core', writes: false, notifies: false };
const comment: Weighed = { operation: 'issues/create-comment', resource: 'core', writes: true, notifies: true };
const settle: Weighed = { operation: 'graphql:mutation', resource: 'graphql', writes: true, notifies: false };

function setUp(options: Partial<LimitOptions> = {}) {
  const clock = createClock(() => 1_000_000);
  const hurries: Hurry[] = [];
  const limits = createLimits(() => clock.now(), { ...GITHUB_LIMITS, ...options }, hurries);
  /** How many calls pass before the first refusal, and that refusal. */
  const passes = (actor: Actor, weighed: Weighed, most = 10_000) => {
    for (let count = 0; count < most; count += 1) {
      const refused = limits.gate(actor, weighed, 1);
      if (refused !== undefined) return { count, refused };
    }
    return { count: most, refused: undefined };
  };
  return { clock, hurries, limits, passes };
}

test('an installation has 5,000 calls an hour; GraphQL says so within a 200; another installation is not concerned', () => {
  const { clock, limits, passes } = setUp({ pointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity });
  const first = passes(tokenOf(1), read);
  expect(first).toMatchObject({ count: 5000, refused: { status: 403, headers: { 'x-ratelimit-remaining': '0' } } });
  expect(limits.headers(tokenOf(1), 'core')).toMatchObject({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-used': '5001',
  });
  expect(passes(tokenOf(1), settle).refused).toMatchObject({
    status: 200,
    body: { errors: [{ type: 'RATE_LIMITED' }] },
  });
  expect(limits.gate(tokenOf(2), read, 1)).toBeUndefined();
  clock.advance(3_600_001);
  expect(limits.gate(tokenOf(1), read, 1)).toBeUndefined();
});

test('80 contents a minute and 500 an hour', () => {
  const { clock, passes } = setUp();
  expect(passes(tokenOf(1), comment)).toMatchObject({ count: 80, refused: { headers: { 'retry-after': '60' } } });
  let sum = 80;
  for (let minute = 0; minute < 10; minute += 1) {
    clock.advance(60_001);
    sum += passes(tokenOf(1), comment, 79).count;
  }
  expect(sum).toBeLessThan(500);
});

test('900 points a minute and operation: 900 reads, 180 writes; GraphQL has 2,000 of its own', () => {
  const { passes } = setUp({ contentPerMinute: Infinity, contentPerHour: Infinity });
  expect(passes(tokenOf(1), read).count).toBe(900);
  expect(passes(tokenOf(1), comment).count).toBe(180);
  expect(passes(tokenOf(1), settle).count).toBe(400);
});

test('100 calls at once, and no more', () => {
  const { limits } = setUp();
  expect(limits.gate(tokenOf(1), read, 100)).toBeUndefined();
  expect(limits.gate(tokenOf(1), read, 101)).toMatchObject({ status: 403 });
});

test('writes within a second of each other are noted by installation', () => {
  const { clock, limits, hurries } = setUp();
  limits.gate(tokenOf(1), comment, 1);
  limits.gate(tokenOf(2), comment, 1);
  clock.advance(400);
  limits.gate(tokenOf(1), read, 1);
  limits.gate(tokenOf(1), settle, 1);
  clock.advance(1000);
  limits.gate(tokenOf(1), comment, 1);
  expect(hurries).toMatchObject([
    { installation: 1, operation: 'graphql:mutation', after: 'issues/create-comment', gapMs: 400 },
  ]);
});

test('over HTTP: an exhausted installation, a 304 that costs nothing, a token that expires with the clock', async () => {
  const { sandbox, token } = await openScene({ limits: { core: 6 } });
  const first = await call(sandbox, token, 'GET', PATH);
  const etag = first.headers.get('etag') ?? '';
  const again = await fetch(`${sandbox.url}/api/v3${PATH}`, {
    headers: { authorization: `Bearer ${token}`, 'if-none-match': etag },
  });
  expect([again.status, again.headers.get('x-ratelimit-used')]).toEqual([304, '1']);
  sandbox.exhaust('acme', 'core');
  expect((await call(sandbox, token, 'GET', PATH)).body.message).toMatch(
    /^API rate limit exceeded for installation ID/,
  );
  sandbox.exhaust('acme', 'graphql');
  const graphed = await graph(sandbox, token, '{ viewer { login } }');
  expect([graphed.status, graphed.body.errors[0].type]).toEqual([200, 'RATE_LIMITED']);
  sandbox.clock.advance(3_600_000);
  const expired = await call(sandbox, token, 'GET', PATH);
  expect([expired.status, expired.body.message]).toEqual([401, 'Bad credentials']);
  // By this header an App corrects the times of its JWT.
  const { status, headers } = await call(sandbox, jwt(sandbox), 'GET', '/app');
  expect(status).toBe(401);
  expect(Math.abs(Date.parse(headers.get('date') ?? '') - sandbox.clock.now())).toBeLessThan(10_000);
  expect(() => {
    sandbox.clock.advance(-1);
  }).toThrow('only goes forward');
  await sandbox.close();
});
