import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, globSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { emptyFolder } from './data-directory.ts';

const initdb = [
  ...(process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'initdb')),
  ...globSync('/usr/lib/postgresql/*/bin/initdb'),
].find((path) => existsSync(path));

/** Whether this machine has PostgreSQL's server; tests that need it are skipped where it has not. */
export const hasPostgresql = initdb !== undefined;

export interface Postgresql {
  readonly url: string;
  readonly stop: () => void;
}

/** A server of its own on a free port of 127.0.0.1. */
export async function startPostgresql(): Promise<Postgresql> {
  const folder = emptyFolder();
  const port = await freePort();
  const bin = dirname(initdb ?? '');
  // PostgreSQL refuses to run as root; containers often are.
  const nobody = { uid: 65_534, gid: 65_534 };
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder.path, nobody.uid, nobody.gid);
  const user = isRoot ? nobody : {};
  const data = join(folder.path, 'data');
  const run = (program: string, ...args: string[]): void => {
    execFileSync(join(bin, program), args, { ...user, cwd: folder.path, stdio: 'ignore' });
  };
  run('initdb', '-D', data, '-A', 'trust', '-U', 'tester', '--no-sync');
  const options = `-p ${port} -k ${folder.path} -c listen_addresses=127.0.0.1 -c fsync=off`;
  run('pg_ctl', '-D', data, '-l', join(folder.path, 'log'), '-o', options, '-w', 'start');
  return {
    url: `postgres://tester@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      folder[Symbol.dispose]();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
