import { join } from 'node:path';
import { ChildError, startChild, type Child, type Program } from './child.ts';
import { tellWebhook } from './sandbox-client.ts';

/** Where the two processes are reached, without a slash at the end. */
export interface Addresses {
  readonly sandbox: string;
  readonly app: string;
  readonly webhookSecret: string;
}

/** The stand-in for GitHub and the App, each a process, each knowing of the other. */
export interface Stand {
  /** Starts both on free ports of 127.0.0.1. Rejects with a ChildError when one does not come up. */
  start(): Promise<Addresses>;
  /** Rejects with a ChildError when one of them has ended by itself. */
  failure(): Promise<never>;
  /** The newest log lines of the App. */
  appLog(): readonly string[];
  /** Stops whatever runs, at any time, also during the start; resolves when all has ended. */
  stop(): Promise<void>;
}

interface SandboxReady {
  readonly url: string;
  readonly appId: number;
  readonly privateKeyPath: string;
  readonly webhookSecret: string;
}

/** What would lead the App elsewhere than to the sandbox, or its data elsewhere than into the demo's folder. */
const foreign = [
  ...['DATABASE_URL', 'PRIVATE_KEY', 'GH_ORG', 'WEBHOOK_PATH', 'WEBHOOK_PROXY_URL'],
  ...['LOG_FORMAT', 'NODE_OPTIONS', 'NODE_CHANNEL_FD'],
];

/** Prepares both; nothing runs yet. The App's database goes into `folder`. */
export function createStand(folder: string): Stand {
  const running: Child<unknown>[] = [];
  let stopped = false;
  const launch = <Ready>(program: Program<Ready>): Child<Ready> => {
    if (stopped) throw new Error('The demo is being stopped.');
    const child = startChild(program);
    running.push(child);
    return child;
  };
  const killAll = (): void => {
    for (const child of running) child.kill();
  };
  process.on('exit', killAll);
  return {
    async start() {
      const ready = await launch(sandboxProgram()).ready;
      const app = await launch(appProgram(folder, ready)).ready;
      await tellWebhook(ready.url, `${app}/api/github/webhooks`, ready.webhookSecret);
      return { sandbox: ready.url, app, webhookSecret: ready.webhookSecret };
    },
    failure: () =>
      Promise.race(
        running.map(async (child) => {
          const how = await child.ended;
          throw new ChildError(`${child.script} ended with ${how}`, child.lastLines());
        }),
      ),
    appLog: () => running.find((child) => child.script === appScript)?.lastLines() ?? [],
    async stop() {
      stopped = true;
      // The App first: it may still be talking to the sandbox.
      for (const child of running.toReversed()) await child.stop();
      process.off('exit', killAll);
    },
  };
}

const appScript = 'main.ts';

function sandboxProgram(): Program<SandboxReady> {
  return {
    script: 'sandbox/main.ts',
    environment: inherited(),
    readyLine: (line) => (typeof line['url'] === 'string' ? (line as unknown as SandboxReady) : undefined),
  };
}

function appProgram(folder: string, sandbox: SandboxReady): Program<string> {
  const environment = {
    ...inherited(),
    APP_ID: String(sandbox.appId),
    PRIVATE_KEY_PATH: sandbox.privateKeyPath,
    WEBHOOK_SECRET: sandbox.webhookSecret,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    GHE_PROTOCOL: 'http',
    GHE_HOST: new URL(sandbox.url).host,
    DATA_DIR: join(folder, 'data'),
  };
  const readyLine: Program<string>['readyLine'] = (line) =>
    line['msg'] === 'listening' && typeof line['address'] === 'string' ? line['address'].replace(/\/$/, '') : undefined;
  return { script: appScript, environment, readyLine };
}

function inherited(): Program<unknown>['environment'] {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.includes(name)));
}
