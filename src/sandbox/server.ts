import { createPublicKey, generateKeyPair } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createBus } from './bus.ts';
import { createClock } from './clock.ts';
import { createFaults } from './faults.ts';
import { createListener } from './http.ts';
import { createLimits, GITHUB_LIMITS } from './limits.ts';
import type { SandboxOptions } from './options.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { accountOf, newId, type App, type Permissions, type State } from './state.ts';
import { loadContract } from './validate.ts';
import { createView } from './view.ts';
import { createWebhooks } from './webhooks.ts';
import type { World } from './world.ts';

export type { AppOptions, SandboxOptions } from './options.ts';
export type { PullChange, Sandbox } from './sandbox.ts';

const DEFAULT_PERMISSIONS: Permissions = {
  metadata: 'read',
  contents: 'write',
  pull_requests: 'write',
  checks: 'write',
  issues: 'write',
  merge_queues: 'read',
};
const DEFAULT_EVENTS = [
  'pull_request',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'issue_comment',
  'merge_group',
  'push',
  'repository',
];

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const [directory, privateKey] = await Promise.all([
    mkdtemp(join(tmpdir(), 'github-sandbox-')),
    options.app?.privateKey ?? newPrivateKey(),
  ]);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const server = createServer();
  const host = options.host ?? '127.0.0.1';
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  const world = createWorld(options, `http://${host}:${port}`, directory, publicKey);
  const view = createView(world.state);
  server.on('request', createListener(world, view, options.beforeRequest));
  return createSandbox(world, view, privateKey, async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await world.webhooks.settled();
    for (const repository of world.state.repositories.values()) repository.git.close();
    await rm(directory, { recursive: true, force: true });
  });
}

/** As GitHub hands it out: PKCS#1. */
async function newPrivateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function createWorld(options: SandboxOptions, url: string, directory: string, publicKey: string): World {
  const clock = createClock(options.clock);
  const now = (): number => clock.now();
  const state = createState(options, publicKey, now());
  const limits = createLimits(now, { ...GITHUB_LIMITS, ...options.limits }, state.hurries);
  const bus = createBus();
  const contract = loadContract();
  const deadline = options.webhookDeadlineMs === undefined ? {} : { deadlineMs: options.webhookDeadlineMs };
  const webhooks = createWebhooks(state, contract, {
    now,
    ...deadline,
    onDelivered({ id, guid, event, action, statusCode }) {
      const detail = { id, guid, event, action, statusCode };
      bus.emit({ name: 'webhook.delivered', owner: '', repo: '', number: null, detail });
    },
  });
  const log = options.log ?? (() => undefined);
  const own = { clock, faults: createFaults(), limits, calls: new Set<Promise<unknown>>() };
  return { state, contract, bus, webhooks, ...own, url, directory, now, log };
}

function createState(options: SandboxOptions, publicKey: string, now: number): State {
  const slug = options.app?.slug ?? 'dockerfile-review';
  const empty = { deliveries: [], requests: [], violations: [], hurries: [], tokens: new Map(), accounts: new Map() };
  const maps = { repositories: new Map(), redirects: new Map(), installations: new Map() };
  const draft = { ...empty, ...maps, nextId: 1001 };
  const state = draft as Omit<State, 'app'> as State;
  const app: App = {
    id: newId(state),
    slug,
    name: slug,
    owner: accountOf(state, 'octo-org', 'Organization'),
    bot: accountOf(state, `${slug}[bot]`, 'Bot'),
    permissions: options.app?.permissions ?? DEFAULT_PERMISSIONS,
    events: options.app?.events ?? DEFAULT_EVENTS,
    publicKey,
    createdAt: now,
  };
  return Object.assign(state, { app });
}
