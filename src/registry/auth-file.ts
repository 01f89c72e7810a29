import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Credentials } from './tokens.ts';

/** What `docker login`, `podman login` and `skopeo login` write. Entries without `auth` use a helper, which we do not. */
const schema = z.object({ auths: z.record(z.string(), z.object({ auth: z.string().optional() })).default({}) });

type Auth = { readonly credentials: ReadonlyMap<string, Credentials> } | { readonly problem: string };

/**
 * Reads the file that REGISTRY_AUTH_FILE names, in the format of Docker's `config.json`
 * (https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md). Never repeats any of it.
 */
export function readRegistryAuth(path: string | undefined): Auth {
  if (!path?.trim()) return { credentials: new Map() };
  try {
    const { auths } = schema.parse(JSON.parse(readFileSync(path.trim(), 'utf8')));
    return { credentials: new Map(Object.entries(auths).flatMap(([name, { auth }]) => entryOf(name, auth))) };
  } catch {
    const format = 'an object "auths" with an "auth" per registry, as docker login writes it';
    return { problem: `REGISTRY_AUTH_FILE ${path.trim()} cannot be read, or is not ${format}` };
  }
}

/** Docker Hub stands there by the address of its old index. A name with a path is for one repository only: not used. */
function entryOf(name: string, auth: string | undefined): readonly (readonly [string, Credentials])[] {
  const host = name
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/(?:v[12]\/?)?$/, '');
  const [, user, password] = /^([^:]+):(.+)$/s.exec(Buffer.from(auth ?? '', 'base64').toString('utf8')) ?? [];
  if (host.includes('/') || user === undefined || password === undefined) return [];
  return [[host === 'index.docker.io' ? 'docker.io' : host, { user, password }]];
}
