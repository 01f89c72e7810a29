import { posix } from 'node:path';
import { notFound, refuse } from '../refusal.ts';
import type { TreeEntry } from '../objects.ts';
import { repositoryShape, repositoryUrl } from '../shapes/repository.ts';
import { treeShape } from '../shapes/git.ts';
import { fullName } from '../state.ts';
import { nodeId, type Answer, type RepositoryCall } from '../world.ts';
import type { Handlers } from './handler.ts';

const READ = [{ contents: 'read' }] as const;
/** Larger files come without their content (contract section 6). */
const MAX_CONTENT = 1024 * 1024;
const PAGE = '/repos/contents#get-repository-content';

export const contentHandlers: Handlers = {
  'repos/get': {
    for: 'repository',
    needs: [{ metadata: 'read' }],
    run: ({ world, repository }) => ({ status: 200, body: { ...repositoryShape(world.url, repository) } }),
  },
  'repos/get-content': { for: 'repository', needs: READ, run: getContent },
  'git/get-blob': {
    for: 'repository',
    needs: READ,
    async run({ world, repository, parameters }) {
      const oid = parameters['file_sha'] ?? '';
      const object = /^[0-9a-f]{40}$/.test(oid) ? await repository.git.read(oid) : undefined;
      if (object?.type !== 'blob') throw notFound('/git/blobs#get-a-blob');
      const { content } = object;
      const body = {
        sha: oid,
        node_id: nodeId('B', `${repository.id}-${oid}`),
        size: content.length,
        url: `${repositoryUrl(world.url, repository)}/git/blobs/${oid}`,
        content: base64(content),
        encoding: 'base64',
      };
      return { status: 200, body };
    },
  },
  'git/get-tree': {
    for: 'repository',
    needs: READ,
    async run({ world, repository, parameters, query }) {
      const tree = await repository.git.resolve(`${parameters['tree_sha'] ?? ''}^{tree}`);
      if (tree === undefined) throw notFound('/git/trees#get-a-tree');
      // Any value turns it on, even `0` and `false`.
      return { status: 200, body: await treeShape(world.url, repository, tree, query.has('recursive')) };
    },
  },
};

async function getContent(call: RepositoryCall): Promise<Answer> {
  const { repository, parameters, query } = call;
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = await repository.git.resolveCommit(ref);
  if (commit === undefined) throw refuse(404, `No commit found for the ref ${ref}`, PAGE);
  const path = (parameters['path'] ?? '').replace(/^\/+|\/+$/g, '');
  const entry = await repository.git.entry(commit, path);
  if (entry === undefined) throw notFound(PAGE);
  if (entry.type === 'tree') return listFolder(call, commit, entry);
  const target = entry.mode === '120000' ? await linkTarget(call, commit, entry) : entry;
  return fileAnswer(call, commit, path, target ?? entry);
}

async function listFolder(call: RepositoryCall, commit: string, folder: TreeEntry): Promise<Answer> {
  const entries = await call.repository.git.tree(folder.oid);
  const sizes = await call.repository.git.sizes(entries.map((entry) => entry.oid));
  const body = entries.map((entry) => {
    const path = `${folder.path}/${entry.path}`;
    const type = entry.type === 'tree' ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file';
    return { type, size: sizes.get(entry.oid) ?? 0, ...place(call, commit, path, entry) };
  });
  return { status: 200, body };
}

/** A link to a regular file of the repository is answered as that file; any other as a link. */
async function linkTarget(call: RepositoryCall, commit: string, link: TreeEntry): Promise<TreeEntry | undefined> {
  const to = (await call.repository.git.blob(link.oid)).toString('utf8');
  const path = posix.join(posix.dirname(link.path), to);
  const target =
    path.startsWith('..') || posix.isAbsolute(to) ? undefined : await call.repository.git.entry(commit, path);
  return target?.type === 'blob' && target.mode !== '120000' ? target : undefined;
}

async function fileAnswer(call: RepositoryCall, commit: string, path: string, entry: TreeEntry): Promise<Answer> {
  const own = place(call, commit, path, entry);
  if (entry.type === 'commit') {
    return { status: 200, body: { type: 'submodule', size: 0, submodule_git_url: null, ...own } };
  }
  const content = await call.repository.git.blob(entry.oid);
  if (call.headers['accept']?.includes('raw') === true) {
    return { status: 200, raw: content, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } };
  }
  if (entry.mode === '120000') {
    return { status: 200, body: { type: 'symlink', size: content.length, target: content.toString('utf8'), ...own } };
  }
  const large = content.length > MAX_CONTENT;
  const written = large ? { content: '', encoding: 'none' } : { content: base64(content), encoding: 'base64' };
  return { status: 200, body: { type: 'file', size: content.length, ...written, ...own } };
}

/** What every kind of entry says about where it is. */
function place(call: RepositoryCall, commit: string, path: string, entry: TreeEntry): Record<string, unknown> {
  const safe = path.split('/').map(encodeURIComponent).join('/');
  const api = repositoryUrl(call.world.url, call.repository);
  const url = `${api}/contents/${safe}?ref=${commit}`;
  const html = `${call.world.url}/${fullName(call.repository)}/blob/${commit}/${safe}`;
  const git = `${api}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.oid}`;
  return {
    name: posix.basename(path),
    path,
    sha: entry.oid,
    url,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? `${html}?raw=1` : null,
    _links: { self: url, git, html },
  };
}

/** Base64 in lines of 60 characters, each ended, as GitHub writes it. */
function base64(content: Buffer): string {
  return content.toString('base64').replace(/.{1,60}/g, '$&\n');
}
