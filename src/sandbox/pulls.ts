import { announcePull } from './events/pull.ts';
import { announcePush } from './events/push.ts';
import { baseOf } from './shapes/pull.ts';
import { replaceThreads } from './threads.ts';
import { newId, type Account, type PullRequest, type Repository } from './state.ts';
import type { World } from './world.ts';

export interface NewPull {
  readonly title: string;
  readonly body?: string | null;
  readonly base: string;
  readonly head: string;
  readonly draft?: boolean;
  /** Where the head branch is: the repository itself unless told. */
  readonly headRepository?: Repository;
  readonly maintainerCanModify?: boolean;
  readonly withoutBlobIds?: boolean;
}

/** Opens a pull request and tells the App. A fork's commits can be read in the repository itself from then on. */
export async function openPull(
  world: World,
  repository: Repository,
  wanted: NewPull,
  author: Account,
): Promise<PullRequest> {
  const head = wanted.headRepository ?? repository;
  const headSha = await head.git.resolveCommit(`refs/heads/${wanted.head}`);
  if (headSha === undefined) throw new Error(`${head.name} has no branch ${wanted.head}.`);
  if (head !== repository) await repository.git.fetch(head.git.directory, headSha);
  const editable = head !== repository && head.owner.type === 'User';
  const at = world.now();
  const pull: PullRequest = {
    id: newId(world.state),
    number: repository.nextNumber++,
    author,
    createdAt: at,
    updatedAt: at,
    title: wanted.title,
    body: wanted.body ?? null,
    ...{ state: 'open', mergedAt: null, closedAt: null, draft: wanted.draft ?? false },
    baseRef: wanted.base,
    headRef: wanted.head,
    headSha,
    head,
    maintainerCanModify: editable && (wanted.maintainerCanModify ?? false),
    withoutBlobIds: wanted.withoutBlobIds ?? false,
    locked: false,
    pushes: [{ sha: headSha, at, by: author }],
    ...{ reviews: [], threads: [], comments: [] },
  };
  await repository.git.setRef(`refs/pull/${pull.number}/head`, headSha);
  repository.pulls.set(pull.number, pull);
  await announcePull(world, repository, pull, 'opened', author);
  return pull;
}

export async function setPullState(
  world: World,
  repository: Repository,
  pull: PullRequest,
  state: 'open' | 'closed',
  sender: Account,
): Promise<void> {
  if (pull.state === state) return;
  pull.state = state;
  pull.updatedAt = world.now();
  pull.closedAt = state === 'closed' ? pull.updatedAt : null;
  await announcePull(world, repository, pull, state === 'closed' ? 'closed' : 'reopened', sender);
}

export async function setDraft(
  world: World,
  repository: Repository,
  pull: PullRequest,
  draft: boolean,
  sender: Account,
): Promise<void> {
  if (pull.draft === draft) return;
  pull.draft = draft;
  pull.updatedAt = world.now();
  await announcePull(world, repository, pull, draft ? 'converted_to_draft' : 'ready_for_review', sender);
}

export interface BranchUpdate {
  readonly branch: string;
  readonly after: string;
  /** Where the branch must stand; undefined: it must not exist. */
  readonly before: string | undefined;
}

/**
 * Moves a branch if it still stands at `before`; then every open pull request from it gets a new head, its threads
 * find their places, and the App hears `push` and `synchronize`. False when the branch had moved.
 */
export async function moveBranch(
  world: World,
  repository: Repository,
  update: BranchUpdate,
  sender: Account,
): Promise<boolean> {
  const { branch, after, before } = update;
  const open = [...repository.pulls.values()].filter((pull) => pull.state === 'open');
  const own = open.filter((pull) => pull.headRef === branch && pull.head === repository);
  const heads = own.map((pull) => `refs/pull/${pull.number}/head`);
  if (!(await repository.git.updateRef(`refs/heads/${branch}`, after, before, heads))) return false;
  const forced = before !== undefined && !(await repository.git.isAncestor(before, after));
  await announcePush(world, repository, { branch, before, after, forced }, sender);
  for (const pull of open) {
    if (own.includes(pull)) await movePull(world, repository, pull, after, sender);
    else if (pull.baseRef === branch) await replaceThreads(repository, pull);
  }
  await moveForeignPulls(world, repository, branch, after, sender);
  return true;
}

/** The pull requests that a fork's branch is the head of. */
async function moveForeignPulls(
  world: World,
  fork: Repository,
  branch: string,
  after: string,
  sender: Account,
): Promise<void> {
  for (const repository of world.state.repositories.values()) {
    if (repository === fork) continue;
    for (const pull of repository.pulls.values()) {
      if (pull.head !== fork || pull.headRef !== branch || pull.state !== 'open') continue;
      await repository.git.fetch(fork.git.directory, after);
      await repository.git.setRef(`refs/pull/${pull.number}/head`, after);
      await movePull(world, repository, pull, after, sender);
    }
  }
}

async function movePull(
  world: World,
  repository: Repository,
  pull: PullRequest,
  after: string,
  sender: Account,
): Promise<void> {
  const before = pull.headSha;
  pull.headSha = after;
  pull.updatedAt = world.now();
  pull.pushes.push({ sha: after, at: pull.updatedAt, by: sender });
  await replaceThreads(repository, pull);
  await announcePull(world, repository, pull, 'synchronize', sender, { before, after });
}

export async function setLocked(
  world: World,
  repository: Repository,
  pull: PullRequest,
  locked: boolean,
  sender: Account,
): Promise<void> {
  if (pull.locked === locked) return;
  pull.locked = locked;
  pull.updatedAt = world.now();
  await announcePull(world, repository, pull, locked ? 'locked' : 'unlocked', sender);
}

/** Another base branch: another diff, so that every thread finds a new place. */
export async function setBase(
  world: World,
  repository: Repository,
  pull: PullRequest,
  base: string,
  sender: Account,
): Promise<void> {
  if (pull.baseRef === base) return;
  const from = { ref: { from: pull.baseRef }, sha: { from: await baseOf(repository, pull) } };
  if ((await repository.git.resolveCommit(`refs/heads/${base}`)) === undefined) {
    throw new Error(`${repository.name} has no branch ${base}.`);
  }
  pull.baseRef = base;
  pull.updatedAt = world.now();
  await replaceThreads(repository, pull);
  await announcePull(world, repository, pull, 'edited', sender, { changes: { base: from } });
}
