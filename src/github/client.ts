import { Octokit } from '@octokit/rest';
import { describe, type Call } from './calls.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, isOutcomeUnknown, RateLimited, translate } from './errors.ts';
import { settleGraphql } from './graphql.ts';
import { requestTimeout } from './limits.ts';
import type { Pace } from './pace.ts';

/** Octokit with our pace, retries, timeouts and errors. Everything that it throws is a GitHubError. */
export type Client = Octokit;

/** Where a client's token comes from: an installation, the App's own JWT, or a workflow's environment. */
export interface TokenSource {
  get(): Promise<string>;
  /** GitHub answered 401 to this token. A source that can do better next time has this method. */
  rejected?(token: string): void;
}

export interface ClientOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly baseUrl: string;
  readonly token: TokenSource;
  readonly pace: Pace;
  readonly clock?: Clock;
  /** Milliseconds after which a call without an answer ends; `requestTimeout` unless told. */
  readonly timeout?: number;
  /** Told of every call's end, also of failed and repeated ones. */
  readonly onCall?: (call: FinishedCall) => void;
}

export interface FinishedCall {
  readonly route: string;
  /** undefined when no answer came. */
  readonly status: number | undefined;
  readonly milliseconds: number;
}

/** Reads are tried this often, with these waits in between (milliseconds). */
const readRetryWaits: readonly number[] = [500, 2_000];
/** So are calls whose new token GitHub does not know yet. */
const rejectedTokenWaits: readonly number[] = [1_000, 2_000, 4_000];

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The one client, for every caller. Reads (GET, GraphQL queries) are repeated after 5xx, resets and timeouts; writes
 * never, since the first may have taken effect. Rate limits are never slept upon: they surface as RateLimited.
 */
export function createClient(options: ClientOptions): Client {
  const { baseUrl, pace } = options;
  const octokit = new Octokit({ baseUrl, userAgent: 'dockerfile-review', log: silent });
  octokit.hook.wrap('request', (request, endpoint) => {
    const call = describe(endpoint);
    const send = (): Promise<Awaited<ReturnType<typeof request>>> =>
      withRetries(call, options, async (token) => {
        // Not `token`: GitHub takes the App's JWT only as a bearer's, and other tokens so too.
        endpoint.headers.authorization = `Bearer ${token}`;
        endpoint.headers['x-github-api-version'] = '2022-11-28';
        endpoint.request = { ...endpoint.request, signal: AbortSignal.timeout(options.timeout ?? requestTimeout) };
        const response = await request(endpoint);
        checkReadable(response, call);
        settleGraphql(response, call, (options.clock ?? systemClock).now());
        return response;
      });
    return call.kind === 'read'
      ? pace.read(call.route, send)
      : pace.write(call.kind === 'notifying write', call.route, send);
  });
  return octokit;
}

/** Sends until it succeeds, fails for good, or has been tried often enough. Throws GitHubError. */
async function withRetries<T>(call: Call, options: ClientOptions, send: (token: string) => Promise<T>): Promise<T> {
  const clock = options.clock ?? systemClock;
  const readWaits = readRetryWaits.values();
  const tokenWaits = rejectedTokenWaits.values();
  for (;;) {
    const token = await options.token.get();
    try {
      return await timed(call, options, clock, () => send(token));
    } catch (error) {
      const wait = again(error, call, options, token, readWaits, tokenWaits);
      if (wait === undefined) throw error;
      await clock.wait(wait);
    }
  }
}

/** How long to wait before the next try, or undefined when there must be none. */
function again(
  error: unknown,
  call: Call,
  { token: source }: ClientOptions,
  token: string,
  readWaits: IterableIterator<number>,
  tokenWaits: IterableIterator<number>,
): number | undefined {
  // A 401 changed nothing, whatever was asked.
  if (error instanceof GitHubError && error.status === 401 && source.rejected !== undefined) {
    source.rejected(token);
    return next(tokenWaits);
  }
  return call.kind === 'read' && isOutcomeUnknown(error) ? next(readWaits) : undefined;
}

function next(waits: IterableIterator<number>): number | undefined {
  const step = waits.next();
  return step.done === true ? undefined : step.value;
}

/** One try: reports its end, makes our error of any, and holds the pace when it met a limit. */
async function timed<T>(call: Call, options: ClientOptions, clock: Clock, send: () => Promise<T>): Promise<T> {
  const start = clock.now();
  const report = (status: number | undefined): void => {
    options.onCall?.({ route: call.route, status, milliseconds: clock.now() - start });
  };
  try {
    const result = await send();
    report(200);
    return result;
  } catch (thrown) {
    const error = translate(thrown, call.route, clock.now());
    if (error instanceof RateLimited) await options.pace.hold(error);
    report(error.status);
    throw error;
  }
}

/** Octokit hands out the bare text when an answer was cut off; GitHub's JSON is never a string. */
function checkReadable(response: { status: number; headers: object; data: unknown }, { route }: Call): void {
  if (response.status === 204 || typeof response.data !== 'string') return;
  const id: unknown = 'x-github-request-id' in response.headers ? response.headers['x-github-request-id'] : undefined;
  const requestId = typeof id === 'string' ? id : undefined;
  throw new GitHubError({ route, status: undefined, requestId, reason: 'the answer was cut off or is no JSON' });
}
