import { WEB_FLOW } from './accounts.ts';
import { ActionRefused, repositoryOf, type RepositoryName } from './actions.ts';
import { announcePull } from './events/pull.ts';
import { announceMergeGroup } from './events/repository.ts';
import { gitText } from './git.ts';
import { writeCommit } from './git-write.ts';
import { moveBranch } from './pulls.ts';
import type { MergeGroup } from './rules.ts';
import { baseOf } from './shapes/pull.ts';
import type { CheckRun, PullRequest, Repository } from './state.ts';
import type { World } from './world.ts';

/** What required checks say of a commit. `expected`: one was never reported, and a merge waits for it for ever. */
export type RequiredState = 'passed' | 'expected' | 'pending' | 'failed';

/** These three pass (contract section 4). */
const PASSING = new Set(['success', 'neutral', 'skipped']);

export function requiredState(repository: Repository, sha: string): RequiredState {
  const newest = new Map<string, CheckRun>();
  for (const run of repository.checkRuns.values()) if (run.headSha === sha) newest.set(run.name, run);
  const states = [...repository.rules.requiredChecks].map((name): RequiredState => {
    const run = newest.get(name);
    if (run === undefined) return 'expected';
    if (run.status !== 'completed') return 'pending';
    return PASSING.has(run.conclusion ?? '') ? 'passed' : 'failed';
  });
  return (['failed', 'expected', 'pending'] as const).find((state) => states.includes(state)) ?? 'passed';
}

/** Adds a pull request to the merge queue of its base: a merge commit of its own, which the checks then judge. */
export async function enqueue(world: World, name: RepositoryName, number: number): Promise<MergeGroup> {
  const repository = repositoryOf(world, name);
  const pull = repository.pulls.get(number);
  if (pull?.state !== 'open') throw new ActionRefused('There is no such open pull request.');
  const { git } = repository;
  const baseSha = await baseOf(repository, pull);
  const tree = await gitText(git.directory, ['merge-tree', '--write-tree', baseSha, pull.headSha]);
  const headSha = await writeCommit(git.directory, tree, {
    parents: [baseSha, pull.headSha],
    message: `Merge pull request #${number} from ${pull.head?.owner.login ?? 'unknown'}/${pull.headRef}\n`,
    author: WEB_FLOW,
    at: Math.floor(world.now() / 1000),
  });
  const branch = `gh-readonly-queue/${pull.baseRef}/pr-${number}-${baseSha}`;
  await git.setRef(`refs/heads/${branch}`, headSha);
  const group: MergeGroup = { number, branch, baseRef: pull.baseRef, baseSha, headSha, state: 'waiting' };
  repository.mergeGroups.push(group);
  await announceMergeGroup(world, repository, group, pull.author);
  await settleQueue(world, repository);
  return group;
}

/** Merges what the required checks let pass, and sends away what they do not. */
export async function settleQueue(world: World, repository: Repository): Promise<void> {
  for (const group of repository.mergeGroups) {
    const pull = repository.pulls.get(group.number);
    if (group.state !== 'waiting' || pull === undefined) continue;
    const state = requiredState(repository, group.headSha);
    if (state === 'failed') {
      group.state = 'dequeued';
      await announceMergeGroup(world, repository, group, pull.author, 'dequeued');
    } else if (state === 'passed') {
      group.state = 'merged';
      await merge(world, repository, pull, group);
      await announceMergeGroup(world, repository, group, pull.author, 'merged');
    }
  }
}

async function merge(world: World, repository: Repository, pull: PullRequest, group: MergeGroup): Promise<void> {
  const at = world.now();
  Object.assign(pull, { state: 'closed', mergedAt: at, closedAt: at, updatedAt: at });
  await announcePull(world, repository, pull, 'closed', pull.author);
  const { baseRef: branch, baseSha: before, headSha: after } = group;
  await moveBranch(world, repository, { branch, before, after }, pull.author);
}
