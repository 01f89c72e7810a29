import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, graph, jwt, openScene, PATH, REPO, type Scene } from './client.ts';

let scene: Scene;
let now = Date.now();
beforeAll(async () => {
  scene = await openScene({ clock: () => now });
  await scene.sandbox.addRepository({ owner: 'acme', name: 'secret', private: true, files: { a: 'a\n' } });
  await scene.sandbox.addRepository({ owner: 'other', name: 'public', installed: false, files: { a: 'a\n' } });
});
afterAll(() => scene.sandbox.close());

describe('the App’s JWT', () => {
  test('opens /app, and says who it is', async () => {
    const { status, body } = await call(scene.sandbox, jwt(scene.sandbox), 'GET', '/app');
    expect([status, body.id, body.slug]).toEqual([200, scene.sandbox.app.id, 'dockerfile-review']);
  });

  const seconds = Math.floor(now / 1000);
  test.each<[why: string, claims: object, status: number, message: RegExp]>([
    ['lives too long', { exp: seconds + 900 }, 401, /'exp'\) is too far in the future/],
    ['has expired', { iat: seconds - 900, exp: seconds - 300 }, 401, /must be a numeric value/],
    ['is of the future', { iat: seconds + 300, exp: seconds + 800 }, 401, /'Issued at' claim/],
    ['has no iat', { iat: undefined }, 401, /'Issued at' claim/],
    ['names another App', { iss: 4 }, 404, /Integration not found/],
  ])('is refused when it %s', async (_why, claims, status, message) => {
    const reply = await call(scene.sandbox, jwt(scene.sandbox, claims), 'GET', '/app');
    expect(reply.status).toBe(status);
    expect(reply.body.message).toMatch(message);
  });

  test('is refused when another key signed it, or none', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs1',
      format: 'pem',
    });
    for (const token of [jwt(scene.sandbox, {}, other.toString()), jwt(scene.sandbox, {}, undefined, 'none')]) {
      const reply = await call(scene.sandbox, token, 'GET', '/app');
      expect([reply.status, reply.body.message]).toEqual([401, 'A JSON web token could not be decoded']);
    }
  });

  test('opens no repository, and a token opens no /app', async () => {
    expect((await call(scene.sandbox, jwt(scene.sandbox), 'GET', PATH)).status).toBe(401);
    expect((await call(scene.sandbox, scene.token, 'GET', '/app')).status).toBe(401);
    expect((await graph(scene.sandbox, jwt(scene.sandbox), '{viewer{login}}')).status).toBe(401);
  });
});

describe('an installation’s token', () => {
  async function mint(body?: object): Promise<{ status: number; token: string; body: Record<string, unknown> }> {
    const id = scene.sandbox.installationId('acme');
    const reply = await call(scene.sandbox, jwt(scene.sandbox), 'POST', `/app/installations/${id}/access_tokens`, body);
    return { status: reply.status, token: String(reply.body.token), body: reply.body };
  }

  test('is long, has dots, and holds what it was asked to', async () => {
    const { status, token, body } = await mint({ repositories: ['services'], permissions: { pull_requests: 'read' } });
    expect(status).toBe(201);
    expect(token).toMatch(/^ghs_\d+_[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(token.length).toBeGreaterThan(480);
    expect(body).toMatchObject({ repositories: [{ name: 'services' }], permissions: { pull_requests: 'read' } });
  });

  test('cannot be wider than the installation', async () => {
    expect((await mint({ permissions: { administration: 'write' } })).status).toBe(422);
    expect((await mint({ repositories: ['public'] })).status).toBe(422);
  });

  test('is refused with the permissions that would do', async () => {
    const { token } = await mint({ permissions: { pull_requests: 'read' } });
    const review = await call(scene.sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, { event: 'COMMENT', body: 'x' });
    expect([review.status, review.body.message]).toEqual([403, 'Resource not accessible by integration']);
    expect(review.headers.get('x-accepted-github-permissions')).toBe('pull_requests=write');
    const comment = await call(scene.sandbox, token, 'POST', `${PATH}/issues/1/comments`, { body: 'x' });
    expect(comment.headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write');
    expect((await call(scene.sandbox, token, 'GET', `${PATH}/pulls/1`)).status).toBe(200);
  });

  test('does not see private repositories outside its scope, reads public ones, and writes to none of them', async () => {
    const { token } = await mint({ repositories: ['services'] });
    expect((await call(scene.sandbox, token, 'GET', '/repos/acme/secret')).status).toBe(404);
    expect((await call(scene.sandbox, token, 'GET', '/repos/acme/nowhere')).status).toBe(404);
    expect((await call(scene.sandbox, token, 'GET', '/repos/other/public/contents/a')).status).toBe(200);
    const run = { name: 'x', head_sha: 'a'.repeat(40) };
    expect((await call(scene.sandbox, token, 'POST', '/repos/other/public/check-runs', run)).status).toBe(403);
    const query =
      '{ a: repository(owner: "acme", name: "secret") { id } b: repository(owner: "acme", name: "services") { name } }';
    const { body } = await graph(scene.sandbox, token, query);
    expect(body.data).toEqual({ a: null, b: { name: 'services' } });
    expect(body.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['a'] }]);
  });

  test('lives for an hour', async () => {
    const { token } = await mint();
    now += 3_599_000;
    expect((await call(scene.sandbox, token, 'GET', PATH)).status).toBe(200);
    now += 2_000;
    const reply = await call(scene.sandbox, token, 'GET', PATH);
    expect([reply.status, reply.body.message]).toEqual([401, 'Bad credentials']);
    now = Date.now();
  });

  test('is unknown, or absent', async () => {
    expect((await call(scene.sandbox, 'ghs_nothing', 'GET', PATH)).body.message).toBe('Bad credentials');
    const reply = await fetch(`${scene.sandbox.url}/api/v3${PATH}`);
    expect([reply.status, await reply.json()]).toMatchObject([401, { message: 'Requires authentication' }]);
  });

  test('of a suspended installation is not to be had', async () => {
    const installation = [...scene.sandbox.state.installations.values()].find(
      (one) => one.account.login === REPO.owner,
    )!;
    installation.suspendedAt = now;
    const { status, body } = await mint();
    expect([status, body['message']]).toEqual([403, 'This installation has been suspended']);
    installation.suspendedAt = null;
  });
});
