import type { Account } from '../state.ts';
import { nodeId } from '../world.ts';
import type { Scope } from './scope.ts';

/** An `Actor`. GraphQL names a bot without the `[bot]` that REST adds to its login. */
export function actorNode(scope: Scope, account: Account): object {
  const login = account.type === 'Bot' ? account.login.replace(/\[bot\]$/, '') : account.login;
  return { ...accountFields(scope, account), __typename: account.type, login };
}

/** The `viewer`: always a User for GraphQL, with its whole login. */
export function viewerNode(scope: Scope): object {
  return { ...accountFields(scope, scope.token.account), __typename: 'User' };
}

function accountFields(scope: Scope, account: Account): object {
  const path = `/${account.login}`;
  return {
    id: nodeId(account.type === 'Bot' ? 'BOT' : 'U', account.id),
    databaseId: account.id,
    login: account.login,
    name: null,
    url: scope.world.url + path,
    resourcePath: path,
    avatarUrl: `${scope.world.url}/avatars/u/${account.id}`,
  };
}
