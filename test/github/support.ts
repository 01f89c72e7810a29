import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';
import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import { createClient, type Client, type ClientOptions, type FinishedCall } from '../../src/github/client.ts';
import type { Clock } from '../../src/github/clock.ts';
import { Pace } from '../../src/github/pace.ts';
import type { Log, PullRef } from '../../src/jobs/ports.ts';

export const api = 'https://api.github.com';
export const pull: PullRef = { repository: { owner: 'acme', name: 'shop' }, number: 7 };
export const head = 'a'.repeat(40);
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** No test of this file reaches the network, and every answer prepared in one is asked for in it. */
export function withoutNetwork(): void {
  beforeEach(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(unused).toEqual([]);
  });
}

/** A clock that passes only while somebody waits on it. */
export interface VirtualClock extends Clock {
  readonly waits: number[];
  advance(milliseconds: number): void;
}

export function virtualClock(start = Date.parse('2026-01-01T00:00:00Z')): VirtualClock {
  let now = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

export interface Bench {
  readonly client: Client;
  readonly clock: VirtualClock;
  readonly pace: Pace;
  readonly calls: FinishedCall[];
}

/** The real client, with its retries on, over a virtual clock. */
export function bench(options: Partial<ClientOptions> = {}): Bench {
  const clock = virtualClock();
  const pace = new Pace(clock);
  const calls: FinishedCall[] = [];
  const client = createClient({
    baseUrl: api,
    token: { get: () => Promise.resolve('ghs_secret') },
    pace,
    clock,
    onCall: (call) => calls.push(call),
    ...options,
  });
  return { client, clock, pace, calls };
}

/** The status and route of every call made, in order. */
export function trace({ calls }: Bench): readonly string[] {
  return calls.map(({ route, status }) => `${status ?? 'none'} ${route}`);
}

let schema: GraphQLSchema | undefined;

/** What GitHub's own schema has against a document. */
export function schemaErrors(query: string): readonly string[] {
  schema ??= buildSchema(readFileSync(join(import.meta.dirname, '../../src/sandbox/schema/github.graphql'), 'utf8'));
  return validate(schema, parse(query)).map(({ message }) => message);
}

/** Answers GraphQL requests with these, in order, and keeps the requests. */
export function graphqlAnswers(...answers: readonly object[]): { query: string; variables: Record<string, unknown> }[] {
  const asked: { query: string; variables: Record<string, unknown> }[] = [];
  for (const answer of answers) {
    nock(api)
      .post('/graphql', (body: { query: string; variables: Record<string, unknown> }) => {
        asked.push(body);
        return true;
      })
      .reply(200, answer);
  }
  return asked;
}
