import type { CommitInfo } from '../objects.ts';
import { happen, send } from './send.ts';
import { type Json } from '../shapes/account.ts';
import { fullName, type Account, type Repository } from '../state.ts';
import { iso, type World } from '../world.ts';

export interface BranchMove {
  readonly branch: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly forced: boolean;
}

const NO_COMMIT = '0'.repeat(40);
/** A push event names at most this many commits (contract section 1). */
const MAX_COMMITS = 2048;

export async function announcePush(
  world: World,
  repository: Repository,
  move: BranchMove,
  sender: Account,
): Promise<void> {
  const { before, after, branch } = move;
  const html = `${world.url}/${fullName(repository)}`;
  const infos = before === undefined ? [] : await repository.git.commitsBetween(before, after);
  const shapes = await Promise.all(infos.slice(-MAX_COMMITS).map((info) => commitShape(world, repository, info)));
  const head = shapes.at(-1) ?? (await commitShape(world, repository, await repository.git.commitInfo(after)));
  const payload = {
    ref: `refs/heads/${branch}`,
    before: before ?? NO_COMMIT,
    after,
    created: before === undefined,
    deleted: false,
    forced: move.forced,
    base_ref: null,
    compare: `${html}/compare/${(before ?? after).slice(0, 12)}...${after.slice(0, 12)}`,
    commits: shapes,
    head_commit: head,
    pusher: { name: sender.login, email: null },
  };
  send(world, repository, sender, 'push', payload);
  happen(world, repository, 'push', null, { branch, after });
}

async function commitShape(world: World, repository: Repository, info: CommitInfo): Promise<Json> {
  const [parent] = info.parents;
  const files = parent === undefined ? [] : await repository.git.diffDirect(parent, info.oid);
  const paths = (statuses: readonly string[]): string[] =>
    files.filter((file) => statuses.includes(file.status)).map((file) => file.path);
  const person = { ...info.author, date: iso(info.at * 1000) };
  return {
    id: info.oid,
    tree_id: info.tree,
    distinct: true,
    message: info.message,
    timestamp: iso(info.at * 1000),
    url: `${world.url}/${fullName(repository)}/commit/${info.oid}`,
    author: person,
    committer: person,
    added: paths(['added', 'renamed', 'copied']),
    removed: paths(['removed']),
    modified: paths(['modified', 'changed']),
  };
}
