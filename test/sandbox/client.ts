import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server.ts';

/** What a test sees of an answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at whatever the API gave
  readonly body: any;
}

/** Calls the sandbox's REST API with a token (or a JWT), as any client would. */
export async function call(
  sandbox: Sandbox,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Reply> {
  const response = await fetch(`${sandbox.url}/api/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

export async function graph(sandbox: Sandbox, token: string, query: string, variables: object = {}): Promise<Reply> {
  const response = await fetch(`${sandbox.url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A JWT as an App makes it; `claims` overrides. */
export function jwt(sandbox: Sandbox, claims: object = {}, key = sandbox.app.privateKey, alg = 'RS256'): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg, typ: 'JWT' })}.${part({ iat: now - 60, exp: now + 540, iss: sandbox.app.id, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

export const REPO = { owner: 'acme', name: 'services' };
export const PATH = '/repos/acme/services';

/** Lines 1 to 20 of a file, each `line N`. */
export const TWENTY = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('');

export interface Scene {
  readonly sandbox: Sandbox;
  /** The installation's token. */
  readonly token: string;
  readonly head: string;
}

/** One key for all sandboxes of a test file: making one takes longer than most tests. */
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** A repository with one pull request (#1): `Dockerfile` is new with three lines, `long.txt` changes lines 10 and 11. */
export async function openScene(options: SandboxOptions = {}): Promise<Scene> {
  const sandbox = await startSandbox({ ...options, app: { privateKey: KEY, ...options.app } });
  await sandbox.addRepository({ ...REPO, files: { 'long.txt': TWENTY, 'README.md': 'hello\n' } });
  const pull = await sandbox.openPullRequest({
    ...REPO,
    author: 'ada',
    title: 'Add an image',
    files: {
      Dockerfile: 'FROM node:24\nRUN cd /app\nCMD npm start\n',
      'long.txt': TWENTY.replace('line 10\nline 11\n', 'ten\neleven\n'),
    },
  });
  return { sandbox, token: sandbox.installationToken(REPO.owner), head: pull.headSha };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at whatever was sent
  readonly body: any;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** Takes webhooks and answers each with `answer` (200 unless told); a negative status never answers. */
export async function receive(answer: () => number = () => 200): Promise<Receiver> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      received.push({ headers: request.headers, text, body: JSON.parse(text) });
      const status = answer();
      if (status > 0) response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
  };
  return { url: `http://127.0.0.1:${port}/hook`, received, close };
}

/** The payloads that an act has the sandbox send, each with its `event`. */
export async function deliveredBy(
  sandbox: Sandbox,
  receiver: Receiver,
  act: () => unknown,
): Promise<Received['body'][]> {
  await sandbox.settled();
  const from = receiver.received.length;
  await act();
  await sandbox.settled();
  return receiver.received.slice(from).map(({ headers, body }): Received['body'] => {
    return { ...(body as object), event: headers['x-github-event'] };
  });
}
