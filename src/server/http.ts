import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, readBody } from './body.ts';
import type { Metrics } from './metrics.ts';
import { signatureByNew } from './old-secret.ts';

export const webhookPath = '/api/github/webhooks';

export interface HttpOptions {
  /** Probot's middleware: verifies the signature and hands events on. Takes the body from `request.body`. */
  readonly webhooks: (request: IncomingMessage, response: ServerResponse) => unknown;
  /** The secrets, while the old one may still sign. */
  readonly secrets?: { readonly current: string; readonly old: string } | undefined;
  /** Throws when we cannot take jobs. */
  readonly ready: () => Promise<void>;
  readonly metrics: Pick<Metrics, 'webhook' | 'text' | 'contentType'>;
  readonly onError: (error: unknown) => void;
}

export interface HttpServer {
  /** `http://HOST:PORT`, with the port that was really taken. */
  readonly address: string;
  /** Takes no more connections, ends the requests under way within `timeout` milliseconds, cuts the others. */
  readonly close: (timeout: number) => Promise<void>;
}

/** GitHub itself gives up after 10 s. */
const requestTimeout = 30_000;

/** Listens on `host` and `port`. Throws when the port is taken. */
export async function listen(host: string, port: number, options: HttpOptions): Promise<HttpServer> {
  const server = createServer({ requestTimeout, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.onError(error);
      if (!response.headersSent) plain(response, 500, 'internal error');
      else response.destroy();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: (timeout) => close(server, timeout),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: HttpOptions): Promise<void> {
  const pathname = URL.parse(request.url ?? '', 'http://localhost')?.pathname ?? '';
  if (pathname === webhookPath || pathname === `${webhookPath}/`) return receive(request, response, options);
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const page = reading ? pages.get(pathname) : undefined;
  if (page === undefined) plain(response, 404, 'not found');
  else await page(response, options);
}

type Page = (response: ServerResponse, options: HttpOptions) => Promise<void>;

const pages: ReadonlyMap<string, Page> = new Map<string, Page>([
  ['/live', live],
  ['/ready', ready],
  ['/metrics', metrics],
]);

/** The process runs. */
function live(response: ServerResponse): Promise<void> {
  plain(response, 200, 'ok');
  return Promise.resolve();
}

/** Webhooks can be taken. */
async function ready(response: ServerResponse, options: HttpOptions): Promise<void> {
  try {
    await options.ready();
    plain(response, 200, 'ok');
  } catch (error) {
    options.onError(error);
    plain(response, 503, 'the queue does not answer');
  }
}

async function metrics(response: ServerResponse, { metrics: { text, contentType } }: HttpOptions): Promise<void> {
  const page = await text();
  response.writeHead(200, { 'content-type': contentType }).end(page);
}

/** Reads a webhook within our limit and hands it to Probot, which reads the body of nobody else. */
async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { webhooks, metrics, secrets }: HttpOptions,
): Promise<void> {
  response.once('close', () => {
    metrics.webhook(response.writableFinished ? response.statusCode : 400);
  });
  if (request.method === 'POST') {
    try {
      const body = await readBody(request);
      const signature = secrets && signatureByNew(secrets, body, request.headers);
      if (signature !== undefined) request.headers['x-hub-signature-256'] = signature;
      request.body = body;
    } catch (error) {
      if (error instanceof BodyTooLarge) refuse(request, response);
      else response.destroy();
      return;
    }
  }
  await webhooks(request, response);
}

/** Answers 413. The rest of the body is thrown away for a while: a connection cut at once would cut the answer too. */
function refuse(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  plain(response, 413, 'the body is larger than 25 MB');
  request.resume();
  setTimeout(() => request.destroy(), 5_000).unref();
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function close(server: Server, timeout: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, timeout);
  await closed;
  clearTimeout(cut);
}
