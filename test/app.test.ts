import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeMiddleware, Probot } from 'probot';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createApp, events, type Sink } from '../src/app.ts';
import type { Job } from '../src/jobs/job.ts';
import { listen, webhookPath, type HttpServer } from '../src/server/http.ts';
import { createLog } from '../src/server/log.ts';

const appId = 11;
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
  readonly forgotten: string[];
  readonly log: () => string;
  readonly deliver: (payload: object, more?: { event?: string; headers?: Record<string, string> }) => Promise<Response>;
}

/** The App behind Probot and our server, the queue replaced by a list. */
async function start(enqueue?: (job: Job) => Promise<void>): Promise<Started> {
  const jobs: Job[] = [];
  const forgotten: string[] = [];
  let written = '';
  const log = createLog('debug', { write: (line) => (written += line) });
  const sink: Sink = {
    enqueue: enqueue ?? ((job) => Promise.resolve(void jobs.push(job))),
    forget: ({ owner, name }, number) => Promise.resolve(void forgotten.push(`${owner}/${name}#${number}`)),
  };
  const app = createApp(sink, appId);
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
  return { jobs, forgotten, log: () => written, deliver };
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
      await deliver(payload('labeled')),
      await deliver(payload('deleted'), { event: 'issue_comment' }),
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

test('a closed pull request makes no job, and what waits for it is dropped', async () => {
  const { jobs, forgotten, deliver } = await start();
  await deliver(payload('closed'));
  expect([jobs, forgotten]).toEqual([[], ['acme/shop#7']]);
});

const mina = { login: 'mina-k', id: 9, type: 'User' };
const bot = { login: 'dockerfile-review[bot]', id: 99, type: 'Bot' };
const common = { installationId: 12, repository: { owner: 'acme', name: 'shop', id: 3 }, delivery: 'd-1' };
const asOne = { headers: { 'x-github-delivery': 'd-1' } };

describe('a comment', () => {
  const said = (body: string, more: object = {}) =>
    payload('created', {
      issue: { number: 7, pull_request: { url: 'x' } },
      comment: { id: 5, body, user: mina },
      sender: mina,
      pull_request: undefined,
      ...more,
    });
  const replied = (body: string, more: object = {}) =>
    payload('created', { comment: { id: 6, in_reply_to_id: 4, body, user: mina }, sender: mina, ...more });

  test('with a command becomes a job', async () => {
    const { jobs, deliver } = await start();
    await deliver(said('/dockerfile-review fix shell-form\nplease'), { event: 'issue_comment', ...asOne });
    const command = { kind: 'fix', rule: 'shell-form' };
    const from = { kind: 'comment', id: 5 };
    const asker = { login: 'mina-k', id: 9 };
    expect(jobs).toEqual([{ kind: 'run-command', ...common, number: 7, command, asker, byAuthor: false, from }]);
  });

  test('tells whether it is the author’s', async () => {
    const { jobs, deliver } = await start();
    const issue = { number: 7, pull_request: { url: 'x' }, user: mina };
    await deliver(said('/dockerfile-review recheck', { issue }), { event: 'issue_comment' });
    expect(jobs).toMatchObject([{ command: { kind: 'recheck' }, byAuthor: true }]);
  });

  test('in a thread, with a command, becomes a job that knows the thread', async () => {
    const { jobs, deliver } = await start();
    await deliver(replied('/dockerfile-review recheck'), { event: 'pull_request_review_comment', ...asOne });
    expect(jobs).toMatchObject([
      { kind: 'run-command', number: 7, command: { kind: 'recheck' }, from: { kind: 'reply', id: 6, thread: 4 } },
    ]);
  });

  test.each([
    ['without a command', said('looks good')],
    ['with an unknown command', said('/dockerfile-review rebase')],
    ['of a bot', said('/dockerfile-review fix', { sender: bot })],
    ['of nobody', said('/dockerfile-review fix', { sender: undefined })],
    ['on an issue', said('/dockerfile-review fix', { issue: { number: 7 } })],
  ])('%s is ignored', async (_, event) => {
    const { jobs, deliver } = await start();
    expect((await deliver(event, { event: 'issue_comment' })).status).toBe(200);
    expect(jobs).toEqual([]);
  });

  test.each([
    ['that begins a thread', replied('/dockerfile-review fix', { comment: { id: 6, body: '/dockerfile-review fix' } })],
    ['of a bot in a thread', replied('/dockerfile-review fix', { sender: bot })],
  ])('%s is ignored', async (_, event) => {
    const { jobs, deliver } = await start();
    expect((await deliver(event, { event: 'pull_request_review_comment' })).status).toBe(200);
    expect(jobs).toEqual([]);
  });
});

describe('a check run', () => {
  const run = { id: 8, head_sha: 'a1', app: { id: appId }, external_id: '{"pull":7,"head":"a1"}', pull_requests: [] };
  const about = (action: string, more: object = {}) =>
    payload(action, { check_run: run, sender: mina, pull_request: undefined, ...more });
  const pressed = (identifier: string, more: object = {}) =>
    about('requested_action', { requested_action: { identifier }, ...more });
  const review = { kind: 'review-pull-request', ...common, number: 7, headSha: 'a1' };

  test('of which a person presses “fix” becomes a command for its commit, known from external_id alone', async () => {
    const { jobs, deliver } = await start();
    await deliver(pressed('fix'), { event: 'check_run', ...asOne });
    const asker = { login: 'mina-k', id: 9 };
    const from = { kind: 'button', headSha: 'a1' };
    expect(jobs).toEqual([
      { kind: 'run-command', ...common, number: 7, command: { kind: 'fix' }, asker, byAuthor: false, from },
    ]);
  });

  test('of which a person presses “recheck” or “re-run” is reviewed again', async () => {
    const { jobs, deliver } = await start();
    await deliver(pressed('recheck'), { event: 'check_run', ...asOne });
    await deliver(about('rerequested'), { event: 'check_run', ...asOne });
    expect(jobs).toEqual([review, review]);
  });

  test('of a merge group that is re-run is answered again', async () => {
    const { jobs, deliver } = await start();
    await deliver(about('rerequested', { check_run: { ...run, external_id: '{"mergeGroup":"a1"}' } }), {
      event: 'check_run',
      ...asOne,
    });
    expect(jobs).toEqual([{ kind: 'answer-merge-group', ...common, headSha: 'a1' }]);
  });

  test.each([
    ['an unknown button', pressed('rebase')],
    ['a bot', pressed('fix', { sender: bot })],
    ['another App’s run', pressed('fix', { check_run: { ...run, app: { id: 12 } } })],
    ['a run of no pull request', pressed('fix', { check_run: { ...run, external_id: '{"mergeGroup":"a1"}' } })],
    ['no external_id of ours', pressed('fix', { check_run: { ...run, external_id: 'build 12' } })],
    ['a number that is none', pressed('fix', { check_run: { ...run, external_id: '{"pull":"7; rm"}' } })],
    ['another App’s run again', about('rerequested', { check_run: { ...run, app: null } })],
    ['a completed run', about('completed')],
  ])('with %s is ignored', async (_, event) => {
    const { jobs, deliver } = await start();
    expect((await deliver(event, { event: 'check_run' })).status).toBe(200);
    expect(jobs).toEqual([]);
  });

  test('of a suite that is re-run: every pull request of it is reviewed again', async () => {
    const { jobs, deliver } = await start();
    const suite = { id: 1, head_sha: 'a1', app: { id: appId }, pull_requests: [{ number: 7 }, { number: 8 }] };
    const again = (more: object = {}) =>
      payload('rerequested', { check_suite: { ...suite, ...more }, sender: mina, pull_request: undefined });
    await deliver(again(), { event: 'check_suite', ...asOne });
    await deliver(again({ app: { id: 12 } }), { event: 'check_suite', ...asOne });
    expect(jobs).toEqual([review, { ...review, number: 8 }]);
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
  // GitHub sends these to every App that may write checks; a manifest cannot ask for them.
  const unasked = ['check_run', 'check_suite'];
  const handled = new Set(events.map((event) => event.split('.')[0] ?? '').filter((name) => !unasked.includes(name)));
  expect([...manifest.default_events].sort()).toEqual([...handled].sort());
  expect(new URL(manifest.hook_attributes.url).pathname).toBe(webhookPath);
  expect(manifest.default_permissions).toEqual({
    metadata: 'read',
    contents: 'write',
    pull_requests: 'write',
    issues: 'write',
    checks: 'write',
    merge_queues: 'read',
  });
});
