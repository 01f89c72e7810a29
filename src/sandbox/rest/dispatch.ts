import { authenticate, sees, usableRepository, type Actor } from '../auth.ts';
import { notFound, refuse, Refusal } from '../refusal.ts';
import type { Router } from '../router.ts';
import { formerly, type Repository } from '../state.ts';
import { SandboxBug, type Operation } from '../validate.ts';
import { record } from '../violations.ts';
import type { Answer, Call, World } from '../world.ts';
import type { Handler } from './handler.ts';
import { handlers } from './index.ts';

export interface RestRequest {
  readonly method: string;
  /** Without `/api/v3`, undecoded. */
  readonly path: string;
  readonly address: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Dispatched {
  readonly answer: Answer;
  readonly operation: string | undefined;
  readonly actor: Actor | undefined;
}

/** Routes, authenticates, checks, runs and checks the answer. A SandboxBug is thrown: the caller makes it a loud 500. */
export async function dispatch(world: World, router: Router, request: RestRequest): Promise<Dispatched> {
  const route = router(request.method, request.path);
  const handler = route === undefined ? undefined : handlers[route.operation.id];
  let actor: Actor | undefined;
  try {
    actor = authenticate(world.state, request.headers['authorization'], world.now());
    const refused = route === undefined ? undefined : gate(world, actor, route.operation);
    if (refused !== undefined) return { answer: refused, operation: route?.operation.id, actor };
    if (route === undefined || handler === undefined) throw unsupported(world, request, route?.operation);
    const call = {
      world,
      actor,
      parameters: route.parameters,
      query: request.address.searchParams,
      body: {},
      headers: request.headers,
      address: request.address,
    };
    const answer = await run(handler, route.operation, call, request.body);
    checkAnswer(world, route.operation, answer);
    return { answer, operation: route.operation.id, actor };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const answer = { status: error.status, body: error.body, headers: error.headers };
    if (route !== undefined && error.status >= 400) checkAnswer(world, route.operation, answer);
    return { answer, operation: route?.operation.id, actor };
  }
}

function gate(world: World, actor: Actor, { id, method, notifies }: Operation): Answer | undefined {
  const isWrite = method !== 'GET' && id !== 'apps/create-installation-access-token';
  return world.limits.gate(actor, { operation: id, resource: 'core', writes: isWrite, notifies }, world.calls.size);
}

async function run(handler: Handler, operation: Operation, call: Call, body: string): Promise<Answer> {
  const { actor, world } = call;
  if (handler.for === 'app') {
    if (actor.kind !== 'app') throw refuse(401, 'A JSON web token could not be decoded');
    return handler.run({ ...call, body: readBody(world, operation, call.query, body) });
  }
  if (actor.kind !== 'token') throw refuse(401, 'Bad credentials');
  const { owner = '', repo = '' } = call.parameters;
  const needs = handler.for === 'repository' ? handler.needs : [];
  const checked = { ...call, account: actor.token.account };
  if (handler.for === 'token') {
    return handler.run({ ...checked, body: readBody(world, operation, call.query, body) });
  }
  const former = formerly(world.state, owner, repo);
  if (former !== undefined && sees(actor.token, former)) throw moved(call, former, operation.method);
  const repository = usableRepository(world.state, actor.token, owner, repo, needs);
  if (repository.archived && operation.method !== 'GET') throw refuse(403, 'Repository was archived so is read-only.');
  return handler.run({ ...checked, repository, body: readBody(world, operation, call.query, body) });
}

/** By its number it is found under any name: 301 for reading, 307 for everything else, as fetch follows them. */
function moved({ address, parameters }: Call, repository: Repository, method = 'GET'): Refusal {
  const named = `/repos/${parameters['owner'] ?? ''}/${parameters['repo'] ?? ''}`;
  const location = new URL(address);
  const at = location.pathname.toLowerCase().indexOf(named.toLowerCase());
  const before = location.pathname.slice(0, at);
  location.pathname = `${before}/repositories/${repository.id}${location.pathname.slice(at + named.length)}`;
  const status = method === 'GET' ? 301 : 307;
  const message = status === 301 ? 'Moved Permanently' : 'Temporary Redirect';
  const body = { message, url: location.href, documentation_url: 'https://docs.github.com/rest/guides/best-practices' };
  return new Refusal(status, body, { location: location.href });
}

/** The body as JSON, after GitHub's description has been asked; a breach is recorded and answered with 422. */
function readBody(world: World, operation: Operation, query: URLSearchParams, text: string): Call['body'] {
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw refuse(400, 'Problems parsing JSON');
  }
  if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
    throw refuse(400, 'Body should be a JSON object');
  }
  const { contract } = world;
  const details = [...contract.checkQuery(operation, query), ...contract.checkBody(operation, body)];
  if (details.length > 0) {
    record(world, { kind: 'request', operation: operation.id, details });
    throw refuse(422, `Invalid request.\n\n${details.join('\n')}`);
  }
  return { ...body };
}

function unsupported(world: World, request: RestRequest, operation: Operation | undefined): Refusal {
  const name = operation?.id ?? `${request.method} ${request.path}`;
  record(world, { kind: 'unsupported', operation: name, details: [`The sandbox has no answer to ${name}.`] });
  return notFound();
}

function checkAnswer(world: World, operation: Operation, answer: Answer): void {
  if (answer.raw !== undefined) return;
  const errors = world.contract.checkAnswer(operation, answer.status, answer.body);
  if (errors.length > 0) {
    throw new SandboxBug(`The sandbox's ${answer.status} to ${operation.id} is not GitHub's: ${errors.join(' ')}`);
  }
}
