import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, type Actor } from './auth.ts';
import { answerControl } from './control.ts';
import { executeGraph, type GraphRequest } from './graphql/execute.ts';
import { createLimits } from './limits.ts';
import { refuse, Refusal } from './refusal.ts';
import { dispatch } from './rest/dispatch.ts';
import { createRouter } from './router.ts';
import type { ViewSource } from './view-model.ts';
import { record } from './violations.ts';
import { servePage } from './web.ts';
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

/** More than GitHub takes; the App's own limits are tested on the App. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const GRAPHQL = /^\/api(?:\/v3)?\/graphql\/?$/;
const REST = '/api/v3';

interface Answered {
  readonly answer: Answer;
  readonly operation: string | undefined;
  readonly actor: Actor | undefined;
}

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Counts a call among those without an answer, until it has one. */
async function underWay(world: World, call: Promise<void>): Promise<void> {
  world.calls.add(call);
  try {
    await call;
  } finally {
    world.calls.delete(call);
  }
}

/** Everything that the stand-in answers: GitHub's API, the page, and the sandbox's own addresses. */
export function createListener(world: World, view: ViewSource, before: BeforeRequest | undefined): RequestListener {
  const router = createRouter(world.contract.operations);
  const limits = createLimits(() => world.now());
  const answerApi = async (seen: SeenRequest, address: URL): Promise<Answered> => {
    const instead = await before?.(seen);
    if (instead !== undefined) return { answer: instead, operation: undefined, actor: undefined };
    if (GRAPHQL.test(address.pathname)) return answerGraph(world, seen);
    const path = address.pathname.slice(REST.length) || '/';
    return dispatch(world, router, { ...seen, path, address });
  };
  const api = async (seen: SeenRequest, address: URL, response: ServerResponse): Promise<void> => {
    const { answer, operation, actor } = await guarded(world, seen, () => answerApi(seen, address));
    const resource = GRAPHQL.test(address.pathname) ? 'graphql' : 'core';
    const path = seen.url.startsWith(REST) ? seen.url.slice(REST.length) : seen.url;
    const login = actor?.kind === 'token' ? actor.token.account.login : actor?.kind;
    const { method } = seen;
    world.state.requests.push({ at: world.now(), method, path, operation, status: answer.status, actor: login });
    send(response, answer, { ...commonHeaders(), ...limits(actor, resource) });
  };
  const listen = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(request);
    const address = new URL(seen.url, world.url);
    if (address.pathname.startsWith('/api/')) await underWay(world, api(seen, address, response));
    else if (address.pathname.startsWith('/sandbox/')) await answerControl(world, view, seen, address, response);
    else if (!(await servePage(request, response, view)))
      send(response, { status: 404, body: { message: 'Not Found' } });
  };
  return (request, response) => {
    listen(request, response).catch((error: unknown) => {
      world.log(`sandbox: ${String(error)}`);
      if (!response.headersSent) send(response, { status: 500, body: { message: String(error) } });
      else response.destroy();
    });
  };
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
    const { body, kind } = await executeGraph(world, actor.token, readJson(seen.body));
    return { answer: { status: 200, body }, operation: `graphql:${kind}`, actor };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { answer: { status: error.status, body: error.body, headers: error.headers }, operation: 'graphql', actor };
  }
}

function readJson(text: string): GraphRequest {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw refuse(400, 'Problems parsing JSON');
  }
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function commonHeaders(): Record<string, string> {
  return {
    server: 'github.com',
    'cache-control': 'private, max-age=60, s-maxage=60',
    'x-github-api-version-selected': '2022-11-28',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomBytes(8).toString('hex').toUpperCase(),
  };
}

export function send(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>> = {}): void {
  const json = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const type = answer.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(answer.status, { ...type, ...headers, ...answer.headers });
  response.end(answer.raw ?? json);
}
