import { secondaryLimitWait } from './limits.ts';

/** What GitHub said, or that it said nothing. Holds no token, no request body and no answer but GitHub's own words. */
export interface Refusal {
  /** `METHOD /route/{with}/placeholders`. */
  readonly route: string;
  /** undefined when no (readable) answer came. */
  readonly status: number | undefined;
  /** `x-github-request-id`: what GitHub's support asks for. */
  readonly requestId: string | undefined;
  readonly reason: string;
}

/** A call that failed. The message names the route, the status, GitHub's reason and its request id. */
export class GitHubError extends Error {
  override readonly name: string = 'GitHubError';
  readonly route: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly reason: string;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(sentence(refusal), options);
    this.route = refusal.route;
    this.status = refusal.status;
    this.requestId = refusal.requestId;
    this.reason = refusal.reason;
  }
}

/** A rate limit, primary or secondary. Nothing was done; nothing is to be tried before `retryAt`. */
export class RateLimited extends GitHubError {
  override readonly name: string = 'RateLimited';
  readonly retryAt: Date;

  constructor(refusal: Refusal, retryAt: Date) {
    super(refusal);
    this.retryAt = retryAt;
  }
}

/** The installation is gone or suspended: whatever was wanted of it is void. */
export class NotInstalled extends GitHubError {
  override readonly name: string = 'NotInstalled';
}

/** An archived repository takes nothing, and a suspended installation may do nothing, whatever is tried. */
export function isShut(error: unknown): boolean {
  return error instanceof GitHubError && /was archived so is read-only|has been suspended/i.test(error.reason);
}

/** A write may have taken effect although it failed: no answer came, or GitHub answered 5xx. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof GitHubError) || error instanceof RateLimited) return false;
  return error.status === undefined || error.status >= 500;
}

/** What became of a job that threw `error`; the queue acts on it. */
export type Verdict =
  | { readonly kind: 'retry' }
  | { readonly kind: 'postpone'; readonly until: Date }
  | { readonly kind: 'drop' }
  | { readonly kind: 'give-up' };

/** Rate limits are waited out, lost or suspended installations and archived repositories dropped, missing permissions final, all else is tried again. */
export function verdictOn(error: unknown): Verdict {
  if (error instanceof RateLimited) return { kind: 'postpone', until: error.retryAt };
  if (error instanceof NotInstalled || isShut(error)) return { kind: 'drop' };
  if (error instanceof GitHubError && error.status === 403) return { kind: 'give-up' };
  return { kind: 'retry' };
}

type Headers = Readonly<Record<string, string | number | undefined>>;

/**
 * Makes one of our errors of whatever Octokit threw for the call `route`; `now` in milliseconds.
 * The original is kept as `cause` only when no answer came: Octokit's errors carry the request's body.
 */
export function translate(error: unknown, route: string, now: number): GitHubError {
  if (error instanceof GitHubError) return error;
  const response = responseOf(error);
  if (response === undefined) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = isTimeout(error) || isTimeout(cause) ? 'no answer in time' : messageOf(cause);
    return new GitHubError({ route, status: undefined, requestId: undefined, reason }, { cause });
  }
  const { status, headers } = response;
  const reason = reasonOf(response.data, headers);
  const refusal: Refusal = { route, status, requestId: text(headers['x-github-request-id']), reason };
  const retryAt = limitOf(status, headers, response.data, reason, now);
  return retryAt === undefined ? new GitHubError(refusal) : new RateLimited(refusal, retryAt);
}

/**
 * When a call may be repeated if the answer is a rate limit in one of its disguises, else undefined.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit; GitHub's spam
 * guard answers 422 with the code `abuse`: https://github.com/octokit/plugin-throttling.js/issues/775
 */
function limitOf(status: number, headers: Headers, data: unknown, reason: string, now: number): Date | undefined {
  const abuse = status === 422 && (hasCode(data, 'abuse') || /submitted too quickly/i.test(reason));
  const exhausted = text(headers['x-ratelimit-remaining']) === '0';
  const secondary = /secondary rate limit|abuse detection/i.test(reason) || headers['retry-after'] !== undefined;
  const limited = status === 429 || abuse || (status === 403 && (exhausted || secondary));
  return limited ? retryAtOf(headers, now) : undefined;
}

/** The time that the headers of a limited answer name; a minute from now when they name none. */
export function retryAtOf(headers: Headers, now: number): Date {
  const after = Number(headers['retry-after']);
  if (Number.isFinite(after)) return new Date(now + after * 1_000);
  const reset = Number(headers['x-ratelimit-reset']);
  if (text(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset)) {
    return new Date(Math.max(now, reset * 1_000) + 1_000);
  }
  return new Date(now + secondaryLimitWait);
}

function sentence({ route, status, requestId, reason }: Refusal): string {
  const outcome = status === undefined ? 'failed' : `answered ${status}`;
  return `${route} ${outcome}: ${reason}${requestId === undefined ? '' : ` (GitHub request ${requestId})`}`;
}

interface Response {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
}

function responseOf(error: unknown): Response | undefined {
  if (!isRecord(error) || !isRecord(error['response'])) return undefined;
  const { status, headers, data } = error['response'];
  if (typeof status !== 'number') return undefined;
  return { status, headers: isRecord(headers) ? (headers as Headers) : {}, data };
}

/** GitHub's message, its list of errors, and for a missing permission the one that would do. */
function reasonOf(data: unknown, headers: Headers): string {
  if (!isRecord(data)) return 'no reason given';
  const message = text(data['message']) ?? 'no reason given';
  const errors = Array.isArray(data['errors']) ? data['errors'].map(oneError) : [];
  const wanted = text(headers['x-accepted-github-permissions']);
  const permissions = /not accessible by integration/i.test(message) && wanted ? ` (needs ${wanted})` : '';
  return [message, ...errors].join(': ') + permissions;
}

function oneError(error: unknown): string {
  if (!isRecord(error)) return String(error);
  const { field, code, message } = error;
  return text(message) ?? [field, code].flatMap((part) => text(part) ?? []).join(' ');
}

function hasCode(data: unknown, code: string): boolean {
  const errors: unknown = isRecord(data) ? data['errors'] : undefined;
  return Array.isArray(errors) && errors.some((error) => isRecord(error) && error['code'] === code);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
