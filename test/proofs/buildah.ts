import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of an image's configuration that decides what a container executes. Docker's own format: OCI's has no SHELL. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Shell?: readonly string[] | null;
  readonly Healthcheck?: { readonly Test?: readonly string[] } | null;
  readonly WorkingDir?: string;
  readonly Env?: readonly string[];
}

export type Built = { readonly id: string; readonly config: ImageConfig } | { readonly refused: string };

export interface BuildOptions {
  readonly context?: string;
  readonly target?: string;
  /** The image's name. Left out: it has none. */
  readonly name?: string;
}

/** How one command went. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A buildah with a store of its own, so that several build at the same time. */
export interface Builder {
  build(dockerfile: string, options?: BuildOptions): Promise<Built>;
  /** Any other command of buildah on the same store. */
  run(...args: readonly string[]): Promise<Ran>;
}

/** Keeps all that it makes in `folder`, which must exist and be empty. */
export function createBuilder(folder: string): Builder {
  const context = join(folder, 'context');
  mkdirSync(context);
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
  const run = (...args: readonly string[]): Promise<Ran> => execute('buildah', [...store, ...args]);
  const build = async (dockerfile: string, options: BuildOptions = {}): Promise<Built> => {
    const path = join(folder, 'Dockerfile');
    writeFileSync(path, dockerfile);
    const { status, stdout, stderr } = await run(
      ...['build', '--quiet', '--format', 'docker', '--isolation', 'chroot', '--layers=false', '--pull-never'],
      ...(options.target === undefined ? [] : ['--target', options.target]),
      ...(options.name === undefined ? [] : ['--tag', options.name]),
      ...['--file', path, options.context ?? context],
    );
    const id = stdout.trim().split('\n').at(-1) ?? '';
    return status === 0 ? { id, config: readConfig(join(folder, 'root'), id) } : { refused: stderr };
  };
  return { build, run };
}

/**
 * An image's id is the digest of its configuration, and the store keeps the configuration under that name
 * (containers/storage, images.go). Asking `buildah inspect` would take as long as the build.
 */
function readConfig(root: string, id: string): ImageConfig {
  const key = Buffer.from(`sha256:${id}`).toString('base64');
  const bytes = readFileSync(join(root, 'vfs-images', id, `=${key}`));
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== id) throw new Error(`The configuration of image ${id} has the digest ${digest}`);
  return (JSON.parse(bytes.toString()) as { readonly config: ImageConfig }).config;
}

function execute(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    // One thread each: several run side by side, and most of the time goes into starting.
    const env = { ...process.env, GOMAXPROCS: '1' };
    const child = execFile(program, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : error.code;
      if (typeof status === 'number') resolve({ status, stdout, stderr });
      else reject(new Error(`${program} did not run`, { cause: error }));
    });
    // A shell in a container would wait for more.
    child.stdin?.end();
  });
}
