import type { Cache, ImageSource, Log } from '../jobs/ports.ts';
import { RegistryClient } from './client.ts';
import { allowedHosts } from './hosts.ts';
import { Http } from './http.ts';
import { RegistryImages } from './images.ts';
import type { Credentials } from './tokens.ts';

export interface Registries {
  readonly source: ImageSource;
  /** Ends open connections. */
  close(): void;
}

/** Milliseconds for one answer of a registry. Reviews wait less long; what comes later is not waited for by anybody. */
const timeout = 5_000;

/** Registries as a source of facts. Throws when an entry of `hosts` is none. */
export function openRegistries(
  hosts: readonly string[],
  credentials: ReadonlyMap<string, Credentials>,
  cache: Cache,
  log: Log,
): Registries {
  const allowed = allowedHosts(hosts);
  const http = new Http({ isNamed: (host) => allowed.isNamed(host), timeout });
  const client = new RegistryClient({ hosts: allowed, http, credentials });
  return {
    source: new RegistryImages({ hosts: allowed, client, cache, log }),
    close: () => {
      http.close();
    },
  };
}
