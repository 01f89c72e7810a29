import { posix } from 'node:path';
import type { CommitInfo, Person, TreeEntry } from '../objects.ts';
import { fullName, type Repository } from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import { actorNode } from './people.ts';
import { pullNode, stateOf } from './pull.ts';
import { checkSuites } from './search.ts';
import { graphError, requireOn, type Scope } from './scope.ts';

/** `Blob.text` is cut here (contract section 6). */
const MAX_TEXT = 512_000;
/** git's own guess, and GitHub's: a NUL among the first bytes. */
const SNIFF = 8000;

export function repositoryNode(scope: Scope, repository: Repository): object {
  const { world } = scope;
  return {
    __typename: 'Repository',
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: actorNode(scope, repository.owner),
    isPrivate: repository.private,
    ...{ isFork: repository.parent !== undefined, isArchived: repository.archived, isDisabled: false, isLocked: false },
    hasIssuesEnabled: repository.hasIssues,
    parent: () => (repository.parent === undefined ? null : scope.nodes.repository(repository.parent)),
    url: `${world.url}/${fullName(repository)}`,
    resourcePath: `/${fullName(repository)}`,
    defaultBranchRef: () => refNode(scope, repository, repository.defaultBranch),
    object(args: { oid?: string; expression?: string }) {
      requireOn(scope, repository, { contents: 'read' });
      return objectNode(scope, repository, args.oid ?? args.expression ?? '');
    },
    ref: (args: { qualifiedName: string }) =>
      refNode(scope, repository, args.qualifiedName.replace(/^refs\/heads\//, '')),
    pullRequest(args: { number: number }) {
      requireOn(scope, repository, { pull_requests: 'read' });
      const pull = repository.pulls.get(args.number);
      if (pull !== undefined) return pullNode(scope, repository, pull);
      throw graphError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${args.number}.`);
    },
    pullRequests(args: PageArguments & { states?: readonly string[] }) {
      requireOn(scope, repository, { pull_requests: 'read' });
      const all = [...repository.pulls.values()].filter((pull) => args.states?.includes(stateOf(pull)) ?? true);
      return connection(all, args, (pull) => pullNode(scope, repository, pull));
    },
  };
}

/** A branch, or null. */
export async function refNode(scope: Scope, repository: Repository, branch: string): Promise<object | null> {
  const oid = await repository.git.resolveCommit(`refs/heads/${branch}`);
  if (oid === undefined) return null;
  return {
    __typename: 'Ref',
    id: nodeId('REF', `${repository.id}/${branch}`),
    name: branch,
    prefix: 'refs/heads/',
    repository: () => repositoryNode(scope, repository),
    target: () => commitNode(scope, repository, oid),
  };
}

/** Whatever a revision names (`oid`, `branch`, `oid:path`); null when there is nothing, as GitHub does. */
export async function objectNode(scope: Scope, repository: Repository, revision: string): Promise<object | null> {
  const object = await repository.git.read(revision);
  if (object === undefined) return null;
  const { oid, type } = object;
  if (type === 'commit') return commitNode(scope, repository, oid);
  if (type === 'tree') return treeNode(scope, repository, oid, '');
  return type === 'blob' ? blobNode(scope, repository, oid) : null;
}

/** The fields of every `GitObject`. */
function gitObject(scope: Scope, repository: Repository, typename: string, oid: string): object {
  const path = `/${fullName(repository)}/commit/${oid}`;
  return {
    __typename: typename,
    id: nodeId(typename, `${repository.id}-${oid}`),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: scope.world.url + path,
    commitResourcePath: path,
    repository: () => repositoryNode(scope, repository),
  };
}

export async function commitNode(scope: Scope, repository: Repository, oid: string): Promise<object> {
  const info = await repository.git.commitInfo(oid);
  const at = iso(info.at * 1000);
  const by = (person: Person): object => ({ ...person, date: at, user: null });
  return {
    ...gitObject(scope, repository, 'Commit', oid),
    url: `${scope.world.url}/${fullName(repository)}/commit/${oid}`,
    message: info.message,
    ...headline(info),
    ...{ authoredDate: at, committedDate: at, author: by(info.author), committer: by(info.committer) },
    signature: () =>
      repository.verified.has(oid)
        ? {
            __typename: 'GpgSignature',
            isValid: true,
            state: 'VALID',
            wasSignedByGitHub: true,
            email: info.committer.email,
          }
        : null,
    tree: () => treeNode(scope, repository, info.tree, ''),
    checkSuites: (args: Parameters<typeof checkSuites>[3]) => checkSuites(scope, repository, oid, args),
    async file(args: { path: string }) {
      requireOn(scope, repository, { contents: 'read' });
      const entry = await repository.git.entry(oid, args.path);
      return entry === undefined ? null : entryNode(scope, repository, entry);
    },
    parents: (args: PageArguments) => connection(info.parents, args, (parent) => commitNode(scope, repository, parent)),
  };
}

function headline(info: CommitInfo): object {
  const [first = '', ...rest] = info.message.split('\n');
  return { messageHeadline: first, messageBody: rest.join('\n').trim() };
}

/** `folder` is the tree's own path: entries know theirs from the root. */
async function treeNode(scope: Scope, repository: Repository, oid: string, folder: string): Promise<object> {
  const entries = await repository.git.tree(oid);
  const inFolder = entries.map((entry) => ({ ...entry, path: posix.join(folder, entry.path) }));
  return {
    ...gitObject(scope, repository, 'Tree', oid),
    entries: inFolder.map((entry) => entryNode(scope, repository, entry)),
  };
}

function entryNode(scope: Scope, repository: Repository, entry: TreeEntry): object {
  return {
    __typename: 'TreeEntry',
    name: posix.basename(entry.path),
    path: entry.path,
    // An Int for GraphQL: 33188 is 100644.
    mode: Number.parseInt(entry.mode, 8),
    type: entry.type,
    oid: entry.oid,
    size: async () => (await repository.git.sizes([entry.oid])).get(entry.oid) ?? 0,
    extension: posix.extname(entry.path),
    isGenerated: false,
    repository: () => repositoryNode(scope, repository),
    object() {
      if (entry.type === 'tree') return treeNode(scope, repository, entry.oid, entry.path);
      // A submodule's commit lives in another repository.
      return entry.type === 'blob' ? blobNode(scope, repository, entry.oid) : null;
    },
  };
}

async function blobNode(scope: Scope, repository: Repository, oid: string): Promise<object> {
  const content = await repository.git.blob(oid);
  const isBinary = content.subarray(0, SNIFF).includes(0);
  return {
    ...gitObject(scope, repository, 'Blob', oid),
    byteSize: content.length,
    isBinary,
    isTruncated: !isBinary && content.length > MAX_TEXT,
    text: isBinary ? null : content.subarray(0, MAX_TEXT).toString('utf8'),
  };
}
