import { join } from 'node:path';
import { announceInstallation } from './events/installation.ts';
import { gitText } from './git.ts';
import { newRepository } from './new-repository.ts';
import { moveBranch, openPull, type NewPull } from './pulls.ts';
import { GitRepository, type FileChange } from './repository.ts';
import {
  accountOf,
  emailOf,
  findRepository,
  newId,
  type Account,
  type Installation,
  type PullRequest,
  type Repository,
} from './state.ts';
import type { World } from './world.ts';

/** Paths with their content; null deletes. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

export interface NewRepository extends RepositoryName {
  /** The first commit: these files, or everything in this folder. Neither: no commit at all. */
  readonly files?: Files | readonly FileChange[];
  readonly folder?: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** Whether the App is installed on it; it is, unless told. */
  readonly installed?: boolean;
  readonly ownerType?: 'User' | 'Organization';
  readonly hasIssues?: boolean;
}

export async function addRepository(world: World, wanted: NewRepository): Promise<Repository> {
  const { state } = world;
  const { owner, name, defaultBranch = 'main' } = wanted;
  if (findRepository(state, owner, name) !== undefined) throw new Error(`${owner}/${name} exists already.`);
  const id = newId(state);
  const repository = newRepository({
    id,
    owner: accountOf(state, owner, wanted.ownerType ?? 'Organization'),
    name,
    private: wanted.private ?? false,
    defaultBranch,
    createdAt: world.now(),
    git: await GitRepository.create(join(world.directory, `${id}.git`), defaultBranch),
    parent: undefined,
    hasIssues: wanted.hasIssues ?? true,
  });
  await firstCommit(world, repository, wanted);
  state.repositories.set(`${owner}/${name}`.toLowerCase(), repository);
  if (wanted.installed !== false) install(world, repository);
  return repository;
}

async function firstCommit(world: World, repository: Repository, wanted: NewRepository): Promise<void> {
  const commit = {
    parents: [],
    message: 'Initial commit\n',
    author: signatureOf(repository.owner),
    at: seconds(world),
  };
  const { git, defaultBranch } = repository;
  if (wanted.files !== undefined)
    await git.setRef(`refs/heads/${defaultBranch}`, await git.commit(changes(wanted.files), commit));
  else if (wanted.folder !== undefined) {
    await git.setRef(`refs/heads/${defaultBranch}`, await git.commitFolder(wanted.folder, commit));
  }
}

/** One installation for each owner, as on GitHub; the first repository makes it. */
function install(world: World, repository: Repository): Installation {
  const { state } = world;
  const { owner } = repository;
  const standing = [...state.installations.values()].find((one) => one.account.id === owner.id);
  const installation: Installation = standing ?? {
    id: newId(state),
    account: owner,
    createdAt: world.now(),
    repositories: new Set(),
    permissions: state.app.permissions,
    suspendedAt: null,
  };
  installation.repositories.add(repository.id);
  state.installations.set(installation.id, installation);
  if (standing === undefined) announceInstallation(world, installation);
  return installation;
}

export interface NewPush extends RepositoryName {
  readonly branch: string;
  readonly files: Files | readonly FileChange[];
  readonly message?: string;
  /** A login. */
  readonly author?: string;
  /** Where the commit goes: by default on top of the branch. Another commit makes it a forced push. */
  readonly onto?: string;
}

/** Commits on a branch, as a person's `git push`: pull requests from it get a new head. Returns the commit. */
export async function push(world: World, wanted: NewPush): Promise<string> {
  const repository = repositoryOf(world, wanted);
  const author = accountOf(world.state, wanted.author ?? repository.owner.login);
  const { git } = repository;
  const before = await git.resolveCommit(`refs/heads/${wanted.branch}`);
  const parent = wanted.onto ?? before;
  const after = await git.commit(changes(wanted.files), {
    parents: parent === undefined ? [] : [parent],
    message: `${
      wanted.message ??
      `Change ${changes(wanted.files)
        .map((one) => one.path)
        .join(', ')}`
    }\n`,
    author: signatureOf(author),
    at: seconds(world),
  });
  const moved = await moveBranch(world, repository, { branch: wanted.branch, before, after }, author);
  if (!moved) throw new Error(`${wanted.branch} moved during the push.`);
  return after;
}

