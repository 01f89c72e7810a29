import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeMiddleware, Probot } from 'probot';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createApp, events } from '../src/app.ts';
import type { Job } from '../src/jobs/job.ts';
import { listen, webhookPath, type HttpServer } from '../src/server/http.ts';
import { createLog } from '../src/server/log.ts';

const secret = 'It’s a secret to everybody';
const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

interface Started {
  readonly jobs: Job[];
  readonly log: () => string;
  readonly deliver: (payload: object, more?: { event?: string; headers?: Record<string, string> }) => Promise<Response>;
}

/** The App behind Probot and our server, the queue replaced by a list. */
async function start(enqueue?: (job: Job) => Promise<void>): Promise<Started> {
  const jobs: Job[] = [];
  let written = '';
  const log = createLog('debug', { write: (line) => (written += line) });
  const app = createApp(enqueue ?? ((job) => Promise.resolve(void jobs.push(job))));
  const probot = new Probot({ appId: 1, privateKey, secret, log, baseUrl: 'http://127.0.0.1:9/api/v3' });
  server = await listen('127.0.0.1', 0, {
    webhooks: await createNodeMiddleware(app, { probot }),
    ready: () => Promise.resolve(),
    metrics: { webhook: () => undefined, text: () => Promise.resolve(''), contentType: 'text/plain' },
    onError: (error) => {
      throw error as Error;
    },
  });
  const { address } = server;
  const deliver: Started['deliver'] = (payload, { event = 'pull_request', headers = {} } = {}) => {
    const body = JSON.stringify(payload);
    return fetch(`${address}${webhookPath}`, { method: 'POST', body, headers: { ...signed(body, event), ...headers } });
  };
  return { jobs, log: () => written, deliver };
}

function signed(body: string, event: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}

function payload(action: string, more: object = {}): object {
  return {
    action,
    number: 7,
    pull_request: { number: 7, head: { sha: 'a1' }, title: 'words of the payload' },
    repository: { id: 3, name: 'shop', full_name: 'acme/shop', owner: { login: 'acme' } },
    installation: { id: 12 },
    ...more,
  };
}

describe('a pull request event', () => {
  test.each(['opened', 'reopened', 'synchronize', 'ready_for_review'])('%s becomes a job', async (action) => {
    const { jobs, deliver } = await start();
    const response = await deliver(payload(action), { headers: { 'x-github-delivery': 'd-1' } });
    expect(response.status).toBe(200);
    expect(jobs).toEqual([
      {
        kind: 'review-pull-request',
        installationId: 12,
        repository: { owner: 'acme', name: 'shop', id: 3 },
        number: 7,
        headSha: 'a1',
        delivery: 'd-1',
      },
    ]);
  });

  test('edited becomes a job when the base branch changed, else not', async () => {
    const { jobs, deliver } = await start();
    await deliver(payload('edited', { changes: { title: { from: 'x' } } }));
    expect(jobs).toEqual([]);
    await deliver(payload('edited', { changes: { base: { ref: { from: 'main' }, sha: { from: 'b0' } } } }));
    expect(jobs).toHaveLength(1);
  });

  test('without an installation, of another action or kind, is answered 200 and ignored', async () => {
    const { jobs, deliver } = await start();
    const responses = [
      await deliver(payload('opened', { installation: undefined })),
      await deliver(payload('closed')),
      await deliver(payload('created'), { event: 'issue_comment' }),
      await deliver(payload('whatever'), { event: 'no_such_event' }),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(jobs).toEqual([]);
  });

  test('is answered only when its job is stored', async () => {
    const stored = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    const { deliver } = await start(() => {
      asked.resolve(undefined);
      return stored.promise;
    });
    let answered = false;
    const response = deliver(payload('opened')).then((answer) => {
      answered = true;
      return answer;
    });
    await asked.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    stored.resolve(undefined);
    expect((await response).status).toBe(200);
  });

  test('whose job cannot be stored is answered 503, without a word of our error', async () => {
    const { deliver, log } = await start(() => Promise.reject(new Error('password of the database: hunter2')));
    const response = await deliver(payload('opened'));
    expect(response.status).toBe(503);
    const body = await response.text();
    expect(body).toContain('could not be stored');
    expect(body).not.toMatch(/hunter2/);
    expect(log()).toContain('hunter2');
  });
});

test('a merge group becomes a job for its own commit', async () => {
  const { jobs, deliver } = await start();
  const group = { head_sha: 'c1', head_ref: 'refs/heads/gh-readonly-queue/main/pr-7-b0', base_sha: 'b0' };
  await deliver(payload('checks_requested', { merge_group: group, pull_request: undefined }), { event: 'merge_group' });
  expect(jobs).toMatchObject([{ kind: 'answer-merge-group', installationId: 12, headSha: 'c1' }]);
});

describe('bad input', () => {
  test('with a wrong signature is refused with 400, makes no job, and its payload is not logged', async () => {
    const { jobs, deliver, log } = await start();
    const response = await deliver(payload('opened'), {
      headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
    });
    expect(response.status).toBe(400);
    expect(jobs).toEqual([]);
    expect(log()).toContain('signature does not match');
    expect(log()).not.toContain('words of the payload');
  });

  test('that is no JSON, form-encoded, or lacks a header, is refused; the server goes on', async () => {
    const { jobs, deliver } = await start();
    const body = '{"action": "opened", ';
    const malformed = await fetch(`${server?.address ?? ''}${webhookPath}`, {
      method: 'POST',
      body,
      headers: signed(body, 'pull_request'),
    });
    expect([malformed.status, await malformed.text()]).toEqual([400, expect.stringContaining('Invalid JSON')]);
    const form = await deliver(payload('opened'), { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(form.status).toBe(415);
    const bare = await fetch(`${server?.address ?? ''}${webhookPath}`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(bare.status).toBe(400);
    expect((await deliver(payload('opened'))).status).toBe(200);
    expect(jobs).toHaveLength(1);
  });

  test('a valid payload of the wrong shape is a 500 that tells nothing', async () => {
    const { jobs, deliver } = await start();
    const response = await deliver({ action: 'opened', installation: { id: 1 } });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/\.ts|node_modules/);
    expect(jobs).toEqual([]);
  });
});

test('app.yml subscribes to the events that have handlers, and to no other', () => {
  const manifest = parse(readFileSync(join(import.meta.dirname, '../app.yml'), 'utf8')) as {
    readonly default_events: readonly string[];
    readonly default_permissions: Readonly<Record<string, string>>;
    readonly hook_attributes: { readonly url: string };
  };
  const handled = new Set(events.map((event) => event.split('.')[0]));
  expect([...manifest.default_events].sort()).toEqual([...handled].sort());
  expect(new URL(manifest.hook_attributes.url).pathname).toBe(webhookPath);
  expect(manifest.default_permissions).toEqual({
    metadata: 'read',
    contents: 'read',
    pull_requests: 'write',
    checks: 'write',
    merge_queues: 'read',
  });
});
