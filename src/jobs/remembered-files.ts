import { isDockerfile } from './dockerfiles.ts';
import type { Cache, ChangedFile, Host, PullRef } from './ports.ts';

/** The Dockerfiles that a pull request changes, as GitHub listed them for this head. */
export interface RememberedFiles {
  readonly headSha: string;
  readonly files: readonly ChangedFile[];
}

/** Who wants a review's fixes asks for them within days. */
const keptSeconds = 7 * 86_400;

/** A longer list is asked for again: it is not worth its place. */
const longest = 200_000;

/** A review's host that notes what GitHub lists, so that a command which follows need not ask again. */
export function remembering(host: Host, cache: Cache, pull: PullRef): Host {
  let listed: readonly ChangedFile[] = [];
  return {
    ...host,
    async listFiles(of) {
      listed = await host.listFiles(of);
      return listed;
    },
    async readPullRequest(of, wanted) {
      const state = await host.readPullRequest(of, wanted);
      const files = listed.filter(({ path }) => isDockerfile(path));
      const text = JSON.stringify({ headSha: state.headSha, files } satisfies RememberedFiles);
      if (text.length <= longest) await cache.set(keyOf(pull), text, keptSeconds).catch(() => undefined);
      return state;
    },
  };
}

/** undefined when nothing was noted. It may be of an older head. */
export async function recall(cache: Cache | undefined, pull: PullRef): Promise<RememberedFiles | undefined> {
  const text = await cache?.get(keyOf(pull)).catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RememberedFiles);
}

function keyOf({ repository: { owner, name, id }, number }: PullRef): string {
  return `files:${id ?? `${owner}/${name}`.toLowerCase()}#${number}`;
}
