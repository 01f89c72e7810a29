import { createPublicKey, generateKeyPair } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as actions from './actions.ts';
import { mintToken, type TokenRequest } from './auth.ts';
import { createBus, type Bus } from './bus.ts';
import { createListener, type BeforeRequest } from './http.ts';
import { setDraft, setPullState } from './pulls.ts';
import {
  accountOf,
  newId,
  threadOf,
  type App,
  type Permissions,
  type PullRequest,
  type Repository,
  type State,
} from './state.ts';
import { applySuggestion } from './suggestion.ts';
import { loadContract } from './validate.ts';
import { createView } from './view.ts';
import type { ViewSource } from './view-model.ts';
import { createWebhooks } from './webhooks.ts';
import type { World } from './world.ts';

export interface SandboxOptions {
  /** A free port of 127.0.0.1 unless told. */
  readonly port?: number;
  readonly host?: string;
  readonly app?: AppOptions;
  /** Milliseconds since the epoch: a test's own clock. */
  readonly clock?: () => number;
  /** Sees every API request first and may answer in GitHub's place. */
  readonly beforeRequest?: BeforeRequest;
  /** GitHub cuts a delivery after 10 seconds. */
  readonly webhookDeadlineMs?: number;
  /** Breaches of the contract are said here; silent unless told, as they are kept in `violations`. */
  readonly log?: (message: string) => void;
}

export interface AppOptions {
  readonly slug?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  /** PEM; a new one unless given. */
  readonly privateKey?: string;
}

/** A stand-in for GitHub that runs in this process. */
export interface Sandbox {
  readonly url: string;
  readonly app: { readonly id: number; readonly slug: string; readonly privateKey: string };
  readonly state: State;
  readonly requests: State['requests'];
  readonly violations: State['violations'];
  readonly deliveries: State['deliveries'];
  readonly events: Bus;
  readonly view: ViewSource;
  setWebhook(url: string, secret: string): void;
  addRepository(wanted: actions.NewRepository): Promise<Repository>;
  openPullRequest(wanted: actions.NewPullRequest): Promise<PullRequest>;
  openLocalPullRequest(wanted: actions.LocalPullRequest): Promise<{ repository: Repository; pull: PullRequest }>;
  setPullRequest(name: actions.RepositoryName, number: number, change: PullChange): Promise<void>;
  push(wanted: actions.NewPush): Promise<string>;
  applySuggestion(commentId: number, user?: string): Promise<string>;
  /** The installation of an owner. */
  installationId(owner: string): number;
  installationToken(owner: string, wanted?: TokenRequest): string;
  /** A person's token, which may do everything. */
  userToken(login: string): string;
  /** Resolves when no webhook and no call to the API is under way: what was done is then also on record. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface PullChange {
  readonly state?: 'open' | 'closed';
  readonly draft?: boolean;
  readonly by?: string;
}

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
  'push',
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
  const now = options.clock ?? Date.now;
  const state = createState(options, publicKey, now());
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
  return { state, contract, bus, webhooks, calls: new Set(), url, directory, now, log };
}

function createState(options: SandboxOptions, publicKey: string, now: number): State {
  const slug = options.app?.slug ?? 'dockerfile-review';
  const empty = { deliveries: [], requests: [], violations: [], tokens: new Map(), accounts: new Map() };
  const maps = { repositories: new Map(), installations: new Map() };
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

function createSandbox(world: World, view: ViewSource, privateKey: string, close: () => Promise<void>): Sandbox {
  const { state, bus, webhooks } = world;
  const installationOf = (owner: string): State['installations'] extends Map<number, infer One> ? One : never => {
    const found = [...state.installations.values()].find((one) => one.account.login === owner);
    if (found === undefined) throw new Error(`The App is not installed for ${owner}.`);
    return found;
  };
  return {
    url: world.url,
    app: { id: state.app.id, slug: state.app.slug, privateKey },
    state,
    requests: state.requests,
    violations: state.violations,
    deliveries: state.deliveries,
    events: bus,
    view,
    setWebhook: (url, secret) => {
      webhooks.setTarget({ url, secret });
    },
    addRepository: (wanted) => actions.addRepository(world, wanted),
    openPullRequest: (wanted) => actions.openPullRequest(world, wanted),
    openLocalPullRequest: (wanted) => actions.openLocalPullRequest(world, wanted),
    setPullRequest: (name, number, change) => changePull(world, name, number, change),
    push: (wanted) => actions.push(world, wanted),
    applySuggestion: (commentId, user) => applyAnywhere(world, commentId, user),
    installationId: (owner) => installationOf(owner).id,
    installationToken: (owner, wanted = {}) => mintToken(state, installationOf(owner), wanted, world.now()).text,
    userToken: (login) => newUserToken(world, login),
    settled: () => settled(world),
    close,
  };
}

/** An answer may send webhooks, and what they start may call again. */
async function settled({ calls, webhooks }: World): Promise<void> {
  do {
    await Promise.allSettled([...calls]);
    await webhooks.settled();
  } while (calls.size > 0);
}

async function changePull(
  world: World,
  name: actions.RepositoryName,
  number: number,
  change: PullChange,
): Promise<void> {
  const repository = actions.repositoryOf(world, name);
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw new Error(`There is no pull request #${number}.`);
  const by = change.by === undefined ? pull.author : accountOf(world.state, change.by);
  if (change.state !== undefined) await setPullState(world, repository, pull, change.state, by);
  if (change.draft !== undefined) await setDraft(world, repository, pull, change.draft, by);
}

function applyAnywhere(world: World, commentId: number, user: string | undefined): Promise<string> {
  for (const repository of world.state.repositories.values()) {
    for (const pull of repository.pulls.values()) {
      if (threadOf(pull, commentId) === undefined) continue;
      const by = user === undefined ? pull.author : accountOf(world.state, user);
      return applySuggestion(world, repository, pull, commentId, by);
    }
  }
  throw new Error(`There is no review comment ${commentId}.`);
}

function newUserToken(world: World, login: string): string {
  const text = `ghp_${Buffer.from(`${login}:${newId(world.state)}`)
    .toString('hex')
    .padEnd(36, '0')}`;
  const everything = { installation: undefined, permissions: undefined, repositories: undefined };
  world.state.tokens.set(text, { account: accountOf(world.state, login), ...everything, expiresAt: Infinity });
  return text;
}
