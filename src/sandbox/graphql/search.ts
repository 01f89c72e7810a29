import { sees } from '../auth.ts';
import type { PullRequest, Repository } from '../state.ts';
import { nodeId } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import { pullNode } from './pull.ts';
import { graphError, type Scope } from './scope.ts';

interface Found {
  readonly repository: Repository;
  readonly pull: PullRequest;
}

/**
 * Pull requests by the words that the App searches with: `org:` or `user:`, `is:pr`, `is:open`, `archived:false`,
 * `updated:>=`, `sort:updated-desc`. Any other word is one that this stand-in does not know, and refused.
 */
export function search(scope: Scope, args: PageArguments & { readonly query: string; readonly type: string }): object {
  if (args.type !== 'ISSUE') throw graphError('UNPROCESSABLE', `The stand-in does not search for ${args.type}.`);
  const tests = args.query
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(testOf);
  const all = [...scope.world.state.repositories.values()]
    .filter((repository) => sees(scope.token, repository))
    .flatMap((repository) => [...repository.pulls.values()].map((pull) => ({ repository, pull })))
    .filter((found) => tests.every((test) => test(found)))
    .sort((a, b) => b.pull.updatedAt - a.pull.updatedAt);
  const page = connection(all, args, ({ repository, pull }) => pullNode(scope, repository, pull));
  return {
    ...page,
    issueCount: all.length,
    codeCount: 0,
    discussionCount: 0,
    repositoryCount: 0,
    userCount: 0,
    wikiCount: 0,
  };
}

function testOf(word: string): (found: Found) => boolean {
  const [key = '', ...rest] = word.split(':');
  const value = rest.join(':');
  switch (key) {
    case 'org':
    case 'user':
      return ({ repository: { owner } }) =>
        owner.login.toLowerCase() === value.toLowerCase() && (owner.type === 'Organization') === (key === 'org');
    case 'is':
      return ({ pull }) => value === 'pr' || pull.state === value;
    case 'updated':
      return ({ pull }) => pull.updatedAt >= Date.parse(value.replace('>=', ''));
    case 'archived':
    case 'sort':
      return () => true;
    default:
      throw graphError('UNPROCESSABLE', `The stand-in does not know the word ${word} of a search.`);
  }
}

/** The suite of our App at a commit, with its check runs; GitHub shows every App's own. */
export function checkSuites(
  scope: Scope,
  repository: Repository,
  oid: string,
  args: PageArguments & { readonly filterBy?: { readonly appId?: number } | null },
): object {
  const { app } = scope.world.state;
  const suite = repository.suites.get(oid);
  const isOurs = args.filterBy?.appId === undefined || args.filterBy.appId === app.id;
  const suites = suite === undefined || !isOurs ? [] : [suite];
  return connection(suites, args, (id) => ({
    __typename: 'CheckSuite',
    id: nodeId('CS', id),
    databaseId: id,
    checkRuns(runs: PageArguments & { readonly filterBy?: { readonly checkName?: string | null } | null }) {
      const name = runs.filterBy?.checkName ?? undefined;
      const own = [...repository.checkRuns.values()].filter(
        (run) => run.headSha === oid && (name === undefined || run.name === name),
      );
      return connection(own.toReversed(), runs, (run) => ({
        __typename: 'CheckRun',
        id: nodeId('CR', run.id),
        databaseId: run.id,
        name: run.name,
        status: run.status.toUpperCase(),
        conclusion: run.conclusion?.toUpperCase() ?? null,
      }));
    },
  }));
}
