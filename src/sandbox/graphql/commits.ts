import { emailOf, WEB_FLOW } from '../accounts.ts';
import { moveBranch } from '../pulls.ts';
import { pushRefusal } from '../push-rules.ts';
import type { FileChange } from '../repository.ts';
import { findRepository, formerly, type Repository } from '../state.ts';
import { readNodeId } from '../world.ts';
import { commitNode, refNode } from './objects.ts';
import { forbidden, graphError, requireOn, type Scope } from './scope.ts';

export interface CommitInput {
  readonly clientMutationId?: string;
  readonly branch: { readonly id?: string; readonly repositoryNameWithOwner?: string; readonly branchName?: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly expectedHeadOid: string;
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

/**
 * One commit by the App's bot, signed by GitHub, if the branch still stands where the caller saw it. Every file becomes
 * 100644 (contract section 5).
 */
export async function createCommit(scope: Scope, input: CommitInput): Promise<object> {
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
    committer: WEB_FLOW,
    at: Math.floor(scope.world.now() / 1000),
  });
  const refused = await pushRefusal(repository, scope.token, branch, head, after);
  if (refused !== undefined) throw graphError('UNPROCESSABLE', refused);
  repository.verified.add(after);
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
      : (findRepository(scope.world.state, owner, name) ?? formerly(scope.world.state, owner, name));
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
