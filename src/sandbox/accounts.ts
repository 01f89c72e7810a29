export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

/** What a person may do with a repository: https://docs.github.com/rest/collaborators/collaborators */
export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** Who commits what is made on GitHub itself, and signs it. */
export const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com' };

/** A person's e-mail address as GitHub writes it into commits. */
export function emailOf(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
