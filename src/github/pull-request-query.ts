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
import { cursorDeclarations, newestPages, readMarkers, saidFields, type Said } from './markers.ts';

interface PullRequestAnswer extends Said {
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
 * State, blobs and markers of a pull request at its present head, in one query. More calls are made only for more than
 * a hundred blobs, more than a hundred reviews or threads, and for a head that the last commit does not show.
 * Throws GitHubError with status 404 when there is no such pull request, or none that the token may see.
 */
export async function readPullRequest(client: Client, pull: PullRef, wanted: Wanted): Promise<PullRequestState> {
  const atHead = [...textsOf(wanted.head), ...requestsOf(wanted.files)];
  const atBase = textsOf(wanted.base);
  const head = slotsOf('h', atHead.slice(0, blobsPerQuery));
  const base = slotsOf('b', atBase.slice(0, blobsPerQuery - head.length));
  const { repository, number } = pull;
  const answer = await client.graphql<Answer>(pullRequestQuery(head, base), {
    ...repository,
    number,
    ...newestPages,
    ...variablesOf(head),
    ...variablesOf(base),
  });
  const found = answer.repository?.pullRequest;
  if (!found) throw notFound(`pull request #${number} of ${repository.owner}/${repository.name} is not there`);
  const baseSha = found.baseRef?.target?.oid ?? found.baseRefOid;
  return {
    open: found.state === 'OPEN',
    draft: found.isDraft,
    headSha: found.headRefOid,
    baseSha,
    head: await readBlobs(client, pull, found.headRefOid, atHead, lastCommit(found), head),
    base: await readBlobs(client, pull, baseSha, atBase, found.baseRef?.target ?? undefined, base),
    markers: await readMarkers(client, pull, found),
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

function textsOf(paths: readonly string[]): readonly Request[] {
  return paths.map((path) => ({ path, text: true }));
}

function requestsOf(wanted: WantedFiles | undefined): readonly Request[] {
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
      headRefOid
      baseRefOid
      commits(last: 1) { nodes { commit { ${fileFields(head)} } } }
      baseRef { target { oid ... on Commit { ${fileFields(base)} } } }
      ${saidFields}
    }
  }
}
${fragmentsFor(slots)}`;
}

function lastCommit({ commits }: PullRequestAnswer): CommitEntries | undefined {
  return commits.nodes?.at(-1)?.commit;
}

/** All wanted blobs at `sha`: those already `read` there, the others asked for at that very commit. */
async function readBlobs(
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
  const variables = { ...repository, oid: sha, ...variablesOf(slots) };
  const { repository: found } = await client.graphql<AtCommitAnswer>(query, variables);
  const commit = found?.object;
  if (commit?.oid === undefined) throw notFound(`commit ${sha} is not there`);
  return blobsOf({ ...commit, oid: commit.oid }, slots);
}

/** GraphQL answers 200 with nulls; callers know such a thing as 404. */
function notFound(reason: string): GitHubError {
  return new GitHubError({ route: 'POST /graphql', status: 404, requestId: undefined, reason });
}
