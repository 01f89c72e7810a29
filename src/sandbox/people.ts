import type { Account, Permission, Repository } from './state.ts';

/**
 * What was given to a person, else what follows from who it is: the owner administers, whoever opened a pull request
 * from a branch of the repository itself can write, and anybody can read what is public.
 */
export function permissionOf(repository: Repository, account: Account): Permission {
  const given = repository.permissions.get(account.id);
  if (given !== undefined) return given;
  if (account.id === repository.owner.id) return 'admin';
  const pulls = [...repository.pulls.values()];
  const pushed = pulls.some((pull) => pull.author.id === account.id && pull.head === repository);
  if (account.type === 'User' && pushed) return 'write';
  return repository.private ? 'none' : 'read';
}

/** The older word, which knows four: `maintain` is `write` and `triage` is `read`. */
export function legacyPermission(permission: Permission): 'admin' | 'write' | 'read' | 'none' {
  return permission === 'maintain' ? 'write' : permission === 'triage' ? 'read' : permission;
}

/** `author-association`: how the account stands to the repository. */
export function associationOf(account: Account, repository: Repository): string {
  if (account.type === 'Bot') return 'NONE';
  if (account.id === repository.owner.id) return 'OWNER';
  const level = permissionOf(repository, account);
  if (level === 'read' || level === 'none') return 'NONE';
  return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
}
