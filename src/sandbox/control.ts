import type { ServerResponse } from 'node:http';
import { ActionRefused, openLocalPullRequest, type LocalPullRequest } from './actions.ts';
import { announceThread } from './events/pull.ts';
import { FAULT_KINDS, type Fault } from './faults.ts';
import { commentAs, pressAs, rerunAs } from './person.ts';
import { accountOf, findRepository, type Account, type PullRequest, type Repository } from './state.ts';
import { applySuggestion, SuggestionRefused } from './suggestion.ts';
import { readState, waitFor } from './observe.ts';
import type { AppliedView, ErrorView, EventView, ViewSource } from './view-model.ts';
import { nodeId, type Answer, type World } from './world.ts';

interface ControlRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

interface Control {
  readonly world: World;
  readonly view: ViewSource;
  readonly match: RegExpExecArray;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

type Action = (control: Control) => Answer | Promise<Answer>;

const PULL = '/sandbox/api/repos/([^/]+)/([^/]+)/pulls/(\\d+)';

/** What the page asks for (see view-model.ts), and what the demo asks of a sandbox in another process. */
const ROUTES: readonly (readonly [method: string, pattern: RegExp, action: Action])[] = [
  ['GET', /^\/sandbox\/api\/pulls$/, ({ view }) => ({ status: 200, body: view.pullRequests() })],
  ['GET', new RegExp(`^${PULL}$`), viewPull],
  ['POST', new RegExp(`^${PULL}/comments/(\\d+)/apply$`), apply],
  ['POST', new RegExp(`^${PULL}/threads/([^/]+)/(resolve|unresolve)$`), resolveThread],
  ['POST', new RegExp(`^${PULL}/comments$`), comment],
  ['POST', /^\/sandbox\/api\/repos\/([^/]+)\/([^/]+)\/check-runs\/(\d+)\/actions\/([^/]+)$/, pressButton],
  ['POST', /^\/sandbox\/api\/repos\/([^/]+)\/([^/]+)\/check-runs\/(\d+)\/rerun$/, rerun],
  ['POST', /^\/sandbox\/webhook$/, setWebhook],
  ['POST', /^\/sandbox\/pulls$/, openPull],
  ['GET', /^\/sandbox\/faults$/, ({ world }) => ({ status: 200, body: world.faults.list() })],
  ['POST', /^\/sandbox\/faults$/, addFault],
  ['DELETE', /^\/sandbox\/faults$/, clearFaults],
  ['POST', /^\/sandbox\/clock$/, advance],
  ['GET', /^\/sandbox\/state$/, ({ world }) => ({ status: 200, body: readState(world) })],
  ['GET', /^\/sandbox\/wait$/, ({ world, query }) => waitFor(world, query)],
];

export async function answerControl(
  world: World,
  view: ViewSource,
  request: ControlRequest,
  address: URL,
  response: ServerResponse,
): Promise<void> {
  if (isOwn(request) && address.pathname === '/sandbox/api/events') {
    streamEvents(world, response);
    return;
  }
  write(response, isOwn(request) ? await answer(world, view, request, address) : problem(403, NOT_OWN));
}

const NOT_OWN = 'Only the sandbox itself may be asked this from a browser.';

async function answer(world: World, view: ViewSource, request: ControlRequest, address: URL): Promise<Answer> {
  for (const [method, pattern, action] of ROUTES) {
    const match = method === request.method ? pattern.exec(address.pathname) : null;
    if (match === null) continue;
    return attempt(() => action({ world, view, match, query: address.searchParams, body: readBody(request.body) }));
  }
  return problem(404, 'Not Found');
}

/** The mistakes of a person are answers; anything else is a bug and stays an exception. */
async function attempt(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const refused = error instanceof SuggestionRefused || error instanceof ActionRefused;
    if (refused) return problem(422, error.message);
    throw error;
  }
}

/** A page of another site must not press buttons here: browsers send its origin along. */
function isOwn({ headers }: ControlRequest): boolean {
  const { origin, host } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function readBody(text: string): Control['body'] {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    throw new ActionRefused('The body is not JSON.');
  }
}

function problem(status: number, message: string): Answer {
  return { status, body: { message } satisfies ErrorView };
}

