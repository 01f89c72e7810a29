import { announceThread } from '../events.ts';
import { moveBranch } from '../pulls.ts';
import type { FileChange } from '../repository.ts';
import { emailOf, findRepository, type Minimizable, type PullRequest, type Repository, type Thread } from '../state.ts';
import { readNodeId } from '../world.ts';
import { issueCommentNode, reviewCommentNode, threadNode } from './conversation.ts';
import { commitNode, refNode } from './objects.ts';
import { forbidden, graphError, requireOn, type Scope } from './scope.ts';

interface Input<Fields> {
  readonly input: Fields & { readonly clientMutationId?: string };
}

interface Place {
  readonly repository: Repository;
  readonly pull: PullRequest;
}

/** The root of all mutations that the stand-in knows. */
export function mutations(scope: Scope): object {
  return {
    resolveReviewThread: ({ input }: Input<{ threadId: string }>) => setResolved(scope, input, true),
    unresolveReviewThread: ({ input }: Input<{ threadId: string }>) => setResolved(scope, input, false),
    minimizeComment: ({ input }: Input<{ subjectId: string; classifier: string }>) =>
      minimize(scope, input, input.classifier.toLowerCase().replace('_', '-')),
    unminimizeComment: ({ input }: Input<{ subjectId: string }>) => minimize(scope, input, null),
    createCommitOnBranch: ({ input }: Input<CommitInput>) => createCommit(scope, input),
  };
}

function unresolvable(id: string): Error {
  return graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}

function findThread(scope: Scope, nodeId: string): Place & { thread: Thread } {
  const wanted = readNodeId(nodeId);
  for (const place of allPulls(scope)) {
    const thread = place.pull.threads.find((one) => wanted?.kind === 'PRRT' && String(one.id) === wanted.id);
    if (thread !== undefined) return { ...place, thread };
  }
  throw unresolvable(nodeId);
}

function allPulls(scope: Scope): Place[] {
  const repositories = [...scope.world.state.repositories.values()];
  return repositories.flatMap((repository) => [...repository.pulls.values()].map((pull) => ({ repository, pull })));
}

/** Needs the right to write contents, not only pull requests (contract section 3). */
async function setResolved(
  scope: Scope,
  input: { threadId: string; clientMutationId?: string },
  resolved: boolean,
): Promise<object> {
  const { repository, pull, thread } = findThread(scope, input.threadId);
  requireOn(scope, repository, { contents: 'write', pull_requests: 'write' });
  const changed = (thread.resolvedBy !== null) !== resolved;
  if (changed) {
    thread.resolvedBy = resolved ? scope.token.account : null;
    await announceThread(scope.world, repository, pull, thread, scope.token.account);
  }
  const clientMutationId = input.clientMutationId ?? null;
  return { clientMutationId, thread: threadNode(scope, repository, pull, thread) };
}

function minimize(
  scope: Scope,
  input: { subjectId: string; clientMutationId?: string },
  reason: string | null,
): object {
  const { place, comment, node } = findComment(scope, input.subjectId);
  requireOn(scope, place.repository, { pull_requests: 'write' });
  comment.minimized = reason;
  const subject = node();
  return { clientMutationId: input.clientMutationId ?? null, minimizedComment: subject, unminimizedComment: subject };
}

interface FoundComment {
  readonly place: Place;
  readonly comment: Minimizable;
  readonly node: () => object;
}

function findComment(scope: Scope, id: string): FoundComment {
  const wanted = readNodeId(id);
  for (const place of allPulls(scope)) {
    const { repository, pull } = place;
    const plain = pull.comments.find((one) => wanted?.kind === 'IC' && String(one.id) === wanted.id);
    if (plain !== undefined) {
      return { place, comment: plain, node: () => issueCommentNode(scope, repository, pull, plain) };
    }
    for (const thread of pull.threads) {
      const comment = thread.comments.find((one) => wanted?.kind === 'PRRC' && String(one.id) === wanted.id);
      if (comment === undefined) continue;
      return { place, comment, node: () => reviewCommentNode(scope, repository, pull, thread, comment) };
    }
  }
  throw unresolvable(id);
}

interface CommitInput {
  readonly clientMutationId?: string;
  readonly branch: { readonly id?: string; readonly repositoryNameWithOwner?: string; readonly branchName?: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly expectedHeadOid: string;
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

/** One commit by the App's bot, if the branch still stands where the caller saw it. Every file becomes 100644. */
async function createCommit(scope: Scope, input: CommitInput): Promise<object> {
  const { repository, branch } = branchOf(scope, input.branch);
  requireOn(scope, repository, { contents: 'write' });
  const ref = `refs/heads/${branch}`;
  const head = await repository.git.resolveCommit(ref);
  if (head === undefined) throw graphError('NOT_FOUND', `Branch ${branch} does not exist`);
  if (head !== input.expectedHeadOid) throw stale(head);
  const changes = await changesOf(repository, head, input);
  const { account } = scope.token;
  const { headline, body = '' } = input.message;
  const after = await repository.git.commit(changes, {
    parents: [head],
    message: body === '' ? `${headline}\n` : `${headline}\n\n${body}\n`,
    author: { name: account.login, email: emailOf(account) },
    at: Math.floor(scope.world.now() / 1000),
  });
  const moved = await moveBranch(scope.world, repository, { branch, before: head, after }, account);
  if (!moved) throw stale((await repository.git.resolveCommit(ref)) ?? head);
  const clientMutationId = input.clientMutationId ?? null;
  const commit = await commitNode(scope, repository, after);
  return { clientMutationId, commit, ref: await refNode(scope, repository, branch) };
}

function stale(actual: string): Error {
  const message = `Expected branch to point to "${actual}" but it did not.  Pull and try again.`;
  return graphError('STALE_DATA', message);
}

function branchOf(scope: Scope, branch: CommitInput['branch']): { repository: Repository; branch: string } {
  const known = branch.id === undefined ? undefined : readNodeId(branch.id);
  const slash = known?.id.indexOf('/') ?? -1;
  const repositories = [...scope.world.state.repositories.values()];
  const [owner = '', name = ''] = (branch.repositoryNameWithOwner ?? '').split('/');
  const repository =
    known?.kind === 'REF'
      ? repositories.find((one) => String(one.id) === known.id.slice(0, slash))
      : findRepository(scope.world.state, owner, name);
  if (repository === undefined) throw forbidden();
  const full = known?.kind === 'REF' ? known.id.slice(slash + 1) : (branch.branchName ?? '');
  return { repository, branch: full.replace(/^refs\/heads\//, '') };
}

async function changesOf(repository: Repository, head: string, input: CommitInput): Promise<FileChange[]> {
  const { additions = [], deletions = [] } = input.fileChanges ?? {};
  const paths = [...additions, ...deletions].map((one) => one.path);
  if (new Set(paths).size !== paths.length) throw graphError('UNPROCESSABLE', 'A path may be changed only once');
  for (const { path } of deletions) {
    if ((await repository.git.entry(head, path)) === undefined) {
      throw graphError('NOT_FOUND', `A file with path ${path} does not exist`);
    }
  }
  const added = additions.map(({ path, contents }) => {
    if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(contents)) throw graphError('UNPROCESSABLE', `${path} is not in base64`);
    return { path, content: Buffer.from(contents, 'base64'), mode: '100644' };
  });
  return [...added, ...deletions.map(({ path }) => ({ path, content: null }))];
}
