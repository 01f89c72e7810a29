import type { PullRef } from '../jobs/ports.ts';
import type { Client, TokenSource } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, NotInstalled } from './errors.ts';
import { tokenRenewalBefore, tokenSettles } from './limits.ts';

type Repository = PullRef['repository'];

/** What a look across all repositories of an installation needs. */
const lookPermissions = { metadata: 'read', contents: 'read', pull_requests: 'read', checks: 'read' } as const;

/** What a review needs, nothing more; `docs/permissions.md` gives the reasons. */
const permissions = { metadata: 'read', contents: 'read', pull_requests: 'write', checks: 'write' } as const;

/** A token or the request for it. */
interface Entry {
  readonly token: Promise<string>;
  readonly issuedAt: number;
  /** Infinity until the answer is there, so that whoever comes meanwhile waits for the same one. */
  renewAt: number;
}

/** Installation tokens, each for one repository and the permissions of a review, kept until shortly before they expire. */
export class InstallationTokens {
  readonly #app: Client;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  /** `app` is a client that carries the App's JWT. */
  constructor(app: Client, clock: Clock = systemClock) {
    this.#app = app;
    this.#clock = clock;
  }

  /**
   * For one repository, or to look at all of the installation when none is named. The source's `get` throws NotInstalled
   * when the installation is gone or suspended.
   */
  for(installationId: number, repository: Repository | undefined): TokenSource {
    const name = repository === undefined ? '*' : `${repository.owner}/${repository.name}`;
    const key = `${installationId}:${name}`.toLowerCase();
    return {
      get: () => this.#get(key, installationId, repository),
      rejected: () => {
        const entry = this.#entries.get(key);
        // A brand-new token is good, only not known everywhere yet.
        if (entry !== undefined && entry.issuedAt + tokenSettles < this.#clock.now()) this.#entries.delete(key);
      },
    };
  }

  #get(key: string, installationId: number, repository: Repository | undefined): Promise<string> {
    const now = this.#clock.now();
    const known = this.#entries.get(key);
    if (known !== undefined && known.renewAt > now) return known.token;
    for (const [name, entry] of this.#entries) if (entry.renewAt <= now) this.#entries.delete(name);
    const issued = this.#issue(installationId, repository);
    const entry: Entry = { token: issued.then(({ token }) => token), issuedAt: now, renewAt: Infinity };
    this.#entries.set(key, entry);
    issued.then(
      ({ expiresAt }) => (entry.renewAt = expiresAt - tokenRenewalBefore),
      () => this.#entries.delete(key),
    );
    return entry.token;
  }

  async #issue(
    installationId: number,
    repository: Repository | undefined,
  ): Promise<{ token: string; expiresAt: number }> {
    try {
      const { data } = await this.#app.rest.apps.createInstallationAccessToken({
        installation_id: installationId,
        ...(repository === undefined ? { permissions: lookPermissions } : { ...scopeOf(repository), permissions }),
      });
      return { token: data.token, expiresAt: Date.parse(data.expires_at) };
    } catch (error) {
      if (error instanceof GitHubError && isGone(error)) throw new NotInstalled(error, { cause: error });
      throw error;
    }
  }
}

/** 404: uninstalled. 403 "This installation has been suspended". */
function isGone({ status, reason }: GitHubError): boolean {
  return status === 404 || (status === 403 && /suspended/i.test(reason));
}

/** By its number where it is known, since a repository may have got another name meanwhile. */
function scopeOf({ id, name }: Repository): { repository_ids: number[] } | { repositories: string[] } {
  return id === undefined ? { repositories: [name] } : { repository_ids: [id] };
}
