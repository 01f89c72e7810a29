import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRouter } from '../../src/sandbox/router.ts';
import { loadContract } from '../../src/sandbox/validate.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { call, jwt, openScene, PATH, REPO, type Scene } from './client.ts';

describe('the router', () => {
  const route = createRouter(loadContract().operations);
  test.each<[method: string, path: string, operation: string | undefined, parameters: object]>([
    ['GET', '/repos/o/r/contents/a/b%2Fc.txt', 'repos/get-content', { path: 'a/b/c.txt' }],
    ['GET', '/repos/o/r/contents/a%2Fb%20c', 'repos/get-content', { path: 'a/b c' }],
    ['GET', '/repos/o/r/commits/feature/x/check-runs', 'checks/list-for-ref', { ref: 'feature/x' }],
    ['GET', '/repos/o/r/commits/feature%2Fx', 'repos/get-commit', { ref: 'feature/x' }],
    ['GET', '/repos/o/r/git/ref/heads/a/b', 'git/get-ref', { ref: 'heads/a/b' }],
    ['GET', '/repos/o/r/compare/main...a/b', 'repos/compare-commits-with-basehead', { basehead: 'main...a/b' }],
    ['GET', '/repos/o/r/pulls/comments/5', 'pulls/get-review-comment', { comment_id: '5' }],
    ['GET', '/repos/o/r/pulls/5/comments', 'pulls/list-review-comments', { pull_number: '5' }],
    ['GET', '/repos/o/r/pulls/five', undefined, {}],
    ['PATCH', '/repos/o/r/pulls/5/files', undefined, {}],
    ['GET', '/repos/o/r/contents/%E0%A4%A', undefined, {}],
    ['GET', '/nowhere', undefined, {}],
  ])('%s %s', (method, path, operation, parameters) => {
    const found = route(method, path);
    expect(found?.operation.id).toBe(operation);
    expect(found?.parameters ?? {}).toMatchObject(parameters);
  });
});

