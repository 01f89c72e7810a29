import type { PullRef } from '../jobs/ports.ts';
import type { Client, TokenSource } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, NotInstalled } from './errors.ts';
import { tokenRenewalBefore, tokenSettles } from './limits.ts';

type Repository = PullRef['repository'];

/** What a token is for. */
export type Purpose = 'look' | 'review' | 'command';

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'admin'>>;

const read = { metadata: 'read', contents: 'read' } as const;
const review = { ...read, pull_requests: 'write', checks: 'write' } as const;

/**
 * What each needs, nothing more; `docs/permissions.md` gives the reasons. Behind the first set the ones to make do with:
 * GitHub refuses a token that names a permission which the installation has not accepted (yet).
 */
const sets: Readonly<Record<Purpose, readonly Permissions[]>> = {
  look: [{ ...read, pull_requests: 'read', checks: 'read' }],
  review: [{ ...review, contents: 'write' }, review],
  command: [
    { ...read, contents: 'write', pull_requests: 'write', issues: 'write' },
    { ...read, contents: 'write', pull_requests: 'write' },
    { ...read, pull_requests: 'write' },
  ],
};

/** A source that also tells what its token may do. */
export interface InstallationToken extends TokenSource {
  permissions(): Promise<Permissions>;
}

interface Issued {
  readonly token: string;
  readonly expiresAt: number;
  readonly permissions: Permissions;
}

/** A token or the request for it. */
interface Entry {
  readonly issued: Promise<Issued>;
  readonly issuedAt: number;
  /** Infinity until the answer is there, so that whoever comes meanwhile waits for the same one. */
  renewAt: number;
}

/** Installation tokens, each for one repository and purpose, kept until shortly before they expire. */
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
   * For one repository, or for all of the installation when none is named. The source throws NotInstalled when the
   * installation is gone or suspended.
   */
  for(installationId: number, repository: Repository | undefined, purpose: Purpose = 'review'): InstallationToken {
    const name = repository === undefined ? '*' : `${repository.owner}/${repository.name}`;
    const key = `${installationId}:${name}:${purpose}`.toLowerCase();
    const issue = (): Promise<Issued> => this.#issue(installationId, repository, sets[purpose]);
    return {
      get: async () => (await this.#get(key, issue)).token,
      permissions: async () => (await this.#get(key, issue)).permissions,
      rejected: () => {
        const entry = this.#entries.get(key);
        // A brand-new token is good, only not known everywhere yet.
        if (entry !== undefined && entry.issuedAt + tokenSettles < this.#clock.now()) this.#entries.delete(key);
      },
    };
  }

  #get(key: string, issue: () => Promise<Issued>): Promise<Issued> {
    const now = this.#clock.now();
    const known = this.#entries.get(key);
    if (known !== undefined && known.renewAt > now) return known.issued;
    for (const [name, entry] of this.#entries) if (entry.renewAt <= now) this.#entries.delete(name);
    const entry: Entry = { issued: issue(), issuedAt: now, renewAt: Infinity };
    this.#entries.set(key, entry);
    entry.issued.then(
      ({ expiresAt }) => (entry.renewAt = expiresAt - tokenRenewalBefore),
      () => this.#entries.delete(key),
    );
    return entry.issued;
  }

  /** With the first of the sets that the installation has accepted. */
  async #issue(
    installationId: number,
    repository: Repository | undefined,
    [permissions = {}, ...lesser]: readonly Permissions[],
  ): Promise<Issued> {
    try {
      const { data } = await this.#app.rest.apps.createInstallationAccessToken({
        installation_id: installationId,
        ...(repository === undefined ? {} : scopeOf(repository)),
        permissions,
      });
      const granted = (data.permissions ?? permissions) as Permissions;
      return { token: data.token, expiresAt: Date.parse(data.expires_at), permissions: granted };
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      if (isGone(error)) throw new NotInstalled(error, { cause: error });
      if (isNotAccepted(error) && lesser.length > 0) return this.#issue(installationId, repository, lesser);
      throw error;
    }
  }
}

/**
 * 404: uninstalled. 403 "This installation has been suspended". 422 "There is at least one repository that does not exist
 * or is not accessible to the parent installation": deleted, transferred, or no longer chosen.
 */
function isGone({ status, reason }: GitHubError): boolean {
  if (status === 422) return /not accessible to the parent installation/i.test(reason);
  return status === 404 || (status === 403 && /suspended/i.test(reason));
}

/** "The permissions requested are not granted to this installation." */
function isNotAccepted({ status, reason }: GitHubError): boolean {
  return (status === 422 || status === 403) && /permissions requested/i.test(reason);
}

/** By its number where it is known, since a repository may have got another name meanwhile. */
function scopeOf({ id, name }: Repository): { repository_ids: number[] } | { repositories: string[] } {
  return id === undefined ? { repositories: [name] } : { repository_ids: [id] };
}