function write(response: ServerResponse, answer: Answer): void {
  const json = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  response.writeHead(answer.status, json === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' });
  response.end(json);
}

function text(control: Control, key: string): string | undefined {
  const value = control.body[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function needed(control: Control, key: string): string {
  const value = text(control, key);
  if (value === undefined) throw new ActionRefused(`"${key}" is missing.`);
  return value;
}

function placeOf(control: Control): { repository: Repository; pull: PullRequest; user: Account } {
  const [, owner = '', repo = '', number = ''] = control.match.map(decodeURIComponent);
  const repository = findRepository(control.world.state, owner, repo);
  const pull = repository?.pulls.get(Number(number));
  if (repository === undefined || pull === undefined) throw new ActionRefused('There is no such pull request.');
  const login = text(control, 'login');
  return { repository, pull, user: login === undefined ? pull.author : accountOf(control.world.state, login) };
}

function addFault(control: Control): Answer {
  const { operation, kind, times, when, skip, retryAfter } = control.body;
  if (!FAULT_KINDS.some((one) => one === kind)) throw new ActionRefused(`"kind" is one of ${FAULT_KINDS.join(', ')}.`);
  if (when !== undefined && when !== 'before' && when !== 'after') throw new ActionRefused('"when": before or after.');
  const counts = { times, skip, retryAfter };
  for (const [name, value] of Object.entries(counts)) {
    if (value !== undefined && typeof value !== 'number') throw new ActionRefused(`"${name}" is a number.`);
  }
  const wanted = { operation, kind, when, ...counts };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  if (typeof operation !== 'string') throw new ActionRefused('"operation" is missing.');
  return { status: 201, body: { id: control.world.faults.add(given as unknown as Fault) } };
}

function clearFaults({ world }: Control): Answer {
  world.faults.clear();
  return { status: 204 };
}

/** Puts the clock forward by `seconds`. */
function advance({ world, body }: Control): Answer {
  const { seconds } = body;
  if (typeof seconds !== 'number' || !(seconds >= 0)) throw new ActionRefused('"seconds" is a number of 0 or more.');
  world.clock.advance(seconds * 1000);
  return { status: 200, body: { now: world.now() } };
}

async function viewPull({ view, match }: Control): Promise<Answer> {
  const [, owner = '', repo = '', number = ''] = match.map(decodeURIComponent);
  const body = await view.pullRequest(owner, repo, Number(number));
  return body === undefined ? problem(404, 'Not Found') : { status: 200, body };
}

async function apply(control: Control): Promise<Answer> {
  const { repository, pull, user } = placeOf(control);
  const sha = await applySuggestion(control.world, repository, pull, Number(control.match[4]), user);
  return { status: 200, body: { sha } satisfies AppliedView };
}

async function resolveThread(control: Control): Promise<Answer> {
  const { repository, pull, user } = placeOf(control);
  const thread = pull.threads.find((one) => nodeId('PRRT', one.id) === control.match[4]);
  if (thread === undefined) throw new ActionRefused('There is no such thread.');
  thread.resolvedBy = control.match[5] === 'resolve' ? user : null;
  await announceThread(control.world, repository, pull, thread, user);
  return { status: 204 };
}

async function comment(control: Control): Promise<Answer> {
  const { repository, pull, user } = placeOf(control);
  const { inReplyTo } = control.body;
  const id = await commentAs(control.world, {
    ...{ owner: repository.owner.login, name: repository.name, number: pull.number },
    ...{ body: needed(control, 'body'), by: user.login },
    ...(typeof inReplyTo === 'number' ? { inReplyTo } : {}),
  });
  return { status: 201, body: { id } };
}

async function pressButton(control: Control): Promise<Answer> {
  const [, owner = '', name = '', id = '', identifier = ''] = control.match.map(decodeURIComponent);
  await pressAs(control.world, { owner, name, id: Number(id), identifier, by: text(control, 'login') });
  return { status: 204 };
}

async function rerun(control: Control): Promise<Answer> {
  const [, owner = '', name = '', id = ''] = control.match.map(decodeURIComponent);
  const all = control.body['all'] === true;
  await rerunAs(control.world, { owner, name, id: Number(id), all, by: text(control, 'login') });
  return { status: 204 };
}

function setWebhook(control: Control): Answer {
  const [url, secret] = [needed(control, 'url'), needed(control, 'secret')];
  if (!URL.canParse(url)) throw new ActionRefused(`"${url}" is no address.`);
  control.world.webhooks.setTarget({ url, secret });
  return { status: 204 };
}

async function openPull(control: Control): Promise<Answer> {
  for (const key of ['path', 'base', 'head']) needed(control, key);
  const wanted = control.body as unknown as LocalPullRequest;
  const { repository, pull } = await openLocalPullRequest(control.world, wanted);
  const [owner, name] = [repository.owner.login, repository.name];
  const page = `${control.world.url}/${owner}/${name}/pull/${pull.number}`;
  return { status: 201, body: { owner, name, number: pull.number, headSha: pull.headSha, page } };
}

function streamEvents(world: World, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const stop = world.bus.subscribe(({ name, owner, repo, number }) => {
    const event: EventView = { name, owner, repo, number };
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  response.on('close', stop);
}
