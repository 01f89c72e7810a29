import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { parseImageName } from '../../src/dockerfile/images.ts';
import type { Cache, ImageName, Log } from '../../src/jobs/ports.ts';
import type { Resolve } from '../../src/registry/addresses.ts';
import { RegistryClient } from '../../src/registry/client.ts';
import { RegistryError } from '../../src/registry/errors.ts';
import { allowedHosts } from '../../src/registry/hosts.ts';
import { Http } from '../../src/registry/http.ts';
import { RegistryImages } from '../../src/registry/images.ts';
import { usualPlatform } from '../../src/registry/manifest.ts';
import { listenOn } from '../support/docker-registry.ts';

/** What a server in trouble, or an evil one, does; docker-registry does none of it. */
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const servers: Server[] = [];
const clients: Http[] = [];
afterEach(() => {
  for (const http of clients.splice(0)) http.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Fake {
  readonly origin: string;
  readonly name: ImageName;
  readonly requests: IncomingMessage[];
}

async function serve(handler: Handler): Promise<Fake> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response);
  });
  servers.push(server);
  const origin = await listenOn(server);
  return { origin, name: parseImageName(`${new URL(origin).host}/a/b:1`)!, requests };
}

interface Told {
  readonly also?: readonly string[];
  readonly timeout?: number;
  readonly resolve?: Resolve;
}

function clientFor({ origin }: Fake, { also = [], timeout = 20_000, resolve }: Told = {}) {
  const hosts = allowedHosts([origin, ...also]);
  const http = new Http({ isNamed: (host) => hosts.isNamed(host), timeout, resolve });
  clients.push(http);
  const credentials = new Map([[new URL(origin).host, { user: 'user', password: 'hunter2' }]]);
  return { hosts, client: new RegistryClient({ hosts, http, credentials }) };
}

async function failure(reading: Promise<unknown>): Promise<RegistryError> {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof RegistryError) return error;
  throw new Error('It should have failed with a RegistryError', { cause: error });
}

const config = JSON.stringify({ os: 'linux', config: { Cmd: ['x'] } });
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

function manifestWith(descriptor: object = {}): string {
  const described = { mediaType: 'x/y', digest: digestOf(config), size: config.length, ...descriptor };
  return JSON.stringify({ mediaType: manifestType, config: described, layers: [] });
}

/** A registry of one image. */
const healthy: Handler = ({ url }, response) => {
  response.end(url?.includes('/manifests/') === true ? manifestWith() : config);
};

