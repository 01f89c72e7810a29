import { createHash, randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { authenticate, type Actor } from './auth.ts';
import { outcomeOf, type Fault, type Outcome } from './faults.ts';
import { executeGraph, namesIn, type GraphRequest } from './graphql/execute.ts';
import { refuse, Refusal } from './refusal.ts';
import { dispatch } from './rest/dispatch.ts';
import { createRouter, type Router } from './router.ts';
import { fullName } from './state.ts';
import { record } from './violations.ts';
import type { Answer, World } from './world.ts';

/** A request as a hook sees it, before anything is done with it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query, as it was sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** May answer in GitHub's place, or delay; undefined lets the request through. */
export type BeforeRequest = (request: SeenRequest) => Answer | undefined | Promise<Answer | undefined>;

export interface Answered {
  readonly answer: Answer;
  readonly operation: string | undefined;
  readonly actor: Actor | undefined;
}

export type AnswerApi = (seen: SeenRequest, address: URL, response: ServerResponse) => Promise<void>;

const GRAPHQL = /^\/api(?:\/v3)?\/graphql\/?$/;
const REST = '/api/v3';

/** GitHub's API: faults first, then limits, then what was asked; every call is logged. */
export function createApi(world: World, before: BeforeRequest | undefined): AnswerApi {
  const router = createRouter(world.contract.operations);
  return async (seen, address, response) => {
    const isGraph = GRAPHQL.test(address.pathname);
    const path = named(world, address.pathname.slice(REST.length) || '/');
    const names = isGraph ? namesIn(readOr(seen.body)) : restNames(router, seen.method, path);
    const work = async (): Promise<Answered> => {
      const instead = await before?.(seen);
      if (instead !== undefined) return { answer: instead, operation: undefined, actor: undefined };
      return isGraph ? answerGraph(world, seen) : dispatch(world, router, { ...seen, path, address });
    };
    const fault = await world.faults.strike(names, 'before');
    const takesEffect = fault === undefined || fault.kind === 'partial';
    const answered = takesEffect ? await guarded(world, seen, work) : undefined;
    const late = await world.faults.strike(names, 'after');
    const struck = fault ?? late;
    const actor = answered?.actor ?? actorOf(world, seen);
    const outcome = outcomeFor(world, struck, answered, actor);
    const operation = answered?.operation ?? names[0];
    log(world, seen, { operation, actor, fault: struck?.kind, outcome });
    const resource = isGraph ? 'graphql' : 'core';
    const headers = (): Record<string, string> => ({
      ...commonHeaders(world),
      ...world.limits.headers(actor, resource),
    });
    if (outcome === 'silence') return;
    if (outcome === 'reset') response.destroy();
    else if ('cut' in outcome) sendHalf(response, outcome.cut, headers());
    else send(response, fresh(world, seen, actor, outcome.answer), headers());
  };
}

function outcomeFor(
  world: World,
  fault: Fault | undefined,
  answered: Answered | undefined,
  actor: Actor | undefined,
): Outcome {
  if (fault !== undefined) {
    const installation = actor?.kind === 'token' ? actor.token.installation?.id : undefined;
    return outcomeOf(fault, answered?.answer, installation, world.now());
  }
  return { answer: answered?.answer ?? { status: 500 } };
}

/** `/repositories/{id}/…`, where renamed repositories are redirected to, under the present name. */
function named({ state }: World, path: string): string {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const found = [...state.repositories.values()].find((one) => String(one.id) === id);
  return found === undefined ? path : `/repos/${fullName(found)}${rest}`;
}

function restNames(router: Router, method: string, path: string): readonly string[] {
  const id = router(method, path)?.operation.id;
  return id === undefined ? [] : [id];
}

/** Who asks, for the headers of a call that a fault kept from being made. */
function actorOf(world: World, seen: SeenRequest): Actor | undefined {
  try {
    return authenticate(world.state, seen.headers['authorization'], world.now());
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

interface Logged {
  readonly operation: string | undefined;
  readonly actor: Actor | undefined;
  readonly fault: string | undefined;
  readonly outcome: Outcome;
}

/** A call without an answer has status 0. */
function log(world: World, { method, url }: SeenRequest, { operation, actor, fault, outcome }: Logged): void {
  const token = actor?.kind === 'token' ? actor.token : undefined;
  const answer = typeof outcome === 'string' ? undefined : 'cut' in outcome ? outcome.cut : outcome.answer;
  world.state.requests.push({
    at: world.now(),
    method,
    path: url.startsWith(REST) ? url.slice(REST.length) : url,
    operation,
    status: answer?.status ?? 0,
    actor: token?.account.login ?? actor?.kind,
    installation: token?.installation?.id,
    fault,
  });
}

/** A bug of the sandbox must not look like GitHub: 500 with its words, and a violation for the tests. */
async function guarded(world: World, seen: SeenRequest, work: () => Promise<Answered>): Promise<Answered> {
  try {
    return await work();
  } catch (error) {
    const details = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    record(world, { kind: 'sandbox', operation: `${seen.method} ${seen.url}`, details });
    const body = { message: String(error), documentation_url: 'https://docs.github.com/rest' };
    return { answer: { status: 500, body }, operation: undefined, actor: undefined };
  }
}

async function answerGraph(world: World, seen: SeenRequest): Promise<Answered> {
  let actor: Actor | undefined;
  try {
    actor = authenticate(world.state, seen.headers['authorization'], world.now());
    if (actor.kind !== 'token') throw refuse(401, 'Bad credentials');
    const request = readJson(seen.body);
    const [kind = 'graphql'] = namesIn(request);
    const call = {
      operation: kind,
      resource: 'graphql',
      writes: kind === 'graphql:mutation',
      notifies: false,
    } as const;
    const refused = world.limits.gate(actor, call, world.calls.size);
    if (refused !== undefined) return { answer: refused, operation: kind, actor };
    const { body, kind: executed } = await executeGraph(world, actor.token, request);
    return { answer: { status: 200, body }, operation: `graphql:${executed}`, actor };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { answer: { status: error.status, body: error.body, headers: error.headers }, operation: 'graphql', actor };
  }
}

function readJson(text: string): GraphRequest {
  const request = readOr(text);
  if (request === undefined) throw refuse(400, 'Problems parsing JSON');
  return request;
}

function readOr(text: string): GraphRequest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return undefined;
  }
}

function commonHeaders(world: World): Record<string, string> {
  return {
    server: 'github.com',
    // The stand-in's clock, by which an App with another one corrects its JWT.
    date: new Date(world.now()).toUTCString(),
    'cache-control': 'private, max-age=60, s-maxage=60',
    'x-github-api-version-selected': '2022-11-28',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomBytes(8).toString('hex').toUpperCase(),
  };
}

/** 304, free of the primary limit, for what the caller has already. */
function fresh(world: World, seen: SeenRequest, actor: Actor | undefined, answer: Answer): Answer {
  if (seen.method !== 'GET' || answer.status !== 200 || answer.body === undefined) return answer;
  const etag = `W/"${createHash('sha256').update(JSON.stringify(answer.body)).digest('hex')}"`;
  if (seen.headers['if-none-match'] !== etag) return { ...answer, headers: { ...answer.headers, etag } };
  if (actor !== undefined) world.limits.refund(actor, 'core');
  return { status: 304, headers: { etag } };
}

export function send(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>> = {}): void {
  const json = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const type = answer.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(answer.status, { ...type, ...headers, ...answer.headers });
  response.end(answer.raw ?? json);
}

/** Half of the JSON, as a whole body: the connection is fine, the text is not. */
function sendHalf(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>>): void {
  const json = JSON.stringify(answer.body ?? {});
  const type = { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(answer.status, { ...type, ...headers, ...answer.headers });
  response.end(json.slice(0, Math.ceil(json.length / 2)));
}
