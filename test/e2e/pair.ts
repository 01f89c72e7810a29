import type { PullRequest } from '../../src/sandbox/state.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/server.ts';
import type { PullRequestView } from '../../src/sandbox/view-model.ts';
import { createLog } from '../../src/server/log.ts';
import { readEnvironment } from '../../src/server/environment.ts';
import { start, type Running } from '../../src/main.ts';
import { dataDirectory, type TemporaryFolder } from '../support/data-directory.ts';

export const webhookSecret = 'a secret of this test';
const patience = { timeoutMs: 60_000 };

/** The App as main.ts starts it, and the stand-in for GitHub, talking over real HTTP in this process. */
export interface Pair extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly app: Running;
  readonly webhookSecret: string;
  /** Resolves when the check run of this head has completed. */
  reviewed(headSha: string): Promise<void>;
  view(name: RepositoryName, pull: PullRequest): Promise<PullRequestView>;
  /** The calls since the `from`th, `METHOD /path`; those of the App itself (tokens, lost deliveries) left out. */
  callsSince(from: number): readonly string[];
}

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

export async function startPair(options: SandboxOptions = {}): Promise<Pair> {
  const data = await dataDirectory();
  const sandbox = await startSandbox(options);
  const app = await startApp(sandbox, data);
  sandbox.setWebhook(`${app.address}/api/github/webhooks`, webhookSecret);
  return {
    sandbox,
    app,
    webhookSecret,
    async reviewed(headSha) {
      const where = ({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) => detail['head'] === headSha;
      await sandbox.events.waitFor('check_run.completed', { ...patience, where });
      await sandbox.settled();
    },
    async view({ owner, name }, { number }) {
      const view = await sandbox.view.pullRequest(owner, name, number);
      if (view === undefined) throw new Error(`${owner}/${name} has no pull request ${number}.`);
      return view;
    },
    callsSince: (from) =>
      sandbox.requests
        .slice(from)
        .filter(({ path }) => !path.startsWith('/app/'))
        .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`),
    async [Symbol.asyncDispose]() {
      await app.stop();
      await sandbox.close();
      data[Symbol.dispose]();
    },
  };
}

/** The App alone; on a free port unless one is named. */
export function startApp(sandbox: Sandbox, data: TemporaryFolder, port = 0): Promise<Running> {
  const environment = readEnvironment({
    APP_ID: String(sandbox.app.id),
    PRIVATE_KEY: sandbox.app.privateKey,
    WEBHOOK_SECRET: webhookSecret,
    PORT: String(port),
    GHE_HOST: new URL(sandbox.url).host,
    GHE_PROTOCOL: 'http',
    DATA_DIR: data.path,
  });
  return start(environment, createLog('silent'));
}
