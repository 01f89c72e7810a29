import type { Actor } from './auth.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import type { Account, Repository, State } from './state.ts';
import type { Contract } from './validate.ts';
import type { Webhooks } from './webhooks.ts';

export type { Answer } from './answer.ts';

/** Everything a part of the stand-in works with. */
export interface World {
  readonly state: State;
  readonly contract: Contract;
  readonly bus: Bus;
  readonly webhooks: Webhooks;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly limits: Limits;
  /** The calls to the API that have no answer yet. */
  readonly calls: Set<Promise<unknown>>;
  /** The sandbox's own address, without a slash at its end. */
  readonly url: string;
  /** Where the bare repositories are. */
  readonly directory: string;
  /** Milliseconds since the epoch; tests may hand in their own. */
  now(): number;
  log(message: string): void;
}

/** One REST call, routed, authenticated and found valid. */
export interface Call {
  readonly world: World;
  readonly actor: Actor;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON, valid by GitHub's schema; an empty object when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The request's own address, for `link` headers. */
  readonly address: URL;
}

export interface TokenCall extends Call {
  /** Whose token it is. */
  readonly account: Account;
}

/** A call on a repository that its token may see, with the permission that the operation needs. */
export interface RepositoryCall extends TokenCall {
  readonly repository: Repository;
}

export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** An opaque id as GitHub gives to GraphQL: its kind and a number. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString('base64url')}`;
}

/** The kind and the number of a node id; undefined for what this stand-in never made. */
export function readNodeId(text: string): { kind: string; id: string } | undefined {
  const encoded = text.slice(text.indexOf('_') + 1);
  const [kind = '', id = ''] = Buffer.from(encoded, 'base64url').toString('utf8').split(':');
  return id !== '' && nodeId(kind, id) === text ? { kind, id } : undefined;
}
