import type { AppHost, CommandHost, Host, InstallationHost, Log, PullRef, Shared } from '../jobs/ports.ts';
import { createAppHost } from './app-host.ts';
import type { Budget } from './budget.ts';
import { createClient, type Client, type FinishedCall } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { createCommandHost } from './command-host.ts';
import { createHost } from './host.ts';
import { Pace } from './pace.ts';
import { recentPulls } from './recent-pulls.ts';
import { InstallationTokens, type InstallationToken } from './tokens.ts';

export interface InstallationsOptions {
  readonly appId: number;
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly baseUrl: string;
  /** A JWT of the App, fresh enough to be used now. */
  readonly appToken: () => Promise<string>;
  readonly log: Log;
  readonly onCall?: (call: FinishedCall) => void;
  readonly clock?: Clock;
  /** Milliseconds after which a call without an answer ends; GitHub's own limit and more unless told. */
  readonly timeout?: number;
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

  /**
   * A host that may see and write this one repository. Nothing is asked of GitHub before its first call. `isRepeated`: an
   * earlier try of the same job may have done some of it.
   */
  hostFor(
    installationId: number,
    repository: PullRef['repository'],
    log: Log = this.#options.log,
    isRepeated = false,
  ): Host {
    const token = this.#tokens.for(installationId, repository, 'review');
    return createHost(this.#clientFor(installationId, token), log, this.#clock, () => mayWrite(token), isRepeated);
  }

  /** The same for what a person asked for there. */
  commandHostFor(installationId: number, repository: PullRef['repository'], log: Log = this.#options.log): CommandHost {
    const token = this.#tokens.for(installationId, repository, 'command');
    const client = this.#clientFor(installationId, token);
    const host = createHost(client, log, this.#clock, () => mayWrite(token));
    return createCommandHost(host, client, log, this.#clock);
  }

  /** What an installation sees across its repositories. */
  lookerFor(installationId: number): InstallationHost {
    const client = this.#clientFor(installationId, this.#tokens.for(installationId, undefined, 'look'));
    return { recentPulls: (account, since) => recentPulls(client, this.#options.appId, account, since) };
  }

  #clientFor(installationId: number, token: InstallationToken): Client {
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

async function mayWrite(token: InstallationToken): Promise<boolean> {
  return (await token.permissions())['contents'] === 'write';
}
