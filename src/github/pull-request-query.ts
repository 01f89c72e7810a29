import type { Blob, PullRef, PullRequestState, Wanted, WantedFiles } from '../jobs/ports.ts';
import {
  blobsOf,
  fileFields,
  fragmentsFor,
  slotsOf,
  variableDeclarations,
  variablesOf,
  type CommitEntries,
  type Request,
  type Slot,
} from './blobs.ts';
import type { Client } from './client.ts';
import { GitHubError } from './errors.ts';
import { blobsPerQuery } from './limits.ts';
import { conversationFields, cursorDeclarations, newestPages, readStanding, type Conversation } from './threads.ts';

interface PullRequestAnswer extends Conversation {
  readonly url: string;
  readonly isCrossRepository: boolean;
  readonly changedFiles: number;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly headRefOid: string;
  readonly baseRefOid: string;
  readonly commits: { readonly nodes: readonly ({ readonly commit: CommitEntries } | null)[] | null };
  readonly baseRef: { readonly target: CommitEntries | null } | null;
}

interface Answer {
  readonly repository: { readonly pullRequest: PullRequestAnswer | null } | null;
}

/**
 * State and blobs of a pull request and what we have said there, at its present head, in one query. More calls are made only for more than
 * a hundred blobs, more than a hundred reviews or threads, and for a head that the last commit does not show.
 * Throws GitHubError with status 404 when there is no such pull request, or none that the token may see.
 */
export async function readPullRequest(client: Client, pull: PullRef, wanted: Wanted): Promise<PullRequestState> {
  const atHead = [...textsOf(wanted.head), ...requestsOf(wanted.files)];
  const atBase = textsOf(wanted.base);
  const head = slotsOf('h', atHead.slice(0, blobsPerQuery));
  const base = slotsOf('b', atBase.slice(0, blobsPerQuery - head.length));
  const { repository, number } = pull;
  const { owner, name } = repository;
  const answer = await client.graphql<Answer>(pullRequestQuery(head, base), {
    ...{ owner, name, number },
    ...newestPages,
    ...variablesOf(head),
    ...variablesOf(base),
  });
  const found = answer.repository?.pullRequest;
  if (!found) throw notFound(`pull request #${number} of ${owner}/${name} is not there`);
  const baseSha = found.baseRef?.target?.oid ?? found.baseRefOid;
  return {
    open: found.state === 'OPEN',
    draft: found.isDraft,
    headSha: found.headRefOid,
    baseSha,
    head: await readBlobs(client, pull, found.headRefOid, atHead, lastCommit(found), head),
    base: await readBlobs(client, pull, baseSha, atBase, found.baseRef?.target ?? undefined, base),
    fromFork: found.isCrossRepository,
    changedFiles: found.changedFiles,
    page: found.url,
    standing: await readStanding(client, pull, found),
  };
}

/** Files at one commit, a hundred a query. Throws GitHubError with status 404 when the commit is not there. */
export function readFiles(
  client: Client,
  pull: PullRef,
  sha: string,
  wanted: WantedFiles,
): Promise<ReadonlyMap<string, Blob>> {
  return readBlobs(client, pull, sha, requestsOf(wanted), undefined, []);
}

export function textsOf(paths: readonly string[]): readonly Request[] {
  return paths.map((path) => ({ path, text: true }));
}

export function requestsOf(wanted: WantedFiles | undefined): readonly Request[] {
  return [...textsOf(wanted?.texts ?? []), ...(wanted?.modes ?? []).map((path) => ({ path, text: false }))];
}

/** The head is read through the last commit: that works for forks too, and needs no SHA beforehand. */
function pullRequestQuery(head: readonly Slot[], base: readonly Slot[]): string {
  const slots = [...head, ...base];
  return `query ReadPullRequest($owner: String!, $name: String!, $number: Int!, ${cursorDeclarations}${variableDeclarations(slots)}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      state
      isDraft
      isCrossRepository
      changedFiles
      url
      headRefOid
      baseRefOid
      commits(last: 1) { nodes { commit { ${fileFields(head)} } } }
      baseRef { target { oid ... on Commit { ${fileFields(base)} } } }
      ${conversationFields}
    }
  }
}
${fragmentsFor(slots)}`;
}

function lastCommit({ commits }: PullRequestAnswer): CommitEntries | undefined {
  return commits.nodes?.at(-1)?.commit;
}

/** All wanted blobs at `sha`: those already `read` there, the others asked for at that very commit. */
export async function readBlobs(
  client: Client,
  pull: PullRef,
  sha: string,
  wanted: readonly Request[],
  read: CommitEntries | undefined,
  slots: readonly Slot[],
): Promise<ReadonlyMap<string, Blob>> {
  const blobs = new Map(read?.oid === sha ? blobsOf(read, slots) : []);
  const missing = read?.oid === sha ? wanted.slice(slots.length) : wanted;
  for (let from = 0; from < missing.length; from += blobsPerQuery) {
    const part = slotsOf('f', missing.slice(from, from + blobsPerQuery));
    for (const [path, blob] of await readAt(client, pull, sha, part)) blobs.set(path, blob);
  }
  return blobs;
}

interface AtCommitAnswer {
  readonly repository: { readonly object: Partial<CommitEntries> | null } | null;
}

async function readAt(
  client: Client,
  { repository }: PullRef,
  sha: string,
  slots: readonly Slot[],
): Promise<ReadonlyMap<string, Blob>> {
  const query = `query ReadFiles($owner: String!, $name: String!, $oid: GitObjectID!${variableDeclarations(slots)}) {
  repository(owner: $owner, name: $name) { object(oid: $oid) { ... on Commit { ${fileFields(slots)} } } }
}
${fragmentsFor(slots)}`;
  const { owner, name } = repository;
  const variables = { owner, name, oid: sha, ...variablesOf(slots) };
  const { repository: found } = await client.graphql<AtCommitAnswer>(query, variables);
  const commit = found?.object;
  if (commit?.oid === undefined) throw notFound(`commit ${sha} is not there`);
  return blobsOf({ ...commit, oid: commit.oid }, slots);
}

/** GraphQL answers 200 with nulls; callers know such a thing as 404. */
export function notFound(reason: string): GitHubError {
  return new GitHubError({ route: 'POST /graphql', status: 404, requestId: undefined, reason });
}
