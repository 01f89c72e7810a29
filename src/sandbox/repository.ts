import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { diffTrees, type DiffEntry } from './diff.ts';
import { importStream, signatureEnvironment, type NewCommit } from './new-commit.ts';
import { git, GitError, gitText } from './git.ts';
import { parseHunks, type Hunk } from './hunks.ts';
import { createObjectReader, type GitObject, type ObjectReader } from './object-reader.ts';
import { readCommit, readTree, type CommitInfo, type TreeEntry } from './objects.ts';

/** Write a file, or delete it (`content: null`). */
export interface FileChange {
  readonly path: string;
  readonly content: Buffer | string | null;
  /** git's mode; by default the mode that the path has, else 100644. */
  readonly mode?: string;
}

const NO_OBJECT = '0'.repeat(40);
const STRAIGHT_LINE = 100;

/**
 * One bare git repository. Objects and diffs are git's own. What follows from ids alone (merge bases, diffs, lists of
 * commits) never changes and is asked once.
 */
export class GitRepository {
  readonly directory: string;
  private readonly objects: ObjectReader;
  private readonly known = new Map<string, Promise<unknown>>();
  private imports = 0;

  private constructor(directory: string) {
    this.directory = directory;
    this.objects = createObjectReader(directory);
  }

  static async create(directory: string, defaultBranch: string): Promise<GitRepository> {
    await mkdir(directory, { recursive: true });
    await git(directory, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`]);
    return new GitRepository(directory);
  }

  /** Ends the reader's process; the folder stays. */
  close(): void {
    this.objects.close();
  }

  /** What a revision names, or undefined. */
  read(revision: string): Promise<GitObject | undefined> {
    return this.objects.read(revision);
  }

  /** The full id of a revision, or undefined when there is none. */
  async resolve(revision: string): Promise<string | undefined> {
    return (await this.read(revision))?.oid;
  }

  resolveCommit(revision: string): Promise<string | undefined> {
    return this.resolve(`${revision}^{commit}`);
  }

  async blob(oid: string): Promise<Buffer> {
    const object = await this.read(oid);
    if (object?.type !== 'blob') throw new Error(`${oid} is no blob.`);
    return object.content;
  }

  async tree(oid: string): Promise<TreeEntry[]> {
    const object = await this.read(oid);
    if (object?.type !== 'tree') throw new Error(`${oid} is no tree.`);
    return readTree(object.content);
  }

  /** All entries below a tree with their paths from it, folders before what is in them. */
  async treeRecursive(oid: string, folder = ''): Promise<TreeEntry[]> {
    const entries = await this.tree(oid);
    const lists = entries.map(async (entry) => {
      const path = posix.join(folder, entry.path);
      const below = entry.type === 'tree' ? await this.treeRecursive(entry.oid, path) : [];
      return [{ ...entry, path }, ...below];
    });
    return (await Promise.all(lists)).flat();
  }

  /** The entry at a path, or undefined; its `path` is the whole one. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    const clean = path.replace(/^\/+|\/+$/g, '');
    const folder = posix.dirname(clean);
    const tree = await this.read(folder === '.' ? `${commit}^{tree}` : `${commit}:${folder}`);
    if (clean === '' || tree?.type !== 'tree') return undefined;
    const entry = readTree(tree.content).find((one) => one.path === posix.basename(clean));
    return entry === undefined ? undefined : { ...entry, path: clean };
  }

  /** The sizes of these blobs; what is no blob here (a folder, a submodule) has none. */
  async sizes(oids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const input = oids.map((oid) => `${oid}\n`).join('');
    const output = await gitText(this.directory, ['cat-file', '--batch-check'], { input });
    const rows = output.split('\n').map((line) => line.split(' '));
    return new Map(rows.flatMap(([oid = '', type, size]) => (type === 'blob' ? [[oid, Number(size)] as const] : [])));
  }

  async commitInfo(commit: string): Promise<CommitInfo> {
    const object = await this.read(`${commit}^{commit}`);
    if (object === undefined) throw new Error(`${commit} is no commit.`);
    return readCommit(object.oid, object.content.toString('utf8'));
  }

  /** The commits of `base..head`, oldest first. */
  commitsBetween(base: string, head: string): Promise<CommitInfo[]> {
    return this.once(`commits ${base} ${head}`, async () => {
      const line = await this.straightLine(base, head);
      if (line !== undefined) return line;
      const list = await gitText(this.directory, ['rev-list', '--reverse', '--topo-order', head, `^${base}`]);
      return Promise.all(
        list
          .split('\n')
          .filter(Boolean)
          .map((oid) => this.commitInfo(oid)),
      );
    });
  }

  /** Rejects when the two have no common history. */
  mergeBase(base: string, head: string): Promise<string> {
    return this.once(`merge-base ${base} ${head}`, async () => {
      if ((await this.straightLine(base, head)) !== undefined) return base;
      return gitText(this.directory, ['merge-base', base, head]);
    });
  }

  /** The commits from `base` up to `head` when each has one parent and there are few: most pushes, without a process. */
  private async straightLine(base: string, head: string): Promise<CommitInfo[] | undefined> {
    const line: CommitInfo[] = [];
    for (let at = head; at !== base;) {
      const info = await this.commitInfo(at);
      const [parent, merged] = info.parents;
      if (parent === undefined || merged !== undefined || line.push(info) > STRAIGHT_LINE) return undefined;
      at = parent;
    }
    return line.reverse();
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    try {
      return (await this.mergeBase(ancestor, descendant)) === ancestor;
    } catch (error) {
      if (error instanceof GitError && error.exitCode === 1) return false;
      throw error;
    }
  }

  /** Three dots: what `head` changed since it left `base`. */
  async diff(base: string, head: string): Promise<DiffEntry[]> {
    return this.diffDirect(await this.mergeBase(base, head), head);
  }

  /** Two dots: what differs between two commits. */
  diffDirect(from: string, to: string): Promise<DiffEntry[]> {
    return this.once(`diff ${from} ${to}`, () => diffTrees(this.directory, from, to));
  }

  /** The changes of one path between two commits, without context; undefined when one of them has no such file. */
  async lineChanges(from: string, to: string, path: string): Promise<Hunk[] | undefined> {
    const [before, after] = await Promise.all([this.entry(from, path), this.entry(to, path)]);
    if (before?.type !== 'blob' || after?.type !== 'blob') return undefined;
    if (before.oid === after.oid) return [];
    return this.once(`lines ${before.oid} ${after.oid}`, async () => {
      const args = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--text', '--unified=0'];
      const output = (await git(this.directory, [...args, before.oid, after.oid])).toString('utf8');
      return parseHunks(output.slice(output.search(/^@@ /m)).replace(/\n$/, ''));
    });
  }

  /** Makes a commit over its first parent's tree; moves no branch. Returns its id. */
  async commit(changes: readonly FileChange[], commit: NewCommit): Promise<string> {
    const [parent] = commit.parents;
    const files = changes.map(async ({ path, content, mode }) => ({
      path,
      content: typeof content === 'string' ? Buffer.from(content) : content,
      mode: mode ?? (parent === undefined ? undefined : await this.entry(parent, path))?.mode ?? '100644',
    }));
    const ref = `refs/sandbox/${++this.imports}`;
    const input = importStream(ref, commit, await Promise.all(files));
    return gitText(this.directory, ['fast-import', '--quiet'], { input });
  }

  /** Makes a commit of everything in a folder (its `.git` left out). */
  async commitFolder(folder: string, commit: NewCommit): Promise<string> {
    const index = await mkdtemp(join(this.directory, 'index-'));
    try {
      const env = { GIT_INDEX_FILE: join(index, 'index'), ...signatureEnvironment(commit) };
      const place = [`--git-dir=${this.directory}`, `--work-tree=${folder}`];
      await git(folder, [...place, 'add', '--all', '--force', '.'], { env });
      const tree = await gitText(this.directory, ['write-tree'], { env });
      return await gitText(this.directory, ['commit-tree', tree], { env, input: commit.message });
    } finally {
      await rm(index, { recursive: true, force: true });
    }
  }

  /** Brings a commit of another local repository here, with its history. */
  async fetch(source: string, oid: string): Promise<void> {
    const pack = '--upload-pack=git -c uploadpack.allowAnySHA1InWant=true upload-pack';
    await git(this.directory, ['fetch', '--quiet', '--no-tags', '--update-shallow', pack, source, oid]);
  }

  /**
   * Compare-and-swap: moves a ref that stands at `before` (undefined: that must not exist), and `others` with it. False,
   * with nothing moved, when it stands elsewhere.
   */
  async updateRef(
    ref: string,
    after: string,
    before: string | undefined,
    others: readonly string[] = [],
  ): Promise<boolean> {
    const lines = [
      `update ${ref} ${after} ${before ?? NO_OBJECT}`,
      ...others.map((other) => `update ${other} ${after}`),
    ];
    try {
      await git(this.directory, ['update-ref', '--stdin'], { input: `${lines.join('\n')}\n` });
      return true;
    } catch (error) {
      if (error instanceof GitError) return false;
      throw error;
    }
  }

  async setRef(ref: string, after: string): Promise<void> {
    await git(this.directory, ['update-ref', ref, after]);
  }

  /** `work`, done once for a key that names immutable things; what failed may be tried again. */
  private once<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const known = this.known.get(key) as Promise<Value> | undefined;
    if (known !== undefined) return known;
    const fresh = work();
    this.known.set(key, fresh);
    fresh.catch(() => this.known.delete(key));
    return fresh;
  }
}