describe('answers', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
    const files = Array.from(
      { length: 35 },
      (_, index) => [`many/${String(index).padStart(2, '0')}.txt`, 'x\n'] as const,
    );
    await scene.sandbox.push({
      ...REPO,
      branch: 'change',
      files: [
        ...files.map(([path, content]) => ({ path, content })),
        { path: 'deep/er/file.txt', content: 'hello\n' },
        { path: 'deep/link', content: 'er/file.txt', mode: '120000' },
        { path: 'deep/away', content: '/etc/passwd', mode: '120000' },
        { path: 'large.bin', content: Buffer.alloc(1024 * 1024 + 1) },
      ],
    });
  });
  afterAll(() => scene.sandbox.close());
  const get = (path: string): ReturnType<typeof call> => call(scene.sandbox, scene.token, 'GET', path);

  test('files come 30 a page, 100 at most, with links between the pages', async () => {
    const first = await get(`${PATH}/pulls/1/files`);
    expect(first.body).toHaveLength(30);
    const link = first.headers.get('link') ?? '';
    expect(link).toMatch(/files\?page=2>; rel="next", <[^>]*page=2>; rel="last"$/);
    const next = /<([^>]+)>; rel="next"/.exec(link)![1]!;
    const second = await get(next.slice(`${scene.sandbox.url}/api/v3`.length));
    expect(second.body).toHaveLength(11);
    expect(second.headers.get('link')).toMatch(/page=1>; rel="prev", <[^>]*page=1>; rel="first"$/);
    const all = await get(`${PATH}/pulls/1/files?per_page=500`);
    expect(all.headers.get('link')).toBeNull();
    expect(all.body).toEqual([...first.body, ...second.body]);
    expect(all.body).toContainEqual(expect.objectContaining({ filename: 'Dockerfile', status: 'added', additions: 3 }));
    const large = (all.body as { filename: string }[]).find((file) => file.filename === 'large.bin');
    expect(large).toMatchObject({ status: 'added', changes: 0 });
    expect(large).not.toHaveProperty('patch');
  });

  test('contents: files, folders, links and what is too large', async () => {
    const at = '?ref=change';
    const file = await get(`${PATH}/contents/deep%2Fer%2Ffile.txt${at}`);
    expect(Buffer.from(file.body.content as string, 'base64').toString()).toBe('hello\n');
    expect((await get(`${PATH}/contents/deep/link${at}`)).body).toMatchObject({
      type: 'file',
      path: 'deep/link',
      size: 6,
    });
    expect((await get(`${PATH}/contents/deep/away${at}`)).body).toMatchObject({
      type: 'symlink',
      target: '/etc/passwd',
    });
    const kinds = (await get(`${PATH}/contents/deep${at}`)).body as { name: string; type: string; size: number }[];
    expect(kinds.map(({ name, type, size }) => [name, type, size])).toEqual([
      ['away', 'symlink', 11],
      ['er', 'dir', 0],
      ['link', 'symlink', 11],
    ]);
    expect((await get(`${PATH}/contents/large.bin${at}`)).body).toMatchObject({ encoding: 'none', content: '' });
    expect((await get(`${PATH}/contents/nothing${at}`)).status).toBe(404);
    expect((await get(`${PATH}/contents/README.md?ref=nowhere`)).body.message).toBe(
      'No commit found for the ref nowhere',
    );
    const headers = { authorization: `token ${scene.token}`, accept: 'application/vnd.github.raw+json' };
    const raw = await fetch(`${scene.sandbox.url}/api/v3${PATH}/contents/README.md`, { headers });
    expect(await raw.text()).toBe('hello\n');
  });

  test('blobs and trees, where any value of `recursive` counts', async () => {
    const tree = (await get(`${PATH}/git/trees/change`)).body;
    const deep = (tree.tree as { path: string; sha: string }[]).find((entry) => entry.path === 'deep');
    expect(deep).toMatchObject({ mode: '040000', type: 'tree' });
    const all = (await get(`${PATH}/git/trees/${String(tree.sha)}?recursive=0`)).body;
    const file = (all.tree as { path: string; sha: string }[]).find((entry) => entry.path === 'deep/er/file.txt');
    expect(file).toMatchObject({ mode: '100644', type: 'blob', size: 6 });
    expect((await get(`${PATH}/git/blobs/${file!.sha}`)).body).toMatchObject({ content: 'aGVsbG8K\n', size: 6 });
    expect((await get(`${PATH}/git/blobs/${'0'.repeat(40)}`)).status).toBe(404);
    expect((await get(`${PATH}/git/blobs/${deep!.sha}`)).status).toBe(404);
    expect(all.truncated).toBe(false);
  });

  test('a pull request with its counts, and lists by state', async () => {
    const pull = (await get(`${PATH}/pulls/1`)).body;
    expect(pull).toMatchObject({ commits: 2, changed_files: 41, mergeable_state: 'unknown', base: { ref: 'main' } });
    expect((await get(`${PATH}/pulls?state=closed`)).body).toEqual([]);
    expect((await get(`${PATH}/pulls?head=acme:change`)).body).toMatchObject([{ number: 1 }]);
    expect((await get(`${PATH}/pulls/2`)).status).toBe(404);
  });

  test('comments in the conversation', async () => {
    const comments = `${PATH}/issues/1/comments`;
    const { body } = await call(scene.sandbox, scene.token, 'POST', comments, { body: 'One.' });
    const edit = await call(scene.sandbox, scene.token, 'PATCH', `${PATH}/issues/comments/${String(body.id)}`, {
      body: 'Two.',
    });
    expect([edit.status, edit.body.body]).toEqual([200, 'Two.']);
    expect((await get(comments)).body).toMatchObject([{ body: 'Two.' }]);
    const empty = await call(scene.sandbox, scene.token, 'POST', comments, { body: ' ' });
    expect([empty.status, empty.body.errors[0].code]).toEqual([422, 'missing_field']);
    const long = await call(scene.sandbox, scene.token, 'POST', comments, { body: 'x'.repeat(65_537) });
    expect(long.body.errors).toEqual([
      {
        resource: 'IssueComment',
        code: 'custom',
        field: 'body',
        message: 'body is too long (maximum is 65536 characters)',
      },
    ]);
  });

  test('every answer says the limits, and every call is logged', async () => {
    const before = scene.sandbox.requests.length;
    const { headers } = await get(`${PATH}/pulls/1?`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-ratelimit-limit': '5000',
      'x-ratelimit-resource': 'core',
      'x-github-api-version-selected': '2022-11-28',
      'x-github-request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
    });
    const remaining = Number(headers.get('x-ratelimit-remaining'));
    expect((await get(`${PATH}/nothing`)).headers.get('x-ratelimit-limit')).toBe('5000');
    expect(Number((await get(PATH)).headers.get('x-ratelimit-remaining'))).toBeLessThan(remaining);
    expect(
      scene.sandbox.requests.slice(before).map(({ method, operation, status }) => [method, operation, status]),
    ).toEqual([
      ['GET', 'pulls/get', 200],
      ['GET', undefined, 404],
      ['GET', 'repos/get', 200],
    ]);
  });
});

