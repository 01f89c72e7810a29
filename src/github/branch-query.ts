import type { BranchCommit, BranchState, HeadRepository, PullRef, StandingAnswer, Wanted } from '../jobs/ports.ts';
import { nothingSaid } from '../review/standing.ts';
import {
  fileFields,
  fragmentsFor,
  slotsOf,
  variableDeclarations,
  variablesOf,
  type CommitEntries,
  type Slot,
} from './blobs.ts';
import type { Client } from './client.ts';
import { blobsPerQuery, nodesPerPage } from './limits.ts';
import { notFound, readBlobs, requestsOf, textsOf } from './pull-request-query.ts';

/** Of the branch's commits so many are looked at for ours. */
const recentCommits = 30;

/** Where an answer of ours may stand, after a try that did not come to its end: near the end. */
const recentThreads = 50;
const recentReplies = 20;

interface Said {
  readonly fullDatabaseId: string | null;
  readonly body: string;
  readonly viewerDidAuthor: boolean;
}

interface List<Node> {
  readonly nodes: readonly (Node | null)[] | null;
}

interface BranchAnswer {
  readonly url: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly changedFiles: number;
  readonly headRefName: string;
  readonly headRefOid: string;
  readonly baseRefOid: string;
  readonly isCrossRepository: boolean;
  readonly headRepository: {
    readonly nameWithOwner: string;
    readonly owner: { readonly __typename: string };
  } | null;
  readonly author: { readonly login: string } | null;
  readonly recent: List<{ readonly commit: CommitAnswer }>;
  readonly last: List<{ readonly commit: LastCommit }>;
  readonly comments: List<Said>;
  readonly reviewThreads: List<{ readonly comments: List<Said> }> | null;
  readonly baseRef: { readonly target: CommitEntries | null } | null;
}

interface CommitAnswer {
  readonly oid: string;
  readonly message: string;
  readonly committedDate: string;
}

/** `tree` beside the entries, whose aliases are all of another form. */
type LastCommit = Omit<CommitEntries, 'tree'> & { readonly oid: string; readonly tree: { readonly oid: string } };

interface Answer {
  readonly repository: { readonly pullRequest: BranchAnswer | null } | null;
}

/**
 * State and blobs of a pull request at its present head and what writing to its branch takes, in one query; more only
 * for more than a hundred blobs. What we have said there is not read. Throws GitHubError with status 404 when there is
 * no such pull request.
 */
export async function readBranch(client: Client, pull: PullRef, wanted: Wanted): Promise<BranchState> {
  const atHead = [...textsOf(wanted.head), ...requestsOf(wanted.files)];
  const atBase = textsOf(wanted.base);
  const head = slotsOf('h', atHead.slice(0, blobsPerQuery));
  const base = slotsOf('b', atBase.slice(0, blobsPerQuery - head.length));
  const { owner, name } = pull.repository;
  const variables = { owner, name, number: pull.number, ...variablesOf(head), ...variablesOf(base) };
  const { repository } = await client.graphql<Answer>(branchQuery(head, base), variables);
  const found = repository?.pullRequest;
  if (!found) throw notFound(`pull request #${pull.number} of ${owner}/${name} is not there`);
  const baseSha = found.baseRef?.target?.oid ?? found.baseRefOid;
  const last = nodesOf(found.last).at(-1)?.commit;
  return {
    open: found.state === 'OPEN',
    draft: found.isDraft,
    changedFiles: found.changedFiles,
    headSha: found.headRefOid,
    baseSha,
    head: await readBlobs(client, pull, found.headRefOid, atHead, entriesOf(last), head),
    base: await readBlobs(client, pull, baseSha, atBase, found.baseRef?.target ?? undefined, base),
    fromFork: found.isCrossRepository,
    page: found.url,
    standing: nothingSaid,
    branch: found.headRefName,
    headRepository: headRepositoryOf(found),
    tree: last?.oid === found.headRefOid ? last.tree.oid : undefined,
    author: found.author?.login,
    commits: nodesOf(found.recent).map(({ commit }) => commitOf(commit)),
    answers: [
      ...answersIn('conversation', found.comments),
      ...nodesOf(found.reviewThreads).flatMap(({ comments }) => answersIn('thread', comments)),
    ],
  };
}

function branchQuery(head: readonly Slot[], base: readonly Slot[]): string {
  const slots = [...head, ...base];
  return `query ReadBranch($owner: String!, $name: String!, $number: Int!${variableDeclarations(slots)}) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      url
      state
      isDraft
      changedFiles
      headRefName
      headRefOid
      baseRefOid
      isCrossRepository
      headRepository { nameWithOwner owner { __typename } }
      author { login }
      recent: commits(last: ${recentCommits}) { nodes { commit { oid message committedDate } } }
      last: commits(last: 1) { nodes { commit { tree { oid } ${fileFields(head)} } } }
      comments(last: ${nodesPerPage}) { nodes { fullDatabaseId body viewerDidAuthor } }
      reviewThreads(last: ${recentThreads}) {
        nodes { comments(last: ${recentReplies}) { nodes { fullDatabaseId body viewerDidAuthor } } }
      }
      baseRef { target { oid ... on Commit { ${fileFields(base)} } } }
    }
  }
}
${fragmentsFor(slots)}`;
}

function entriesOf(commit: LastCommit | undefined): CommitEntries | undefined {
  if (commit === undefined) return undefined;
  const { tree: _, ...entries } = commit;
  return entries;
}

function headRepositoryOf({ isCrossRepository, headRepository }: BranchAnswer): HeadRepository {
  if (headRepository === null) return { kind: 'deleted' };
  if (!isCrossRepository) return { kind: 'same' };
  const { nameWithOwner, owner } = headRepository;
  return { kind: 'fork', name: nameWithOwner, ofOrganization: owner.__typename === 'Organization' };
}

function commitOf({ oid, message, committedDate }: CommitAnswer): BranchCommit {
  return { sha: oid, message, at: Date.parse(committedDate) };
}

/** Only what we wrote ourselves: other people may quote a marker or forge one. */
function answersIn(at: StandingAnswer['at'], said: List<Said>): readonly StandingAnswer[] {
  return nodesOf(said).flatMap(({ fullDatabaseId, body, viewerDidAuthor }) =>
    viewerDidAuthor && fullDatabaseId !== null ? [{ id: Number(fullDatabaseId), at, body }] : [],
  );
}

function nodesOf<Node>(list: List<Node> | null): readonly Node[] {
  return (list?.nodes ?? []).filter((node) => node !== null);
}
