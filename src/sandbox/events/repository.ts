import { userShape, type Json } from '../shapes/account.ts';
import { headCommitShape } from '../shapes/check.ts';
import type { Account, Repository } from '../state.ts';
import type { MergeGroup } from '../rules.ts';
import type { World } from '../world.ts';
import { happen, send } from './send.ts';

/** What became of a repository as a whole. */
export function announceRepository(
  world: World,
  repository: Repository,
  action: 'archived' | 'unarchived' | 'renamed' | 'transferred',
  changes?: Json,
): void {
  const payload = { action, ...(changes === undefined ? {} : { changes }) };
  send(world, repository, repository.owner, 'repository', payload);
  happen(world, repository, `repository.${action}`, null, {});
}

/** `changes` of a transfer. */
export function formerOwner(url: string, owner: Account): Json {
  const shape = userShape(url, owner);
  if (owner.type !== 'Organization') return { owner: { from: { user: shape } } };
  const api = `${url}/api/v3/orgs/${owner.login}`;
  const { login, id, node_id, avatar_url } = shape;
  const own = { login, id, node_id, avatar_url, url: api, description: null };
  const links = ['repos', 'events', 'hooks', 'issues'].map((name) => [`${name}_url`, `${api}/${name}`]);
  const members = { members_url: `${api}/members{/member}`, public_members_url: `${api}/public_members{/member}` };
  return { owner: { from: { organization: { ...own, ...(Object.fromEntries(links) as Json), ...members } } } };
}

/** A merge queue asks for checks of its commit, or has no more use for it. */
export async function announceMergeGroup(
  world: World,
  repository: Repository,
  group: MergeGroup,
  sender: Account,
  end?: 'merged' | 'dequeued',
): Promise<void> {
  const merge_group = {
    head_sha: group.headSha,
    head_ref: `refs/heads/${group.branch}`,
    base_sha: group.baseSha,
    base_ref: `refs/heads/${group.baseRef}`,
    head_commit: headCommitShape(await repository.git.commitInfo(group.headSha)),
  };
  const action = end === undefined ? 'checks_requested' : 'destroyed';
  send(world, repository, sender, 'merge_group', {
    action,
    merge_group,
    ...(end === undefined ? {} : { reason: end }),
  });
  happen(world, repository, `merge_group.${action}`, group.number, { head: group.headSha });
}
