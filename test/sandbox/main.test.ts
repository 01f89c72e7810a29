import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receive } from './client.ts';

interface Told {
  readonly url: string;
  readonly appId: number;
  readonly slug: string;
  readonly privateKeyPath: string;
  readonly webhookSecret: string;
}

let child: ChildProcess;
let told: Told;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-main-'));
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  const commit = (message: string): void => {
    git('add', '.');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', message);
  };
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:24\n');
  commit('Begin');
  git('checkout', '--quiet', '-b', 'feature/start');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:24\nCMD npm start\n');
  commit('Start the service');
  const args = ['src/sandbox/main.ts', '--with-parent'];
  child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await Promise.all([createInterface(child.stdout!)[Symbol.asyncIterator]().next()])).map(
    (one) => one.value,
  );
  told = JSON.parse(String(line)) as Told;
});
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function post(path: string, body: object, headers: object = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(`${told.url}${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

test('the process opens a pull request of a local repository, tells the App, and serves what the page needs', async () => {
  expect(readFileSync(told.privateKeyPath, 'utf8')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
  expect(statSync(told.privateKeyPath).mode & 0o077).toBe(0);
  const receiver = await receive();
  expect((await post('/sandbox/webhook', { url: receiver.url, secret: told.webhookSecret })).status).toBe(204);
  const opened = await post('/sandbox/pulls', { path: folder, base: 'main', head: 'feature/start' });
  const pull = (await opened.json()) as { owner: string; name: string; number: number; headSha: string; page: string };
  expect(pull).toMatchObject({ owner: 'acme', name: 'services', number: 1 });
  expect(pull.headSha).toBe(execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim());
  expect(pull.page).toBe(`${told.url}/acme/services/pull/1`);
  const happened = await fetch(`${told.url}/sandbox/wait?name=webhook.delivered&timeout=10000`);
  expect(happened.status).toBe(200);
  const view = await (await fetch(`${told.url}/sandbox/api/repos/acme/services/pulls/1`)).json();
  expect(view).toMatchObject({
    title: 'Start the service',
    base: { branch: 'main' },
    head: { branch: 'feature/start', sha: pull.headSha },
    files: [
      {
        path: 'Dockerfile',
        hunks: [{ lines: [{ type: 'context' }, { type: 'added', new: 2, text: 'CMD npm start' }] }],
      },
    ],
    timeline: [{ kind: 'commit', title: 'Start the service' }],
  });
  const state = (await (await fetch(`${told.url}/sandbox/state`)).json()) as object;
  expect(state).toMatchObject({ app: { id: told.appId }, violations: [], installations: [{ account: 'acme' }] });
  await receiver.close();
});

test('a person’s mistakes are answers', async () => {
  const refused = await post('/sandbox/pulls', { path: folder, base: 'main' });
  expect([refused.status, await refused.json()]).toEqual([422, { message: '"head" is missing.' }]);
  const unknown = await post('/sandbox/pulls', { path: folder, base: 'main', head: 'nowhere' });
  expect([unknown.status, await unknown.json()]).toMatchObject([422, { message: expect.stringMatching(/nowhere/) }]);
  expect((await post('/sandbox/webhook', { url: 'no address', secret: 'x' })).status).toBe(422);
  expect((await post('/sandbox/nothing', {})).status).toBe(404);
  expect((await post('/sandbox/api/repos/acme/services/pulls/1/comments/5/apply', {})).status).toBe(422);
});

test('another site’s page may ask nothing', async () => {
  const reply = await post(
    '/sandbox/api/repos/acme/services/pulls/1/comments',
    { body: 'x' },
    { origin: 'https://example.com' },
  );
  expect(reply.status).toBe(403);
  const own = await post('/sandbox/api/repos/acme/services/pulls/1/comments', { body: 'x' }, { origin: told.url });
  expect(own.status).toBe(201);
});

test('it ends with its parent, and leaves no key behind', async () => {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  expect(await ended).toBe(0);
  expect(existsSync(told.privateKeyPath)).toBe(false);
});
