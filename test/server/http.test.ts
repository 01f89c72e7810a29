import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { bodyLimit } from '../../src/server/body.ts';
import { listen, webhookPath, type HttpOptions, type HttpServer } from '../../src/server/http.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
});

interface Started {
  readonly url: string;
  readonly statuses: number[];
  readonly errors: unknown[];
}

async function start(options: Partial<HttpOptions> = {}): Promise<Started> {
  const statuses: number[] = [];
  const errors: unknown[] = [];
  server = await listen('127.0.0.1', 0, {
    webhooks: (request, response) => {
      response.end(`got ${(request.body as string).length}`);
    },
    ready: () => Promise.resolve(),
    metrics: {
      webhook: (status) => statuses.push(status),
      text: () => Promise.resolve('m 1\n'),
      contentType: 'text/x',
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  return { url: server.address, statuses, errors };
}

test('the address names the port that was really taken', async () => {
  const { url } = await start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
});

test('a taken port is an error', async () => {
  const { url } = await start();
  await expect(listen('127.0.0.1', Number(new URL(url).port), {} as HttpOptions)).rejects.toThrow('EADDRINUSE');
});

describe('pages', () => {
  test('/live, /ready and /metrics answer', async () => {
    const { url } = await start();
    const pages = await Promise.all(['/live', '/ready', '/metrics'].map((path) => fetch(url + path)));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await pages[2]?.text()).toBe('m 1\n');
    expect(pages[2]?.headers.get('content-type')).toBe('text/x');
  });

  test('/ready says 503 while the queue does not answer, and nothing of why', async () => {
    const { url, errors } = await start({ ready: () => Promise.reject(new Error('db at 10.0.0.3 is down')) });
    const response = await fetch(`${url}/ready`);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('10.0.0.3');
    expect(errors).toHaveLength(1);
    expect((await fetch(`${url}/live`)).status).toBe(200);
  });

  test('an error in one is a 500 without its text, and the server goes on', async () => {
    const failing = { webhook: () => undefined, text: () => Promise.reject(new Error('inner')), contentType: 'text/x' };
    const { url } = await start({ metrics: failing });
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('inner');
    expect((await fetch(`${url}/live`)).status).toBe(200);
  });

  test.each(['/', '/probot', '/setup', '/constructor', '/api/github', '/api/github/webhooks/more'])(
    '%s is a 404',
    async (path) => {
      expect((await fetch((await start()).url + path)).status).toBe(404);
    },
  );

  test('an address that is none is a 404', async () => {
    const { url } = await start();
    const { hostname, port } = new URL(url);
    const request = httpRequest({ hostname, port, path: '//' }).end();
    const [response] = (await once(request, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(404);
  });
});

describe('a webhook body', () => {
  test('up to the limit is handed on', async () => {
    const { url, statuses } = await start();
    const response = await fetch(url + webhookPath, { method: 'POST', body: 'x'.repeat(1_000_000) });
    expect(await response.text()).toBe('got 1000000');
    expect(statuses).toEqual([200]);
  });

  test('declared too long is a 413, unread', async () => {
    const { url, statuses } = await start();
    const response = await fetch(url + webhookPath, { method: 'POST', body: Buffer.alloc(30 * 1024 * 1024) });
    expect(response.status).toBe(413);
    expect(statuses).toEqual([413]);
    expect((await fetch(`${url}/live`)).status).toBe(200);
  });

  test('that turns out too long is a 413', async () => {
    const { url } = await start();
    const chunk = Buffer.alloc(1024 * 1024);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += chunk.length;
        if (sent > bodyLimit + 5 * chunk.length) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const response = await fetch(url + webhookPath, { method: 'POST', body, duplex: 'half' });
    expect(response.status).toBe(413);
  });

  test('that ends early reaches nobody', async () => {
    const seen: unknown[] = [];
    const { url } = await start({ webhooks: (request) => seen.push(request.body) });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`POST ${webhookPath} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf`);
    await once(socket, 'connect');
    socket.resume();
    socket.end();
    await once(socket, 'close');
    expect((await fetch(`${url}/live`)).status).toBe(200);
    expect(seen).toEqual([]);
  });
});

describe('close', () => {
  test('lets the request under way end, and takes no other', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const { url } = await start({
      webhooks: async (_, response) => {
        arrived.resolve(undefined);
        await release.promise;
        response.end('done');
      },
    });
    const response = fetch(url + webhookPath, { method: 'POST', body: '{}' });
    await arrived.promise;
    const closed = server?.close(5_000);
    await expect(fetch(`${url}/live`)).rejects.toThrow();
    release.resolve(undefined);
    expect(await (await response).text()).toBe('done');
    await closed;
    server = undefined;
  });

  test('does not wait for connections that are kept alive', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /live HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\n\r\n');
    await once(socket, 'data');
    const ended = once(socket, 'close');
    await server?.close(60_000);
    await ended;
    server = undefined;
  });

  test('cuts what takes longer than its limit', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const { url } = await start({
      webhooks: () => {
        arrived.resolve(undefined);
      },
    });
    const response = fetch(url + webhookPath, { method: 'POST', body: '{}' });
    const cut = expect(response).rejects.toThrow();
    await arrived.promise;
    await server?.close(10);
    await cut;
    server = undefined;
  });
});