export interface NewPullRequest extends RepositoryName {
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
  readonly head?: string;
  readonly draft?: boolean;
  /** A login. */
  readonly author?: string;
  /** A fork that the head branch is in. */
  readonly from?: RepositoryName;
  /** "Allow edits by maintainers": only forks of a person can. */
  readonly maintainerCanModify?: boolean;
  /** GitHub's schema lets the files' `sha` be null. */
  readonly withoutBlobIds?: boolean;
  /** When given: committed on the base's tip as the new branch `head`. */
  readonly files?: Files | readonly FileChange[];
}

export async function openPullRequest(world: World, wanted: NewPullRequest): Promise<PullRequest> {
  const repository = repositoryOf(world, wanted);
  const author = accountOf(world.state, wanted.author ?? 'octo-developer');
  const { base = repository.defaultBranch, head = 'change', title = 'Change some files' } = wanted;
  const headRepository = wanted.from === undefined ? repository : repositoryOf(world, wanted.from);
  if (wanted.files !== undefined) {
    const { git } = headRepository;
    const parent = await git.resolveCommit(`refs/heads/${base}`);
    const commit = {
      parents: parent === undefined ? [] : [parent],
      message: `${title}\n`,
      author: signatureOf(author),
    };
    const after = await git.commit(changes(wanted.files), { ...commit, at: seconds(world) });
    await git.setRef(`refs/heads/${head}`, after);
  }
  const { maintainerCanModify = false, withoutBlobIds = false, draft = false } = wanted;
  const pull: NewPull = { title, body: wanted.body ?? null, base, head, draft };
  return openPull(world, repository, { ...pull, headRepository, maintainerCanModify, withoutBlobIds }, author);
}

export interface LocalPullRequest {
  /** A git repository on this machine; it is only read. */
  readonly path: string;
  readonly base: string;
  readonly head: string;
  readonly owner?: string;
  readonly name?: string;
  readonly title?: string;
  readonly body?: string;
  readonly author?: string;
}

/** Opens a pull request from `base` to `head` of a local repository. Its history comes along. */
export async function openLocalPullRequest(
  world: World,
  wanted: LocalPullRequest,
): Promise<{ repository: Repository; pull: PullRequest }> {
  const { path, owner = 'acme', name = 'services' } = wanted;
  const [base, head] = await Promise.all([revision(path, wanted.base), revision(path, wanted.head)]);
  const known = findRepository(world.state, owner, name);
  const repository = known ?? (await addRepository(world, { owner, name }));
  const { git, defaultBranch } = repository;
  const source = await gitText(path, ['rev-parse', '--absolute-git-dir']);
  await git.fetch(source, base);
  await git.fetch(source, head);
  const branch = branchName(wanted.head, repository);
  await git.setRef(`refs/heads/${defaultBranch}`, base);
  await git.setRef(`refs/heads/${branch}`, head);
  const subject = (await git.commitInfo(head)).message.split('\n')[0] ?? '';
  const author = accountOf(world.state, wanted.author ?? 'octo-developer');
  const pull = { title: wanted.title ?? subject, body: wanted.body ?? null, base: defaultBranch, head: branch };
  return { repository, pull: await openPull(world, repository, pull, author) };
}

/** What was asked for cannot be done; the message is for the person who asked. */
export class ActionRefused extends Error {}

async function revision(path: string, name: string): Promise<string> {
  try {
    return await gitText(path, ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`]);
  } catch (error) {
    throw new ActionRefused(`${path} has no commit ${name}.`, { cause: error });
  }
}

/** The revision's own name where it is one of a branch, else one that says what it is; never the base's. */
function branchName(name: string, repository: Repository): string {
  const number = repository.nextNumber;
  const clean =
    /^[\w][\w./-]*$/.test(name) && !name.includes('..') && name !== 'HEAD' && !/^[0-9a-f]{7,40}$/.test(name);
  return clean && name !== repository.defaultBranch && !name.endsWith('/') ? name : `change-${number}`;
}

export function repositoryOf(world: World, { owner, name }: RepositoryName): Repository {
  const repository = findRepository(world.state, owner, name);
  if (repository === undefined) throw new ActionRefused(`There is no repository ${owner}/${name}.`);
  return repository;
}

function changes(files: Files | readonly FileChange[]): readonly FileChange[] {
  if (Array.isArray(files)) return files as readonly FileChange[];
  return Object.entries(files as Files).map(([path, content]) => ({ path, content }));
}

function signatureOf(account: Account): { name: string; email: string } {
  return { name: account.login, email: emailOf(account) };
}

function seconds(world: World): number {
  return Math.floor(world.now() / 1000);
}
