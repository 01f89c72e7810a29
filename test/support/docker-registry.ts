import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, createPublicKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Whether a program is on the path. */
export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** A real registry and what fills it; tests are skipped where they are missing. `.ci/run` installs them. */
export const hasDockerRegistry = ['docker-registry', 'skopeo', 'openssl'].every(hasProgram);

export interface DockerRegistry {
  /** `127.0.0.1:PORT`, as it stands in image names. */
  readonly host: string;
  /** Each request as `GET /v2/…`, in order. */
  readonly requests: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Debian's docker-registry on a free port, its images in `folder`; `auth` in its own words. */
export async function startDockerRegistry(folder: string, auth: object | undefined): Promise<DockerRegistry> {
  const port = await freePort();
  const config = {
    version: 0.1,
    storage: {
      filesystem: { rootdirectory: join(folder, 'storage') },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: { addr: `127.0.0.1:${port}` },
    ...(auth === undefined ? {} : { auth }),
  };
  const path = join(folder, 'config.yml');
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', path], { stdio: ['ignore', 'pipe', 'pipe'] });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line);
    });
  await listening(child, log);
  return {
    host: `127.0.0.1:${port}`,
    requests: () => log.flatMap((line) => /"((?:GET|HEAD|PUT|POST|PATCH) \S+) HTTP/.exec(line)?.[1] ?? []),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** It says so in its log, on one of the two streams. */
async function listening(child: ChildProcess, log: readonly string[]): Promise<void> {
  const ready = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (log.some((line) => line.includes('listening on'))) ready.resolve(undefined);
  };
  child.stdout?.on('data', () => setImmediate(look));
  child.stderr?.on('data', () => setImmediate(look));
  child.once('exit', () => {
    ready.reject(new Error(`docker-registry ended:\n${log.join('\n')}`));
  });
  await ready.promise;
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export interface TokenServer {
  /** docker-registry's configuration of its own token authentication. */
  readonly auth: object;
  readonly origin: string;
  /** What it was asked: path with query, and whether with credentials. */
  readonly asked: readonly { readonly path: string; readonly authorization: string | undefined }[];
  readonly stop: () => void;
}

/**
 * Gives out tokens as https://distribution.github.io/distribution/spec/auth/jwt/ has them, which docker-registry verifies:
 * reading for anybody, but not of `private/…`; that, and writing, for those who send `user:password`.
 */
export async function startTokenServer(folder: string): Promise<TokenServer> {
  const [key, certificate] = [join(folder, 'token.key'), join(folder, 'token.crt')];
  const subject = ['-subj', '/CN=token', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const asked: TokenServer['asked'][number][] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
    const token = tokenFor(request, readFileSync(key, 'utf8'), readFileSync(certificate, 'utf8'));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ token, expires_in: 300 }));
  });
  const origin = await listenOn(server);
  return {
    auth: { token: { realm: `${origin}/token`, service: 'ours', issuer: 'ours', rootcertbundle: certificate } },
    origin,
    asked,
    stop: () => server.close(),
  };
}

/** On a free port of 127.0.0.1. */
export async function listenOn(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function tokenFor(request: IncomingMessage, key: string, certificate: string): string {
  const query = new URL(request.url ?? '', 'http://token').searchParams;
  const known = request.headers.authorization === `Basic ${Buffer.from('user:password').toString('base64')}`;
  const access = query.getAll('scope').map((scope) => {
    const [type, name = '', actions = ''] = scope.split(':');
    const wanted = actions.split(',').filter((action) => known || (action === 'pull' && !name.startsWith('private/')));
    return { type, name, actions: wanted };
  });
  const now = Math.floor(Date.now() / 1_000);
  const times = { exp: now + 300, nbf: now - 10, iat: now };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = encode({ typ: 'JWT', alg: 'RS256', kid: keyId(certificate) });
  const body = encode({ iss: 'ours', aud: query.get('service'), sub: '', jti: `${now}`, ...times, access });
  return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), key).toString('base64url')}`;
}

/** libtrust's name of a key: base32 of the first 240 bits of its hash, in groups of four. */
function keyId(certificate: string): string {
  const der = createPublicKey(certificate).export({ type: 'spki', format: 'der' });
  const bits = [...createHash('sha256').update(der).digest().subarray(0, 30)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five, 2)),
  );
  return (letters.join('').match(/.{4}/g) ?? []).join(':');
}

/** An image as its configuration describes it; `layer` is a tar file, none makes an empty image. */
export interface TestImage {
  readonly os?: string;
  readonly architecture?: string;
  readonly config: object;
  readonly history?: readonly object[];
  /** gzip of a tar. */
  readonly layer?: Buffer;
}

/** Writes images as one OCI layout: one image, or an index of several platforms. */
export function writeLayout(folder: string, images: readonly TestImage[]): string {
  const blobs = join(folder, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const write = (bytes: Buffer | string, mediaType: string) => {
    const hex = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(join(blobs, hex), bytes);
    return {
      mediaType: `application/vnd.oci.image.${mediaType}`,
      digest: `sha256:${hex}`,
      size: Buffer.byteLength(bytes),
    };
  };
  const manifests = images.map(({ os = 'linux', architecture = 'amd64', config, history = [], layer }) => {
    const layers = layer === undefined ? [] : [write(layer, 'layer.v1.tar+gzip')];
    const rootfs = { type: 'layers', diff_ids: layers.map(() => `sha256:${'0'.repeat(64)}`) };
    const described = write(JSON.stringify({ os, architecture, config, rootfs, history }), 'config.v1+json');
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType, config: described, layers });
    return { ...write(manifest, 'manifest.v1+json'), platform: { os, architecture } };
  });
  const [only] = manifests;
  const top =
    manifests.length === 1
      ? only
      : write(
          JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests }),
          'index.v1+json',
        );
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  return `oci:${folder}`;
}

/** Copies an image, with all of its platforms, to a registry on this machine. `docker` converts to Docker's own formats. */
export async function push(from: string, to: string, format: 'oci' | 'docker' = 'oci'): Promise<void> {
  const kind = format === 'docker' ? ['--format', 'v2s2'] : ['--all', '--preserve-digests'];
  const options = ['--insecure-policy', 'copy', '--dest-tls-verify=false', '--dest-creds', 'user:password', ...kind];
  await promisify(execFile)('skopeo', [...options, from, `docker://${to}`]);
}
