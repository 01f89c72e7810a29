import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A few prepared answers over real HTTP, where one needs no more of GitHub; `src/sandbox` is the one that checks. */
export interface GitHubStub {
  /** `127.0.0.1:PORT`, for GHE_HOST. */
  readonly host: string;
  /** Without those that the App makes by itself, as `ownRounds`. */
  readonly calls: StubCall[];
  /** Resolves with the first call of this route, now or later. */
  readonly called: (route: string) => Promise<StubCall>;
  readonly close: () => Promise<void>;
}

export interface StubCall {
  /** `METHOD /path` without `/api/v3` and query. */
  readonly route: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** What the App asks at its start: lost webhooks, and whether a review is missing. There are none. */
const ownRounds: ReadonlySet<string> = new Set(['GET /app/installations', 'GET /app/hook/deliveries']);

export const stubHead = 'a'.repeat(40);
const base = 'b'.repeat(40);

/** One pull request, acme/shop#7, that adds one Dockerfile of this text. `overrides` answer some routes differently. */
export async function startGitHub(
  dockerfile: string,
  overrides: Readonly<Record<string, StubAnswer>> = {},
): Promise<GitHubStub> {
  const answers: Readonly<Record<string, StubAnswer>> = { ...answersOf(dockerfile), ...overrides };
  const calls: StubCall[] = [];
  const waiting = new Map<string, PromiseWithResolvers<StubCall>>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = new URL(request.url ?? '', 'http://x').pathname.replace(/^\/api(\/v3)?(?=\/)/, '');
      const call = { route: `${request.method ?? ''} ${path}`, authorization: request.headers.authorization, body };
      if (ownRounds.has(call.route)) {
        response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
        return;
      }
      const answer = answers[call.route] ?? { status: 404, body: { message: `no answer prepared for ${call.route}` } };
      const headers = { 'content-type': 'application/json', 'x-github-request-id': 'STUB:1', ...answer.headers };
      response.writeHead(answer.status ?? 200, headers).end(JSON.stringify(answer.body));
      calls.push(call);
      waiting.get(call.route)?.resolve(call);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    called: (route) => {
      const seen = calls.find((call) => call.route === route);
      if (seen !== undefined) return Promise.resolve(seen);
      const next = waiting.get(route) ?? Promise.withResolvers<StubCall>();
      waiting.set(route, next);
      return next.promise;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answersOf(text: string): Record<string, StubAnswer> {
  const blob = createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
  const lines = text.replace(/\n$/, '').split('\n');
  const patch = [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n');
  const object = { text, isBinary: false, isTruncated: false, byteSize: Buffer.byteLength(text) };
  const none = { pageInfo: { hasPreviousPage: false, startCursor: null }, nodes: [] };
  const pullRequest = {
    ...{ state: 'OPEN', isDraft: false, headRefOid: stubHead, baseRefOid: base },
    commits: { nodes: [{ commit: { oid: stubHead, h0: { mode: 33188, oid: blob, object } } }] },
    ...{ baseRef: { target: { oid: base } }, reviews: none, reviewThreads: none },
  };
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  return {
    'POST /app/installations/12/access_tokens': {
      status: 201,
      body: { token: 'ghs_stub.secret-token_0123456789', expires_at },
    },
    'GET /repos/acme/shop/pulls/7/files': { body: [{ filename: 'Dockerfile', status: 'added', sha: blob, patch }] },
    'POST /graphql': { body: { data: { repository: { pullRequest } } } },
    'POST /repos/acme/shop/pulls/7/reviews': { body: { id: 1 } },
    [`GET /repos/acme/shop/commits/${stubHead}/check-runs`]: { body: { total_count: 0, check_runs: [] } },
    'POST /repos/acme/shop/check-runs': { status: 201, body: { id: 9, html_url: 'http://x/runs/9' } },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
