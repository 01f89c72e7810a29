import type { CommitInfo } from '../objects.ts';
import { notFound } from '../refusal.ts';
import { repositoryUrl } from '../shapes/repository.ts';
import { fullName, type Repository } from '../state.ts';
import { iso, nodeId, type Answer, type RepositoryCall } from '../world.ts';
import { paginate, type Handlers } from './handler.ts';

const PAGE = '/commits/commits#compare-two-commits';

/** Three dots. Its files come with the first page only (contract section 2); nobody asks for them yet. */
export const compareHandlers: Handlers = {
  'repos/compare-commits-with-basehead': { for: 'repository', needs: [{ contents: 'read' }], run: compare },
};

async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, repository, parameters } = call;
  const { git } = repository;
  const [from = '', to = ''] = (parameters['basehead'] ?? '').split('...');
  const [base, head] = await Promise.all([git.resolveCommit(from), git.resolveCommit(to)]);
  if (base === undefined || head === undefined) throw notFound(PAGE);
  const mergeBase = await git.mergeBase(base, head);
  const [ahead, behind] = await Promise.all([git.commitsBetween(mergeBase, head), git.commitsBetween(mergeBase, base)]);
  const shape = async (oid: string): Promise<object> => commitShape(world.url, repository, await git.commitInfo(oid));
  const { page, link } = paginate(call, ahead);
  const html = `${world.url}/${fullName(repository)}/compare/${from}...${to}`;
  const body = {
    ...{ url: `${repositoryUrl(world.url, repository)}/compare/${from}...${to}`, html_url: html },
    ...{ permalink_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` },
    ...{ base_commit: await shape(base), merge_base_commit: await shape(mergeBase) },
    status: statusOf(ahead.length, behind.length),
    ...{ ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length },
    commits: page.map((info) => commitShape(world.url, repository, info)),
  };
  return { status: 200, body, headers: link ?? {} };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  return ahead > 0 ? 'ahead' : behind > 0 ? 'behind' : 'identical';
}

/** `commit`; its author's account is not told. */
function commitShape(url: string, repository: Repository, info: CommitInfo): object {
  const api = repositoryUrl(url, repository);
  const html = `${url}/${fullName(repository)}/commit`;
  const date = iso(info.at * 1000);
  const verification = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  return {
    ...{ sha: info.oid, node_id: nodeId('C', `${repository.id}-${info.oid}`) },
    ...{ url: `${api}/commits/${info.oid}`, html_url: `${html}/${info.oid}` },
    comments_url: `${api}/commits/${info.oid}/comments`,
    commit: {
      ...{ url: `${api}/git/commits/${info.oid}`, message: info.message, comment_count: 0, verification },
      author: { ...info.author, date },
      committer: { ...info.committer, date },
      tree: { sha: info.tree, url: `${api}/git/trees/${info.tree}` },
    },
    ...{ author: null, committer: null },
    parents: info.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
}