describe('the contract', () => {
  test('a request that GitHub does not describe is refused and kept', async () => {
    const { sandbox, token } = await openScene();
    const body = { event: 'COMMENT', comments: [{ path: 'Dockerfile', body: 'x', start_lien: 3 }] };
    const reply = await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, body);
    expect([reply.status, reply.body.message]).toEqual([
      422,
      'Invalid request.\n\nFor \'comments/0\', "start_lien" is not a permitted key.',
    ]);
    expect((await call(sandbox, token, 'GET', `${PATH}/pulls?stat=open`)).status).toBe(422);
    expect((await call(sandbox, token, 'GET', `${PATH}/pulls?per_page=x`)).status).toBe(422);
    expect((await call(sandbox, token, 'POST', `${PATH}/check-runs`)).status).toBe(422);
    expect((await call(sandbox, token, 'POST', `${PATH}/check-runs`, '{')).body.message).toBe('Problems parsing JSON');
    expect((await call(sandbox, token, 'POST', `${PATH}/check-runs`, '[]')).body.message).toBe(
      'Body should be a JSON object',
    );
    expect(sandbox.violations.map(({ kind, operation }) => [kind, operation])).toEqual([
      ['request', 'pulls/create-review'],
      ['request', 'pulls/list'],
      ['request', 'pulls/list'],
      ['request', 'checks/create'],
    ]);
    await sandbox.close();
  });

  test('what the sandbox lacks is 404, said aloud and kept', async () => {
    const said: string[] = [];
    const { sandbox, token } = await openScene({ log: (message) => said.push(message) });
    expect((await call(sandbox, token, 'GET', `${PATH}/languages`)).status).toBe(404);
    expect((await call(sandbox, token, 'GET', '/nowhere')).status).toBe(404);
    expect(sandbox.violations).toMatchObject([
      { kind: 'unsupported', operation: 'repos/list-languages' },
      { kind: 'unsupported', operation: 'GET /nowhere' },
    ]);
    expect(said).toHaveLength(2);
    await sandbox.close();
  });

  test('an answer of its own that GitHub would not give is a 500 with its reason', async () => {
    const { sandbox, token } = await openScene();
    const pull = sandbox.state.repositories.get('acme/services')!.pulls.get(1)!;
    Object.assign(pull, { title: 5 });
    const reply = await call(sandbox, token, 'GET', `${PATH}/pulls/1`);
    expect(reply.status).toBe(500);
    expect(reply.body.message).toMatch(
      /SandboxBug: .*pulls\/get is not GitHub's: For 'title', 5 is not of type string/,
    );
    expect(sandbox.violations).toMatchObject([{ kind: 'sandbox', operation: `GET /api/v3${PATH}/pulls/1` }]);
    await expect(sandbox.setPullRequest(REPO, 1, { draft: true })).rejects.toThrow(
      /pull_request.converted_to_draft is not/,
    );
    await sandbox.close();
  });

  test('error shapes are held against the description as well', () => {
    const contract = loadContract();
    const review = contract.operations.find((one) => one.id === 'pulls/create-review')!;
    const base = { message: 'x', documentation_url: 'y' };
    expect(contract.checkAnswer(review, 422, { ...base, errors: ['a'] })).toEqual([]);
    expect(contract.checkAnswer(review, 422, { ...base, errors: [{ code: 'custom' }] })).not.toEqual([]);
    expect(contract.checkAnswer(review, 201, {})).toEqual(['pulls/create-review does not answer 201.']);
    expect(contract.checkWebhook('pull_request', 'exploded', {})).toEqual([
      'The webhook pull-request-exploded is not described.',
    ]);
  });
});

test('a hook may answer in GitHub’s place', async () => {
  const seen: string[] = [];
  const sandbox = await startSandbox({
    beforeRequest(request) {
      seen.push(`${request.method} ${request.url}`);
      return request.url.endsWith('/app') ? { status: 502, body: { message: 'Bad Gateway' } } : undefined;
    },
  });
  expect((await call(sandbox, jwt(sandbox), 'GET', '/app')).status).toBe(502);
  expect((await call(sandbox, jwt(sandbox), 'GET', '/app/installations')).body).toEqual([]);
  expect(seen).toEqual(['GET /api/v3/app', 'GET /api/v3/app/installations']);
  await sandbox.close();
});
