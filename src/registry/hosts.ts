import { RegistryError } from './errors.ts';

/** The registries that may be asked. */
export interface AllowedHosts {
  /** Where the API of a registry is; undefined when it is not on the list. */
  origin(registry: string): URL | undefined;
  /** Whether a registry may send us to this place for a token. */
  admitsRealm(registry: string, realm: URL): boolean;
  /** Whether a host (with its port, if it is not the usual one) was named by whoever runs the server, so that it may have a private address. */
  isNamed(host: string): boolean;
}

/** Docker Hub answers under other names than the one in image names (distribution/reference; moby, registry/config.go). */
const apiHosts: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/**
 * Hosts that give out the tokens of a registry and are run by the same party, as their `WWW-Authenticate` names them.
 * Others must be listed themselves.
 */
const tokenHosts: Readonly<Record<string, string>> = {
  'docker.io': 'auth.docker.io',
  'registry.gitlab.com': 'gitlab.com',
};

/** The entries of a list as REGISTRY_HOSTS holds it: `docker.io, ghcr.io, http://registry.internal:5000`. */
export function hostsIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((host) => host !== '');
}

/**
 * Reads the entries of such a list. An entry is a host with an optional port; https unless it says http. Throws an Error
 * that names the first entry that is neither.
 */
export function allowedHosts(entries: readonly string[]): AllowedHosts {
  const origins = new Map(entries.map((entry) => nameAndOrigin(entry)));
  const names = new Set([...origins.values()].map(({ host }) => host));
  return {
    origin: (registry) => origins.get(registry.toLowerCase()),
    admitsRealm: (registry, realm) => {
      const own = origins.get(registry.toLowerCase());
      if (own === undefined) return false;
      if (realm.origin === own.origin) return true;
      if (realm.protocol === 'https:' && realm.host === tokenHosts[registry.toLowerCase()]) return true;
      return [...origins.values()].some(({ origin }) => origin === realm.origin);
    },
    isNamed: (host) => names.has(host),
  };
}

function nameAndOrigin(entry: string): readonly [string, URL] {
  const [, scheme = 'https://', name = ''] = /^(https?:\/\/)?([^/\s]+)$/i.exec(entry) ?? [];
  const lower = name.toLowerCase();
  const url = URL.parse(`${scheme}${apiHosts[lower] ?? lower}/`);
  if (url === null || name === '' || url.username !== '' || url.search !== '' || url.hash !== '')
    throw new Error(`"${entry}" is no registry: write a host, with its port if it has one, like ghcr.io`);
  return [lower, url];
}

/** The place of a registry's API. Throws `refused`. */
export function originOf(hosts: AllowedHosts, registry: string): URL {
  const origin = hosts.origin(registry);
  if (origin === undefined)
    throw new RegistryError('refused', `The registry ${registry} is not on the list of allowed ones.`);
  return origin;
}
