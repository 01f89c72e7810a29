import * as actions from './actions.ts';
import { mintToken, type TokenRequest } from './auth.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { DeliveryFaults } from './delivery-faults.ts';
import type { Faults } from './faults.ts';
import * as lifecycle from './lifecycle.ts';
import * as persons from './person.ts';
import { enqueue, requiredState, type RequiredState } from './merge-queue.ts';
import { setBase, setDraft, setLocked, setPullState } from './pulls.ts';
import type { MergeGroup } from './rules.ts';
import {
  accountOf,
  newId,
  threadOf,
  type Installation,
  type Permission,
  type Permissions,
  type PullRequest,
  type Repository,
  type State,
} from './state.ts';
import { applySuggestion } from './suggestion.ts';
import type { ViewSource } from './view-model.ts';
import type { World } from './world.ts';

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
  /** What shall go wrong, and what shall happen between two calls. */
  readonly faults: Faults;
  /** Writes that came sooner after each other than a second. */
  readonly hurries: State['hurries'];
  /** Uses up what an installation may ask this hour. */
  exhaust(owner: string, resource: 'core' | 'graphql'): void;
  /** Puts the stand-in's clock forward: tokens expire, deliveries are forgotten, limits reset. */
  readonly clock: Clock;
  setWebhook(url: string, secret: string): void;
  /** What shall become of webhooks on their way; `release` sends those that are held. */
  readonly deliveryFaults: DeliveryFaults;
  addRepository(wanted: actions.NewRepository): Promise<Repository>;
  openPullRequest(wanted: actions.NewPullRequest): Promise<PullRequest>;
  openLocalPullRequest(wanted: actions.LocalPullRequest): Promise<{ repository: Repository; pull: PullRequest }>;
  setPullRequest(name: actions.RepositoryName, number: number, change: PullChange): Promise<void>;
  push(wanted: actions.NewPush): Promise<string>;
  /** A person's comment in the conversation or in a thread; its id. */
  comment(wanted: persons.PersonsComment): Promise<number>;
  editComment(wanted: persons.PersonsComment & { readonly id: number }): void;
  resolveThread(name: actions.RepositoryName, wanted: persons.WantedResolve): Promise<void>;
  pressButton(wanted: persons.WantedRun & { readonly identifier: string }): Promise<void>;
  /** "Re-run" of one check run; of all of its suite with `all`. */
  rerun(wanted: persons.WantedRun & { readonly all?: boolean }): Promise<void>;
  fork(from: actions.RepositoryName, wanted: lifecycle.NewFork): Promise<Repository>;
  deleteRepository(name: actions.RepositoryName): void;
  renameRepository(name: actions.RepositoryName, to: string): void;
  transferRepository(name: actions.RepositoryName, toOwner: string): void;
  setArchived(name: actions.RepositoryName, archived: boolean): void;
  setSuspended(owner: string, suspended: boolean): void;
  /** Selects a repository for its owner's installation, or takes it out. */
  setInstalled(name: actions.RepositoryName, installed: boolean): void;
  uninstall(owner: string): void;
  setInstallationPermissions(owner: string, permissions: Permissions): void;
  /** Adds a pull request to the merge queue of its base. */
  enqueue(name: actions.RepositoryName, number: number): Promise<MergeGroup>;
  /** What the required checks say of a pull request's head: `expected` hangs for ever. */
  requiredState(name: actions.RepositoryName, number: number): RequiredState;
  setPermission(name: actions.RepositoryName, login: string, permission: Permission): void;
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
  readonly locked?: boolean;
  /** Another base branch. */
  readonly base?: string;
  readonly by?: string;
}

/** Everything that a test may do with the stand-in, over its world. */
export function createSandbox(world: World, view: ViewSource, privateKey: string, close: () => Promise<void>): Sandbox {
  const { state, bus, webhooks } = world;
  const installationOf = (owner: string): Installation => {
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
    faults: world.faults,
    hurries: state.hurries,
    clock: world.clock,
    exhaust: (owner, resource) => {
      world.limits.exhaust(installationOf(owner).id, resource);
    },
    deliveryFaults: webhooks.faults,
    setWebhook: (url, secret) => {
      webhooks.setTarget({ url, secret });
    },
    addRepository: (wanted) => actions.addRepository(world, wanted),
    openPullRequest: (wanted) => actions.openPullRequest(world, wanted),
    openLocalPullRequest: (wanted) => actions.openLocalPullRequest(world, wanted),
    setPullRequest: (name, number, change) => changePull(world, name, number, change),
    push: (wanted) => actions.push(world, wanted),
    ...personsOf(world),
    ...lifecycleOf(world, installationOf),
    enqueue: (name, number) => enqueue(world, name, number),
    requiredState: (name, number) => {
      const repository = actions.repositoryOf(world, name);
      return requiredState(repository, repository.pulls.get(number)?.headSha ?? '');
    },
    setPermission: (name, login, permission) => {
      actions.repositoryOf(world, name).permissions.set(accountOf(state, login).id, permission);
    },
    applySuggestion: (commentId, user) => applyAnywhere(world, commentId, user),
    installationId: (owner) => installationOf(owner).id,
    installationToken: (owner, wanted = {}) => mintToken(state, installationOf(owner), wanted, world.now()).text,
    userToken: (login) => newUserToken(world, login),
    settled: () => settled(world),
    close,
  };
}

function personsOf(world: World): Pick<Sandbox, 'comment' | 'editComment' | 'resolveThread' | 'pressButton' | 'rerun'> {
  return {
    comment: (wanted) => persons.commentAs(world, wanted),
    editComment: (wanted) => {
      persons.editCommentAs(world, wanted);
    },
    resolveThread: (name, wanted) => persons.resolveAs(world, name, wanted),
    pressButton: (wanted) => persons.pressAs(world, wanted),
    rerun: (wanted) => persons.rerunAs(world, wanted),
  };
}

type LifecycleName =
  | 'fork'
  | 'deleteRepository'
  | 'renameRepository'
  | 'transferRepository'
  | 'setArchived'
  | 'setInstalled'
  | 'setSuspended'
  | 'uninstall';

function lifecycleOf(
  world: World,
  installationOf: (owner: string) => Installation,
): Pick<Sandbox, LifecycleName | 'setInstallationPermissions'> {
  return {
    fork: (from, wanted) => lifecycle.fork(world, from, wanted),
    deleteRepository: (name) => {
      lifecycle.deleteRepository(world, name);
    },
    renameRepository: (name, to) => {
      lifecycle.renameRepository(world, name, to);
    },
    transferRepository: (name, toOwner) => {
      lifecycle.transferRepository(world, name, toOwner);
    },
    setArchived: (name, archived) => {
      lifecycle.setArchived(world, name, archived);
    },
    setInstalled: (name, installed) => {
      lifecycle.setInstalled(world, installationOf(name.owner), name, installed);
    },
    setSuspended: (owner, suspended) => {
      lifecycle.setSuspended(world, installationOf(owner), suspended);
    },
    uninstall: (owner) => {
      lifecycle.uninstall(world, installationOf(owner));
    },
    setInstallationPermissions: (owner, permissions) => {
      lifecycle.setInstallationPermissions(world, installationOf(owner), permissions);
    },
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
  if (change.locked !== undefined) await setLocked(world, repository, pull, change.locked, by);
  if (change.base !== undefined) await setBase(world, repository, pull, change.base, by);
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
