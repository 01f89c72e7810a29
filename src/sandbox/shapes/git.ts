import type { CommitInfo, TreeEntry } from '../objects.ts';
import { fullName, type Repository } from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { type Json } from './account.ts';
import { repositoryUrl } from './repository.ts';

/** `git-commit` */
export function commitShape(url: string, repository: Repository, info: CommitInfo) {
  const api = `${repositoryUrl(url, repository)}/git`;
  const html = `${url}/${fullName(repository)}/commit`;
  const verified = repository.verified.has(info.oid);
  const date = iso(info.at * 1000);
  return {
    sha: info.oid,
    node_id: nodeId('C', `${repository.id}-${info.oid}`),
    url: `${api}/commits/${info.oid}`,
    html_url: `${html}/${info.oid}`,
    author: { ...info.author, date },
    committer: { ...info.committer, date },
    tree: { sha: info.tree, url: `${api}/trees/${info.tree}` },
    message: info.message,
    parents: info.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: {
      verified,
      reason: verified ? 'valid' : 'unsigned',
      signature: verified ? '-----BEGIN PGP SIGNATURE-----' : null,
      payload: verified ? info.message : null,
      verified_at: verified ? date : null,
    },
  };
}

/** `commit`, as comparisons list it; whose account an e-mail address is, they need not say. */
export function compareCommitShape(url: string, repository: Repository, info: CommitInfo): Json {
  const { sha, node_id, html_url, author, committer, message, tree, parents, verification } = commitShape(
    url,
    repository,
    info,
  );
  const api = `${repositoryUrl(url, repository)}/commits/${info.oid}`;
  const commit = { author, committer, message, tree, verification, comment_count: 0 };
  return {
    ...{ url: api, sha, node_id, html_url, comments_url: `${api}/comments`, parents, author: null, committer: null },
    commit: { ...commit, url: `${repositoryUrl(url, repository)}/git/commits/${info.oid}` },
  };
}

/** `git-ref` */
export function refShape(url: string, repository: Repository, ref: string, sha: string, type: string): Json {
  const api = `${repositoryUrl(url, repository)}/git`;
  return {
    ref,
    node_id: nodeId('REF', `${repository.id}/${ref.replace(/^refs\/heads\//, '')}`),
    url: `${api}/${ref}`,
    object: { type, sha, url: `${api}/${type}s/${sha}` },
  };
}

/** GitHub lists no more entries of a tree, and says so (contract section 6). */
const MAX_TREE = 100_000;

/** `git-tree` */
export async function treeShape(url: string, repository: Repository, tree: string, recursive: boolean): Promise<Json> {
  const { git } = repository;
  const entries = await (recursive ? git.treeRecursive(tree) : git.tree(tree));
  const sizes = await git.sizes(entries.map((entry) => entry.oid));
  const api = `${repositoryUrl(url, repository)}/git`;
  return {
    sha: tree,
    url: `${api}/trees/${tree}`,
    tree: entries.slice(0, MAX_TREE).map((entry) => entryShape(api, entry, sizes.get(entry.oid))),
    truncated: entries.length > MAX_TREE,
  };
}

function entryShape(api: string, entry: TreeEntry, size: number | undefined): Json {
  const { path, mode, type, oid } = entry;
  const own = { path, mode, type, sha: oid, ...(size === undefined ? {} : { size }) };
  return type === 'commit' ? own : { ...own, url: `${api}/${type}s/${oid}` };
}
