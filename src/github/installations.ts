import type { AppHost, Host, InstallationHost, Log, PullRef, Shared } from '../jobs/ports.ts';
import { createAppHost } from './app-host.ts';
import type { Budget } from './budget.ts';
import { createClient, type Client, type FinishedCall } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { createHost } from './host.ts';
import { Pace } from './pace.ts';
import { recentPulls } from './recent-pulls.ts';
import { InstallationTokens } from './tokens.ts';

export interface InstallationsOptions {
  readonly appId: number;
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly baseUrl: string;
  /** A JWT of the App, fresh enough to be used now. */
  readonly appToken: () => Promise<string>;
  readonly log: Log;
  readonly onCall?: (call: FinishedCall) => void;
  readonly clock?: Clock;
  /** What the processes share of an installation's budget; each its own when left out. */
  readonly budgetOf?: (installationId: number) => Shared<Budget>;
}

/** The hosts of all installations. Those of one installation share its pace and its tokens. */
export class Installations {
  readonly #options: InstallationsOptions;
  readonly #clock: Clock;
  readonly #tokens: InstallationTokens;
  readonly #paces = new Map<number, Pace>();
  /** What the App asks as itself. */
  readonly app: AppHost;

  constructor(options: InstallationsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const app = createClient({ ...options, token: { get: options.appToken }, pace: new Pace(this.#clock) });
    this.#tokens = new InstallationTokens(app, this.#clock);
    this.app = createAppHost(app);
  }

  /** A host that may see and write this one repository. Nothing is asked of GitHub before its first call. */
  hostFor(installationId: number, repository: PullRef['repository'], log: Log = this.#options.log): Host {
    return createHost(this.#clientFor(installationId, repository), log, this.#clock);
  }

  /** What an installation sees across its repositories. */
  lookerFor(installationId: number): InstallationHost {
    const client = this.#clientFor(installationId, undefined);
    return { recentPulls: (account, since) => recentPulls(client, this.#options.appId, account, since) };
  }

  #clientFor(installationId: number, repository: PullRef['repository'] | undefined): Client {
    const token = this.#tokens.for(installationId, repository);
    return createClient({ ...this.#options, token, pace: this.#paceOf(installationId) });
  }

  #paceOf(installationId: number): Pace {
    const known = this.#paces.get(installationId);
    if (known !== undefined) return known;
    for (const [id, pace] of this.#paces) if (pace.idle) this.#paces.delete(id);
    const pace = new Pace(this.#clock, this.#options.budgetOf?.(installationId));
    this.#paces.set(installationId, pace);
    return pace;
  }
}
