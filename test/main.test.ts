import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { dataDirectory, prepareDataDirectory, type TemporaryFolder } from './support/data-directory.ts';
import { listenOn } from './support/docker-registry.ts';
import { startGitHub, stubHead, type GitHubStub, type StubAnswer } from './support/github-stub.ts';

const secret = 'It’s a secret to everybody';
const main = join(import.meta.dirname, '../src/main.ts');
const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

const shellForm = 'FROM debian:12\nCMD node server.js\n';
const clean = 'FROM debian:12\nCMD ["node", "server.js"]\n';

let data: TemporaryFolder | undefined;
let github: GitHubStub | undefined;
let child: ChildProcess | undefined;

// Whole processes start here, each with its own PostgreSQL; a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });
beforeAll(prepareDataDirectory, 180_000);
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await github?.close();
  data?.[Symbol.dispose]();
  github = data = child = undefined;
});

interface Process {
  readonly child: ChildProcess;
  readonly address: Promise<string>;
  readonly exit: Promise<number | null>;
  readonly output: () => string;
}

/** `node src/main.ts`, as `npm start` does it, in a folder of its own. */
function run(env: Record<string, string>, cwd: string): Process {
  const started = spawn(process.execPath, [main], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  let output = '';
  started.stderr.on('data', (text) => (output += String(text)));
  const address = Promise.withResolvers<string>();
  createInterface(started.stdout).on('line', (line) => {
    output += `${line}\n`;
    const { msg, address: url } = JSON.parse(line) as { msg?: string; address?: string };
    if (msg === 'listening' && url !== undefined) address.resolve(url);
  });
  const exit = once(started, 'close').then(([code]) => code as number | null);
  void exit.then(() => {
    address.reject(new Error(`It ended:\n${output}`));
  });
  address.promise.catch(() => undefined); // Not every test waits for it.
  return { child: started, address: address.promise, exit, output: () => output };
}

async function serve(
  dockerfile: string,
  answers: Record<string, StubAnswer> = {},
  more: Record<string, string> = {},
): Promise<Process & { url: string }> {
  data = await dataDirectory();
  github = await startGitHub(dockerfile, answers);
  const app = run({ ...environment(), ...more }, data.path);
  const url = await app.address;
  return { ...app, url };
}

function environment(): Record<string, string> {
  return {
    ...{ APP_ID: '1', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: secret, PORT: '0', LOG_LEVEL: 'debug' },
    ...{ DATA_DIR: data?.path ?? '', GHE_HOST: github?.host ?? '127.0.0.1:9', GHE_PROTOCOL: 'http' },
  };
}

function deliver(url: string, more: { readonly signature?: string } = {}): Promise<Response> {
  const body = JSON.stringify({
    action: 'opened',
    number: 7,
    pull_request: { number: 7, title: 'words of the payload', head: { sha: stubHead } },
    repository: { name: 'shop', full_name: 'acme/shop', owner: { login: 'acme' } },
    installation: { id: 12 },
  });
  const signature = more.signature ?? createHmac('sha256', secret).update(body).digest('hex');
  return fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
  });
}

const token = 'POST /app/installations/12/access_tokens';
const files = 'GET /repos/acme/shop/pulls/7/files';
const reviews = 'POST /repos/acme/shop/pulls/7/reviews';
const checks = 'POST /repos/acme/shop/check-runs';

