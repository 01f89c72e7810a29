import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diffTrees, type DiffEntry } from './diff.ts';
import { git, GitError, gitText } from './git.ts';
import { parseHunks, type Hunk } from './hunks.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** Write a file, or delete it (`content: null`). */
export interface FileChange {
  readonly path: string;
  readonly content: Buffer | string | null;
  /** git's mode; by default the mode that the path has, else 100644. */
  readonly mode?: string;
}

export interface NewCommit {
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  /** Seconds since the epoch. */
  readonly at: number;
}

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly oid: string;
  /** undefined for trees and submodules. */
  readonly size: number | undefined;
  readonly path: string;
}

export interface CommitInfo {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly at: number;
  readonly message: string;
}

const NO_OBJECT = '0'.repeat(40);

/** One bare git repository. Objects and diffs are git's own. */
export class GitRepository {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(directory: string, defaultBranch: string): Promise<GitRepository> {
    await mkdir(directory, { recursive: true });
    await git(directory, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
    return new GitRepository(directory);
  }

  /** The full id of a revision, or undefined when there is none. */
  async resolve(revision: string): Promise<string | undefined> {
    if (revision.startsWith('-')) return undefined;
    try {
      return await gitText(this.directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', revision]);
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
  }

  resolveCommit(revision: string): Promise<string | undefined> {
    return this.resolve(`${revision}^{commit}`);
  }

  async typeOf(oid: string): Promise<string | undefined> {
    const answer = await gitText(this.directory, ['cat-file', '--batch-check'], { input: `${oid}\n` });
    const type = answer.split(' ')[1];
    return type === 'missing' || type === 'ambiguous' ? undefined : type;
  }

  blob(oid: string): Promise<Buffer> {
    return git(this.directory, ['cat-file', 'blob', oid]);
  }

  writeBlob(content: Buffer | string): Promise<string> {
    return gitText(this.directory, ['hash-object', '-w', '--stdin'], { input: content });
  }

  /** The entries of a tree or of a commit's tree, as paths relative to it. */
  async tree(treeish: string, recursive = false): Promise<TreeEntry[]> {
    const flags = recursive ? ['-r', '-t'] : [];
    const output = await git(this.directory, ['ls-tree', '-z', '--long', ...flags, treeish]);
    return output.toString('utf8').split('\0').slice(0, -1).map(readTreeEntry);
  }

  /** The entry at a path, or undefined. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    const clean = path.replace(/^\/+|\/+$/g, '');
    if (clean === '') return undefined;
    const output = await git(this.directory, ['ls-tree', '-z', '--long', commit, '--', `:(literal)${clean}`]);
    const first = output.toString('utf8').split('\0')[0];
    return first === undefined || first === '' ? undefined : readTreeEntry(first);
  }

  async commitInfo(commit: string): Promise<CommitInfo> {
    const [info] = await this.log(['--max-count=1', commit]);
    if (info === undefined) throw new Error(`${commit} is no commit.`);
    return info;
  }

  /** The commits of `base..head`, oldest first. */
  commitsBetween(base: string, head: string): Promise<CommitInfo[]> {
    return this.log(['--reverse', '--topo-order', head, `^${base}`]);
  }

  private async log(args: readonly string[]): Promise<CommitInfo[]> {
    const output = await git(this.directory, ['log', '-z', '--format=%H%n%T%n%P%n%an%n%ae%n%at%n%B', ...args]);
    return output.toString('utf8').split('\0').filter(Boolean).map(readCommit);
  }

  async mergeBase(base: string, head: string): Promise<string> {
    return gitText(this.directory, ['merge-base', base, head]);
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    try {
      await git(this.directory, ['merge-base', '--is-ancestor', ancestor, descendant]);
      return true;
    } catch (error) {
      if (error instanceof GitError && error.exitCode === 1) return false;
      throw error;
    }
  }

  /** Three dots: what `head` changed since it left `base`. */
  async diff(base: string, head: string): Promise<DiffEntry[]> {
    return diffTrees(this.directory, await this.mergeBase(base, head), head);
  }

  /** The changes of one path between two commits, without context; undefined when `to` has no such file. */
  async lineChanges(from: string, to: string, path: string): Promise<Hunk[] | undefined> {
    if ((await this.entry(to, path)) === undefined) return undefined;
    const args = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--text', '--no-renames', '--unified=0'];
    const output = (await git(this.directory, [...args, from, to, '--', `:(literal)${path}`])).toString('utf8');
    const start = output.search(/^@@ /m);
    return start < 0 ? [] : parseHunks(output.slice(start).replace(/\n$/, ''));
  }

  /** Makes a commit over its first parent's tree; moves no branch. Returns its id. */
  async commit(changes: readonly FileChange[], commit: NewCommit): Promise<string> {
    const blobs = await Promise.all(changes.map((change) => this.indexLine(change, commit.parents[0])));
    const tree = await this.withIndex(async (env) => {
      const [parent] = commit.parents;
      if (parent !== undefined) await git(this.directory, ['read-tree', parent], { env });
      await git(this.directory, ['update-index', '-z', '--index-info'], { env, input: blobs.join('') });
      return gitText(this.directory, ['write-tree'], { env });
    });
    return this.commitTree(tree, commit);
  }

  /** Makes a commit of everything in a folder (its `.git` left out). */
  async commitFolder(folder: string, commit: NewCommit): Promise<string> {
    const tree = await this.withIndex(async (env) => {
      const place = [`--git-dir=${this.directory}`, `--work-tree=${folder}`];
      await git(folder, [...place, 'add', '--all', '--force', '.'], { env });
      return gitText(this.directory, ['write-tree'], { env });
    });
    return this.commitTree(tree, commit);
  }

  commitTree(tree: string, commit: NewCommit): Promise<string> {
    const when = `${commit.at} +0000`;
    const { name, email } = commit.author;
    const env = {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: when,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: when,
    };
    const parents = commit.parents.flatMap((parent) => ['-p', parent]);
    return gitText(this.directory, ['commit-tree', tree, ...parents], { env, input: commit.message });
  }

  /** Brings a commit of another local repository here, with its history. */
  async fetch(source: string, oid: string): Promise<void> {
    const pack = '--upload-pack=git -c uploadpack.allowAnySHA1InWant=true upload-pack';
    await git(this.directory, ['fetch', '--quiet', '--no-tags', '--update-shallow', pack, source, oid]);
  }

  /** Compare-and-swap: moves a ref that stands at `before` (undefined: that must not exist). False when it does not. */
  async updateRef(ref: string, after: string, before: string | undefined): Promise<boolean> {
    try {
      await git(this.directory, ['update-ref', ref, after, before ?? NO_OBJECT]);
      return true;
    } catch (error) {
      if (error instanceof GitError) return false;
      throw error;
    }
  }

  async setRef(ref: string, after: string): Promise<void> {
    await git(this.directory, ['update-ref', ref, after]);
  }

  private async indexLine(change: FileChange, parent: string | undefined): Promise<string> {
    if (change.content === null) return `0 ${NO_OBJECT}\t${change.path}\0`;
    const standing = parent === undefined ? undefined : await this.entry(parent, change.path);
    const mode = change.mode ?? standing?.mode ?? '100644';
    return `${mode} ${await this.writeBlob(change.content)}\t${change.path}\0`;
  }

  private async withIndex<Result>(work: (env: { GIT_INDEX_FILE: string }) => Promise<Result>): Promise<Result> {
    const folder = await mkdtemp(join(this.directory, 'index-'));
    try {
      return await work({ GIT_INDEX_FILE: join(folder, 'index') });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function readCommit(record: string): CommitInfo {
  const [oid = '', tree = '', parents = '', name = '', email = '', at = '0', ...message] = record.split('\n');
  return {
    oid,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name, email },
    at: Number(at),
    message: message.join('\n').trimEnd(),
  };
}

/** `mode type oid size\tpath` */
function readTreeEntry(record: string): TreeEntry {
  const tab = record.indexOf('\t');
  const [mode = '', type = '', oid = '', size = ''] = record.slice(0, tab).split(/ +/);
  if (type !== 'blob' && type !== 'tree' && type !== 'commit') throw new Error(`git ls-tree gave ${record}`);
  return { mode, type, oid, size: type === 'blob' ? Number(size) : undefined, path: record.slice(tab + 1) };
}
