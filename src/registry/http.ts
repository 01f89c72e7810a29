import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { isPublicAddress, PrivateAddress, publicLookup, type Resolve } from './addresses.ts';
import { RegistryError } from './errors.ts';

export interface HttpOptions {
  /** Whether a host, with its port, may have a private address: it was named by whoever runs the server. */
  readonly isNamed: (host: string) => boolean;
  /** Milliseconds until a whole answer must be there. */
  readonly timeout: number;
  /** For tests: how names become addresses. */
  readonly resolve?: Resolve | undefined;
}

export interface Get {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A registry answers with at most one redirect, to its storage; a few more do no harm. */
const redirectsAtMost = 4;
const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * GET, and nothing else. Redirects are followed by hand: each place is checked as the first one is, credentials stay with
 * the origin that they were meant for, https never becomes http. Ignores NODE_USE_ENV_PROXY: behind a proxy no address
 * could be checked.
 */
export class Http {
  readonly #options: HttpOptions;
  readonly #agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  /** Reads at most `limit` bytes. Throws RegistryError `refused`, `unreachable` or `malformed` (too large). */
  async get(get: Get, limit: number): Promise<Answer> {
    return this.#follow(get, async (response, url) => ({
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: await readAtMost(response, limit, url),
    }));
  }

  /** The same without reading: `use` gets the body as it comes, and must be done with it when it resolves. */
  async stream<T>(get: Get, use: (status: number, body: Readable) => Promise<T>): Promise<T> {
    return this.#follow(get, (response) => use(response.statusCode ?? 0, response));
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #follow<T>(
    { url, headers = {}, signal }: Get,
    use: (answer: IncomingMessage, url: URL) => Promise<T>,
  ): Promise<T> {
    const late = AbortSignal.timeout(this.#options.timeout);
    const until = signal === undefined ? late : AbortSignal.any([signal, late]);
    let [place, sent] = [url, headers];
    try {
      for (let redirects = 0; ; redirects += 1) {
        const response = await this.#send(place, sent, until);
        const next = redirecting.has(response.statusCode ?? 0) ? response.headers.location : undefined;
        if (next === undefined) return await use(response, place).finally(() => response.destroy());
        response.resume();
        if (redirects === redirectsAtMost) throw new RegistryError('refused', `${url.host} redirects too often.`);
        const target = targetOf(next, place);
        if (target.origin !== place.origin) sent = withoutCredentials(sent);
        place = target;
      }
    } catch (error) {
      throw asRegistryError(error, place, until);
    }
  }

  #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    const named = this.#options.isNamed(url.host);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (!named && isIP(literal) !== 0 && !isPublicAddress(literal)) throw new PrivateAddress(url.hostname);
    const secure = url.protocol === 'https:';
    const agent = this.#agents[secure ? 'https:' : 'http:'];
    const lookup = named ? {} : { lookup: publicLookup(this.#options.resolve) };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = (secure ? httpsRequest : httpRequest)(url, { headers, agent, signal, ...lookup }, resolve);
    request.on('error', reject);
    request.end();
    return promise;
  }
}

function targetOf(location: string, from: URL): URL {
  const target = URL.parse(location, from.href);
  if (target === null || !['http:', 'https:'].includes(target.protocol))
    throw new RegistryError('refused', `${from.host} redirects to something that is no web address.`);
  if (from.protocol === 'https:' && target.protocol !== 'https:')
    throw new RegistryError('refused', `${from.host} redirects to plain http on ${target.host}.`);
  return target;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

async function readAtMost(response: IncomingMessage, limit: number, url: URL): Promise<Buffer> {
  const tooLarge = () => new RegistryError('malformed', `An answer of ${url.host} is larger than ${limit} bytes.`);
  if (Number(response.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `until`: who asked may have waited long enough before we have. */
function asRegistryError(error: unknown, { host }: URL, until: AbortSignal): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof PrivateAddress) return new RegistryError('refused', error.message, { cause: error });
  const why = until.aborted ? 'did not answer in time' : 'cannot be reached';
  return new RegistryError('unreachable', `${host} ${why}.`, { cause: error });
}
