import { GraphQLError } from 'graphql';
import { allows, inScope, sees } from '../auth.ts';
import type { Permissions, PullRequest, Repository, Review, Token } from '../state.ts';
import type { World } from '../world.ts';

/** What every resolver works with. */
export interface Scope {
  readonly world: World;
  readonly token: Token;
  readonly nodes: Nodes;
}

/** The objects that others point back to: a comment knows its pull request, which knows its repository. */
export interface Nodes {
  repository(repository: Repository): object;
  commit(repository: Repository, oid: string): Promise<object>;
  ref(repository: Repository, branch: string): Promise<object | null>;
  pull(repository: Repository, pull: PullRequest): object;
  review(repository: Repository, pull: PullRequest, review: Review): object;
}

/** An error as GitHub gives it within a 200, with `type` beside `message`. */
export function graphError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export function forbidden(): GraphQLError {
  return graphError('FORBIDDEN', 'Resource not accessible by integration');
}

/** Refuses what the token does not permit on this repository; reading a public one takes nothing. */
export function requireOn(scope: Scope, repository: Repository, need: Permissions): void {
  const reads = Object.values(need).every((level) => level === 'read');
  if (repository.archived && !reads) throw graphError('UNPROCESSABLE', 'Repository was archived so is read-only.');
  if (inScope(scope.token, repository)) {
    if (!allows(scope.token.permissions, need)) throw forbidden();
    return;
  }
  if (!sees(scope.token, repository) || !reads) throw forbidden();
}
