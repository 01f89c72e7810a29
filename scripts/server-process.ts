import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Sandbox } from '../src/sandbox/server.ts';

export const webhookSecret = 'a secret of this script';

/** The server as `npm start` makes it, in a process of its own, against a stand-in for GitHub in this one. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Resolves when it takes webhooks. */
  readonly listening: Promise<undefined>;
}

/** `database`: DATA_DIR or DATABASE_URL. */
export function startServer(sandbox: Sandbox, port: number, database: Readonly<Record<string, string>>): ServerProcess {
  const { id, privateKey } = sandbox.app;
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      ...{ ...process.env, ...database, APP_ID: String(id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret },
      ...{ PORT: String(port), LOG_LEVEL: 'info', GHE_HOST: new URL(sandbox.url).host, GHE_PROTOCOL: 'http' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const listening = Promise.withResolvers<undefined>();
  child.stdout.on('data', (text) => {
    if (String(text).includes('"msg":"listening"')) listening.resolve(undefined);
  });
  return { child, listening: listening.promise };
}

/** SIGKILL; resolves when the process is gone. */
export async function kill({ child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export function webhookAddress(port: number): string {
  return `http://127.0.0.1:${port}/api/github/webhooks`;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