describe('the server', () => {
  test('reviews a pull request in four calls, logs no secret, and ends on SIGTERM', async () => {
    const app = await serve(shellForm);
    expect(app.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${app.url}/ready`)).status).toBe(200);
    expect((await deliver(app.url)).status).toBe(200);

    const check = await github?.called(checks);
    expect(github?.calls.map(({ route }) => route)).toEqual([token, files, 'POST /graphql', reviews, checks]);
    expect(github?.calls[0]?.body).toMatchObject({ repositories: ['shop'] });
    expect(github?.calls.slice(1).every(({ authorization }) => authorization?.includes('ghs_stub'))).toBe(true);
    const review = github?.calls[3]?.body as { comments: { path: string; line: number; body: string }[] };
    expect(review.comments).toMatchObject([{ path: 'Dockerfile', line: 2 }]);
    expect(review.comments[0]?.body).toContain('```suggestion\nCMD ["node", "server.js"]\n```');
    expect(check?.body).toMatchObject({ name: 'dockerfile-review', head_sha: stubHead, status: 'completed' });

    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('dockerfile_review_webhooks_total{outcome="accepted"} 1');
    expect(metrics).toContain(`route="GET /repos/{owner}/{repo}/pulls/{id}/files",status="200"} 1`);

    app.child.kill('SIGTERM');
    expect(await app.exit).toBe(0);
    expect(app.output()).toContain('"msg":"stopped"');
    expect(app.output()).not.toMatch(/ghs_stub|PRIVATE KEY|words of the payload|It’s a secret/);
  });

  test('says nothing in a review of a clean Dockerfile: three calls', async () => {
    const app = await serve(clean);
    await deliver(app.url);
    expect((await github?.called(checks))?.body).toMatchObject({ conclusion: 'success' });
    expect(github?.calls.map(({ route }) => route)).toEqual([token, files, 'POST /graphql', checks]);
  });

  test('asks a registry that it may ask about the base image', async () => {
    const asked: string[] = [];
    const config = JSON.stringify({ os: 'linux', config: { Entrypoint: ['/usr/bin/server'] } });
    const digest = `sha256:${createHash('sha256').update(config).digest('hex')}`;
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = JSON.stringify({ mediaType, config: { digest, size: config.length }, layers: [] });
    await using registry = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end(request.url === '/v2/team/base/manifests/1' ? manifest : config);
    });
    const origin = await listenOn(registry);
    const dockerfile = `FROM ${new URL(origin).host}/team/base:1\nCMD ["--port", "80"]\n`;
    const app = await serve(dockerfile, {}, { REGISTRY_HOSTS: origin });
    await deliver(app.url);
    const { body } = (await github?.called(checks)) as { body: { output: { summary: string } } };
    expect(body.output.summary).toContain('`["/usr/bin/server", "--port", "80"]`');
    expect(asked).toEqual(['/v2/team/base/manifests/1', `/v2/team/base/blobs/${digest}`]);
  });

  test('needs two calls when no Dockerfile changed', async () => {
    const readme = [{ filename: 'README.md', status: 'added', sha: 'c'.repeat(40), patch: '@@ -0,0 +1 @@\n+x' }];
    const app = await serve(clean, { [files]: { body: readme } });
    await deliver(app.url);
    expect((await github?.called(checks))?.body).toMatchObject({ conclusion: 'success', head_sha: stubHead });
    expect(github?.calls.map(({ route }) => route)).toEqual([token, files, checks]);
  });

  test('tells the pull request when it gave up, with GitHub’s words and request id', async () => {
    const forbidden = { status: 403, body: { message: 'Resource not accessible by integration' } };
    const app = await serve(shellForm, { [files]: forbidden });
    await deliver(app.url);
    const { body } = (await github?.called(checks)) as { body: { conclusion: string; output: { summary: string } } };
    expect(body.conclusion).toBe('failure');
    expect(body.output.summary).toMatch(/answered 403: Resource not accessible.*GitHub request STUB:1/);
    expect(github?.calls.filter(({ route }) => route === files)).toHaveLength(1);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toContain('dockerfile_review_job_seconds_count{outcome="failed"} 1');
    expect(app.output()).toContain('"msg":"a job was given up"');
  });

  test('takes a webhook that the secret before the present one signed', async () => {
    const app = await serve(clean, {}, { WEBHOOK_SECRET: 'a new secret', WEBHOOK_SECRET_OLD: secret });
    expect((await deliver(app.url)).status).toBe(200);
    expect((await github?.called(checks))?.body).toMatchObject({ conclusion: 'success' });
    expect((await deliver(app.url, { signature: '0'.repeat(64) })).status).toBe(400);
  });

  test('asks GitHub nothing for a webhook with a wrong signature, and goes on', async () => {
    const app = await serve(clean);
    expect((await deliver(app.url, { signature: '0'.repeat(64) })).status).toBe(400);
    expect((await fetch(`${app.url}/live`)).status).toBe(200);
    expect(github?.calls).toEqual([]);
  });
});

describe('it refuses to start', () => {
  test('without a webhook secret, and says so', async () => {
    data = await dataDirectory();
    const app = run({ ...environment(), WEBHOOK_SECRET: '' }, data.path);
    expect(await app.exit).toBe(1);
    expect(app.output()).toMatch(/WEBHOOK_SECRET is missing/);
    expect(app.output()).not.toContain('listening');
  });

  test('on a data directory in use', async () => {
    const first = await serve(clean);
    const app = run(environment(), data?.path ?? '');
    expect(await app.exit).toBe(1);
    expect(app.output()).toMatch(/is in use by another process/);
    first.child.kill('SIGKILL');
    await first.exit;
  });
});

test('.env fills in what the environment does not say, and overrides none of it', async () => {
  data = await dataDirectory();
  writeFileSync(join(data.path, '.env'), 'WEBHOOK_SECRET=from-the-file\nLOG_LEVEL=loud\n');
  const { WEBHOOK_SECRET: _, ...without } = environment();
  const app = run(without, data.path);
  await app.address;
  expect((await deliver(await app.address)).status).toBe(400);
  app.child.kill('SIGTERM');
  expect(await app.exit).toBe(0);
});