describe('redirects', () => {
  const redirectTo =
    (location: string): Handler =>
    (request, response) => {
      if (request.url?.includes('/manifests/') === true) healthy(request, response);
      else response.writeHead(307, { location }).end();
    };

  test('to a place on the list are followed, without our credentials', async () => {
    const storage = await serve((_request, response) => response.end(config));
    const registry = await serve((request, response) => {
      if (request.headers.authorization === undefined)
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      else redirectTo(`${storage.origin}/blob?signature=1`)(request, response);
    });
    const { client } = clientFor(registry, { also: [storage.origin] });
    expect((await client.read(registry.name, usualPlatform)).config.cmd).toEqual(['x']);
    expect(registry.requests.at(-1)?.headers.authorization).toMatch(/^Basic /);
    expect(storage.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each([
    ['an address of this machine', 'http://127.0.0.1:PORT/secret'],
    ['a number that means one', 'http://2130706433:PORT/secret'],
    ['IPv6 that holds IPv4', 'http://[::ffff:127.0.0.1]:PORT/secret'],
    ['the address of a cloud for its machines', 'http://169.254.169.254/latest/meta-data'],
  ])('to %s are refused before a byte is sent', async (_what, location) => {
    const secret = await serve((_request, response) => response.end(config));
    const registry = await serve(redirectTo(location.replace('PORT', new URL(secret.origin).port)));
    const error = await failure(clientFor(registry).client.read(registry.name, usualPlatform));
    expect(error).toMatchObject({ reason: 'refused' });
    expect(error.message).toMatch(/no public address/);
    expect(secret.requests).toEqual([]);
  });

  test('to a name are refused when the name leads inside, whatever it led to before', async () => {
    const secret = await serve((_request, response) => response.end(config));
    const { port } = new URL(secret.origin);
    const registry = await serve(redirectTo(`http://storage.example:${port}/secret`));
    const asked: string[] = [];
    const resolve: Resolve = (hostname, _options, callback) => {
      asked.push(hostname);
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    const error = await failure(clientFor(registry, { resolve }).client.read(registry.name, usualPlatform));
    expect(error.reason).toBe('refused');
    expect(asked).toEqual(['storage.example']);
    expect(secret.requests).toEqual([]);
  });

  test.each([
    ['file:///etc/passwd', /no web address/],
    ['http://[', /no web address/],
    ['/v2/again', /too often/],
  ])('to %s are refused', async (location, message) => {
    const registry = await serve(redirectTo(location));
    const error = await failure(clientFor(registry).client.read(registry.name, usualPlatform));
    expect(error.reason).toBe('refused');
    expect(error.message).toMatch(message);
    expect(registry.requests.length).toBeLessThan(10);
  });
});

describe('answers that are none', () => {
  test.each<readonly [string, Handler, string, RegExp]>([
    [
      'a manifest too large, as it says',
      (_, r) => r.writeHead(200, { 'content-length': 1e9 }).write('{'),
      'malformed',
      /larger/,
    ],
    ['a manifest that never ends', (_, r) => endless(r), 'malformed', /larger/],
    ['a manifest that is a page', (_, r) => r.end('<html>'), 'malformed', /no JSON/],
    [
      'a list of lists',
      (r, answer) => answer.end(r.url?.endsWith('/1') === true ? listOf(emptyList) : emptyList),
      'malformed',
      /list of lists/,
    ],
    ['a configuration said to be huge', (_, r) => r.end(manifestWith({ size: 1e9 })), 'malformed', /1000000000 bytes/],
    ['a connection that breaks', (request) => request.socket.destroy(), 'unreachable', /cannot be reached/],
    ['an error of the server', (_, r) => r.writeHead(503).end(), 'unreachable', /answered 503/],
    [
      'a challenge of an unknown kind',
      (_, r) => r.writeHead(401, { 'www-authenticate': 'Negotiate' }).end(),
      'denied',
      /credentials/,
    ],
  ])('%s', async (_what, handler, reason, message) => {
    const registry = await serve(handler);
    const error = await failure(clientFor(registry).client.read(registry.name, usualPlatform));
    expect([error.reason, error.message]).toEqual([reason, expect.stringMatching(message)]);
  });

  const emptyList = listOf();

  /** A list with one entry, or with none. */
  function listOf(text?: string): string {
    const platform = { os: 'linux', architecture: 'amd64' };
    const manifests = text === undefined ? [] : [{ digest: digestOf(text), size: text.length, platform }];
    return JSON.stringify({ mediaType: 'application/vnd.oci.image.index.v1+json', manifests });
  }

  function endless(response: ServerResponse): unknown {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const more = (): void => {
      if (!response.destroyed) response.write(chunk, more);
    };
    more();
    return undefined;
  }

  test('bytes that are not what their digest names', async () => {
    const registry = await serve((request, response) => {
      if (request.url?.includes('/manifests/') === true) healthy(request, response);
      else response.end(config.replace('"x"', '"y"'));
    });
    const error = await failure(clientFor(registry).client.read(registry.name, usualPlatform));
    expect([error.reason, error.message]).toEqual(['malformed', expect.stringContaining(digestOf(config))]);
  });

  test('none in time, however many bytes have come', async () => {
    const registry = await serve((_request, response) => response.writeHead(200).write('{'));
    const error = await failure(clientFor(registry, { timeout: 50 }).client.read(registry.name, usualPlatform));
    expect([error.reason, error.message]).toEqual(['unreachable', expect.stringMatching(/in time/)]);
  });

  test('no message holds a credential', async () => {
    const realm = await serve((_request, response) => response.writeHead(401).end());
    const registry = await serve((_request, response) =>
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm.origin}/token"` }).end(),
    );
    const error = await failure(
      clientFor(registry, { also: [realm.origin] }).client.read(registry.name, usualPlatform),
    );
    expect(realm.requests[0]?.headers.authorization).toMatch(/^Basic /);
    expect(error.reason).toBe('denied');
    expect(JSON.stringify(error) + error.message).not.toMatch(/hunter2|Basic/);
  });
});

describe('a review', () => {
  const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const forgetful: Cache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  const never = new AbortController().signal;

  function sourceFor(fake: Fake, now: () => number, cache: Cache = forgetful): RegistryImages {
    return new RegistryImages({ ...clientFor(fake), cache, log: silent, now });
  }

  test.each([
    ['has had too many requests and says for how long', 429, { 'retry-after': '30' }, 30],
    ['says that we should come back in a year', 429, { 'retry-after': '31536000' }, 3_600],
    ['has had too many requests', 429, {}, 300],
    ['is out of order', 500, {}, 60],
  ])('leaves a registry alone that %s', async (_what, status, headers, seconds) => {
    let answer: Handler = (_request, response) => response.writeHead(status, headers).end();
    const registry = await serve((request, response) => {
      answer(request, response);
    });
    let now = 1_000;
    const source = sourceFor(registry, () => now);
    expect(await source.factsOf(registry.name, never)).toBeUndefined();
    answer = healthy;
    now += seconds * 1_000 - 1;
    expect(await source.factsOf(registry.name, never)).toBeUndefined();
    expect(registry.requests.length).toBe(1);
    now += 1;
    expect(await source.factsOf(registry.name, never)).toMatchObject({ cmd: ['x'] });
  });

  test('that has no more patience makes the next one spend none', async () => {
    const impatient = new AbortController();
    const registry = await serve(() => {
      impatient.abort();
    });
    const source = sourceFor(registry, () => 0);
    expect(await source.factsOf(registry.name, impatient.signal)).toBeUndefined();
    expect(await source.factsOf(registry.name, never)).toBeUndefined();
    expect(registry.requests.length).toBe(1);
  });

  test('does not hear of a cache that fails', async () => {
    const registry = await serve(healthy);
    const broken: Cache = {
      get: () => Promise.reject(new Error('gone')),
      set: () => Promise.reject(new Error('gone')),
    };
    expect(await sourceFor(registry, () => 0, broken).factsOf(registry.name, never)).toMatchObject({ cmd: ['x'] });
  });
});
