import type { InstallationRef, RecentPull } from '../jobs/ports.ts';
import { checkName } from './checks.ts';
import type { Client } from './client.ts';
import { nodesPerPage } from './limits.ts';

/** GitHub's search gives out no more. https://docs.github.com/rest/search/search#about-search */
const mostResults = 1_000;

const query = `query RecentPullRequests($search: String!, $app: Int!, $check: String!, $after: String) {
  search(query: $search, type: ISSUE, first: ${nodesPerPage}, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      ... on PullRequest {
        number
        headRefOid
        createdAt
        repository { databaseId name owner { login } }
        commits(last: 1) {
          nodes {
            commit {
              committedDate
              checkSuites(first: 1, filterBy: { appId: $app }) {
                nodes { checkRuns(first: 1, filterBy: { checkName: $check }) { nodes { status } } }
              }
            }
          }
        }
      }
    }
  }
}`;

interface Nodes<Node> {
  readonly nodes: readonly (Node | null)[] | null;
}

interface FoundPull {
  readonly number: number;
  readonly headRefOid: string;
  readonly createdAt: string;
  readonly repository: {
    readonly databaseId: number | null;
    readonly name: string;
    readonly owner: { readonly login: string };
  };
  readonly commits: Nodes<{
    readonly commit: {
      readonly committedDate: string;
      readonly checkSuites: Nodes<{ readonly checkRuns: Nodes<{ readonly status: string }> | null }> | null;
    };
  }>;
}

interface Answer {
  readonly search: Nodes<Partial<FoundPull>> & {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/**
 * Open pull requests of an account's repositories, as far as the token sees them, that were touched since. A call for a
 * hundred; what GitHub's index has not taken in yet is missing.
 */
export async function recentPulls(
  client: Client,
  appId: number,
  { login, isOrganization }: InstallationRef['account'],
  since: Date,
): Promise<readonly RecentPull[]> {
  const owner = isOrganization ? `org:${login}` : `user:${login}`;
  const search = `${owner} is:pr is:open archived:false updated:>=${since.toISOString().slice(0, 19)}Z sort:updated-desc`;
  const found: RecentPull[] = [];
  let after: string | null = null;
  while (found.length < mostResults) {
    const answer: Answer = await client.graphql<Answer>(query, { search, app: appId, check: checkName, after });
    const { nodes, pageInfo } = answer.search;
    found.push(...(nodes ?? []).flatMap((node) => (isPull(node) ? [recentPull(node)] : [])));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return found;
}

function isPull(node: Partial<FoundPull> | null): node is FoundPull {
  return node?.number !== undefined;
}

function recentPull({ number, headRefOid, createdAt, repository, commits }: FoundPull): RecentPull {
  const commit = commits.nodes?.at(-1)?.commit;
  const runs = (commit?.checkSuites?.nodes ?? []).flatMap((suite) => suite?.checkRuns?.nodes ?? []);
  const { owner, name, databaseId } = repository;
  return {
    repository: { owner: owner.login, name, ...(databaseId === null ? {} : { id: databaseId }) },
    number,
    headSha: headRefOid,
    changedAt: Math.max(Date.parse(createdAt), Date.parse(commit?.committedDate ?? createdAt)),
    isChecked: runs.some((run) => run?.status === 'COMPLETED'),
  };
}
