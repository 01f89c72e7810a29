import { notFound } from '../refusal.ts';
import { compareCommitShape } from '../shapes/git.ts';
import { pullFileShape } from '../shapes/file.ts';
import { repositoryUrl } from '../shapes/repository.ts';
import { findRepository, fullName } from '../state.ts';
import type { Answer, RepositoryCall } from '../world.ts';
import { paginate, type Handlers } from './handler.ts';

/** GitHub's limits of a comparison (contract section 2): files on the first page only. */
const MAX_FILES = 300;

export const compareHandlers: Handlers = {
  'repos/compare-commits-with-basehead': { for: 'repository', needs: [{ contents: 'read' }], run: compare },
};

/** Three dots: from where `head` left `base`. */
async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const { git } = repository;
  const [left = '', right = ''] = (parameters['basehead'] ?? '').split('...');
  const [base, head] = [await resolve(call, left), await resolve(call, right)];
  if (base === undefined || head === undefined) throw notFound('/commits/commits#compare-two-commits');
  const from = await git.mergeBase(base, head);
  const [ahead, behind, files] = await Promise.all([
    git.commitsBetween(from, head),
    git.commitsBetween(from, base),
    git.diffDirect(from, head),
  ]);
  const commit = async (oid: string): Promise<object> =>
    compareCommitShape(world.url, repository, await git.commitInfo(oid));
  const { page, link } = paginate(call, ahead);
  const isFirst = Number(call.query.get('page') ?? 1) <= 1;
  const html = `${world.url}/${fullName(repository)}/compare/${base}...${head}`;
  const body = {
    url: `${repositoryUrl(world.url, repository)}/compare/${base}...${head}`,
    ...{ html_url: html, permalink_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` },
    base_commit: await commit(base),
    merge_base_commit: await commit(from),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: page.map((info) => compareCommitShape(world.url, repository, info)),
    files: isFirst ? files.slice(0, MAX_FILES).map((file) => pullFileShape(world.url, repository, head, file)) : [],
  };
  return { status: 200, body, headers: link ?? {} };
}

/** A branch, a commit, or `owner:branch` of a fork. */
async function resolve({ world, repository }: RepositoryCall, name: string): Promise<string | undefined> {
  const [owner, branch] = name.split(':');
  if (owner === undefined || branch === undefined) return repository.git.resolveCommit(name);
  const fork = findRepository(world.state, owner, repository.name);
  const oid = await fork?.git.resolveCommit(`refs/heads/${branch}`);
  // Forks and their parents share their commits on GitHub; here they do once a pull request was opened.
  return oid === undefined ? undefined : repository.git.resolveCommit(oid);
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
