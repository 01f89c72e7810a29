import type { Facts, Rule } from '../lint/rule.ts';
import { countOf, createInquiry, factsFrom, mostFiles, noFiles } from './facts.ts';
import type { Blob, Host, Log, PullRef } from './ports.ts';
import type { ReadPullRequest } from './read-pull-request.ts';
import { reviewable } from './reviewable.ts';

/**
 * What the rules get to know of the repository at the head. One more query only if they ask for files that did not come
 * with the first one. Where GitHub refuses it, the review goes out without them and `onMissing`
 * is told; what the host holds to be passing
 * trouble is thrown on.
 */
export async function gatherFacts(
  host: Host,
  pull: PullRef,
  read: ReadPullRequest | undefined,
  rules: readonly Rule[],
  image: Facts['image'],
  log: Log,
  onMissing: () => void = () => undefined,
): Promise<Facts> {
  if (read === undefined) return factsFrom(noFiles, new Map(), image);
  const { files, state, looked } = read;
  const inquiry = createInquiry(rules, image);
  for (const { path } of files) {
    const head = reviewable(state.head.get(path));
    if (!('text' in head)) continue;
    await new Promise(setImmediate);
    inquiry.add({ path, text: head.text });
  }
  const more = inquiry.wanted(looked, mostFiles);
  if (countOf(more) === 0) return factsFrom(looked, state.head, image);
  const found = await readOrLog(host, pull, state.headSha, more, log);
  if (found === undefined) {
    onMissing();
    return factsFrom(looked, state.head, image);
  }
  const all = { texts: [...looked.texts, ...more.texts], modes: [...looked.modes, ...more.modes] };
  return factsFrom(all, new Map([...state.head, ...found]), image);
}

async function readOrLog(
  host: Host,
  pull: PullRef,
  sha: string,
  more: Parameters<Host['readFiles']>[2],
  log: Log,
): Promise<ReadonlyMap<string, Blob> | undefined> {
  try {
    return await host.readFiles(pull, sha, more);
  } catch (error) {
    if (host.isPassing(error)) throw error;
    const { repository, number } = pull;
    const fields = { repository: `${repository.owner}/${repository.name}`, pull: number, files: countOf(more) };
    log.warn({ ...fields, err: error }, 'Files of the repository could not be read: the review goes out without them');
    return undefined;
  }
}
