import { join } from 'node:path';
import { repositoryOf, type RepositoryName } from './actions.ts';
import { announceInstallation, announceSelection } from './events/installation.ts';
import { announceRepository, formerOwner } from './events/repository.ts';
import { newRepository } from './new-repository.ts';
import { GitRepository } from './repository.ts';
import {
  accountOf,
  findRepository,
  newId,
  type Account,
  type Installation,
  type Permissions,
  type Repository,
} from './state.ts';
import type { World } from './world.ts';

/** What owners do with whole repositories and with the App's installation. */
export interface NewFork {
  /** Whose fork it becomes. */
  readonly owner: string;
  readonly ownerType?: 'User' | 'Organization';
  readonly name?: string;
}

/** A fork with the default branch; as private as what it was forked from, and without the App. */
export async function fork(world: World, from: RepositoryName, wanted: NewFork): Promise<Repository> {
  const parent = repositoryOf(world, from);
  const { state } = world;
  const id = newId(state);
  const name = wanted.name ?? parent.name;
  if (findRepository(state, wanted.owner, name) !== undefined)
    throw new Error(`${wanted.owner}/${name} exists already.`);
  const { defaultBranch } = parent;
  const git = await GitRepository.create(join(world.directory, `${id}.git`), defaultBranch);
  const tip = await parent.git.resolveCommit(`refs/heads/${defaultBranch}`);
  if (tip !== undefined) {
    await git.fetch(parent.git.directory, tip);
    await git.setRef(`refs/heads/${defaultBranch}`, tip);
  }
  const owner = accountOf(state, wanted.owner, wanted.ownerType ?? 'User');
  const made = newRepository({
    id,
    owner,
    name,
    git,
    defaultBranch,
    private: parent.private,
    createdAt: world.now(),
    parent,
  });
  state.repositories.set(keyOf(owner.login, name), made);
  return made;
}

/** Gone: its name leads nowhere, and pull requests from it lose their head repository. */
export function deleteRepository(world: World, name: RepositoryName): void {
  const repository = repositoryOf(world, name);
  const { state } = world;
  state.repositories.delete(keyOf(name.owner, name.name));
  for (const installation of state.installations.values()) installation.repositories.delete(repository.id);
  for (const other of state.repositories.values()) {
    for (const pull of other.pulls.values()) if (pull.head === repository) pull.head = null;
  }
}

/** The old name leads to the new one from now on, until it is taken. */
export function renameRepository(world: World, name: RepositoryName, to: string): void {
  const repository = repositoryOf(world, name);
  const from = repository.name;
  move(world, repository, repository.owner, to);
  announceRepository(world, repository, 'renamed', { repository: { name: { from } } });
}

/** It leaves the old owner's installation, and joins the new owner's if there is one. */
export function transferRepository(world: World, name: RepositoryName, to: string): void {
  const repository = repositoryOf(world, name);
  const from = repository.owner;
  const { installations } = world.state;
  for (const installation of installations.values()) installation.repositories.delete(repository.id);
  move(world, repository, accountOf(world.state, to, 'Organization'), repository.name);
  const joined = [...installations.values()].find((one) => one.account.id === repository.owner.id);
  joined?.repositories.add(repository.id);
  announceRepository(world, repository, 'transferred', formerOwner(world.url, from));
}

function move({ state }: World, repository: Repository, owner: Account, name: string): void {
  const before = keyOf(repository.owner.login, repository.name);
  state.repositories.delete(before);
  state.redirects.set(before, repository);
  repository.owner = owner;
  repository.name = name;
  state.repositories.set(keyOf(owner.login, name), repository);
}

export function setArchived(world: World, name: RepositoryName, archived: boolean): void {
  const repository = repositoryOf(world, name);
  repository.archived = archived;
  announceRepository(world, repository, archived ? 'archived' : 'unarchived');
}

/** Selects a repository for the owner's installation, or takes it out. */
export function setInstalled(world: World, installation: Installation, name: RepositoryName, installed: boolean): void {
  const repository = repositoryOf(world, name);
  if (installation.repositories.has(repository.id) === installed) return;
  if (installed) installation.repositories.add(repository.id);
  else installation.repositories.delete(repository.id);
  announceSelection(world, installation, repository, installed ? 'added' : 'removed');
}

/** Suspended: no events, no tokens, and the ones that are out work no more. */
export function setSuspended(world: World, installation: Installation, suspended: boolean): void {
  installation.suspendedAt = suspended ? world.now() : null;
  announceInstallation(world, installation, suspended ? 'suspend' : 'unsuspend');
}

/** The App is no longer installed there; its tokens are worth nothing. */
export function uninstall(world: World, installation: Installation): void {
  announceInstallation(world, installation, 'deleted');
  world.state.installations.delete(installation.id);
}

/** The owner accepts another set of permissions; tokens have theirs from when they were made. */
export function setInstallationPermissions(world: World, installation: Installation, permissions: Permissions): void {
  installation.permissions = permissions;
  announceInstallation(world, installation, 'new_permissions_accepted');
}

function keyOf(owner: string, name: string): string {
  return `${owner}/${name}`.toLowerCase();
}
