import * as actions from './actions.ts';
import { mintToken, type TokenRequest } from './auth.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import * as persons from './person.ts';
import { setDraft, setPullState } from './pulls.ts';
import {
  accountOf,
  newId,
  threadOf,
  type Installation,
  type Permission,
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
    setWebhook: (url, secret) => {
      webhooks.setTarget({ url, secret });
    },
    addRepository: (wanted) => actions.addRepository(world, wanted),
    openPullRequest: (wanted) => actions.openPullRequest(world, wanted),
    openLocalPullRequest: (wanted) => actions.openLocalPullRequest(world, wanted),
    setPullRequest: (name, number, change) => changePull(world, name, number, change),
    push: (wanted) => actions.push(world, wanted),
    comment: (wanted) => persons.commentAs(world, wanted),
    editComment: (wanted) => {
      persons.editCommentAs(world, wanted);
    },
    resolveThread: (name, wanted) => persons.resolveAs(world, name, wanted),
    pressButton: (wanted) => persons.pressAs(world, wanted),
    rerun: (wanted) => persons.rerunAs(world, wanted),
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
