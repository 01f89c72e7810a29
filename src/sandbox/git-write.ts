import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { git, GitError, gitText } from './git.ts';
import { signatureEnvironment, type NewCommit } from './new-commit.ts';

/** Plumbing that makes objects without moving anything. All take the folder of a bare repository. */

/** Stores a blob; its id. */
export function writeBlob(directory: string, content: Buffer): Promise<string> {
  return gitText(directory, ['hash-object', '-w', '--stdin'], { input: content });
}

/** One change of a tree: `oid` null deletes. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly oid: string | null;
}

/** A tree with these changes over another (undefined: over an empty one); its id. undefined when git refuses a path. */
export async function writeTree(
  directory: string,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string | undefined> {
  const folder = await mkdtemp(join(directory, 'index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (base !== undefined) await git(directory, ['read-tree', base], { env });
    for (const { path, mode, oid } of changes) {
      // A whole folder by its tree's id takes the place of what was there.
      if (mode !== '040000' || oid === null) continue;
      await git(directory, ['rm', '-r', '--cached', '--quiet', '--ignore-unmatch', '--', path], { env });
      await git(directory, ['read-tree', `--prefix=${path}/`, oid], { env });
    }
    const lines = changes
      .filter(({ mode, oid }) => mode !== '040000' || oid === null)
      .map(({ path, mode, oid }) => (oid === null ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${oid}\t${path}\0`));
    await git(directory, ['update-index', '-z', '--add', '--replace', '--index-info'], { env, input: lines.join('') });
    return await gitText(directory, ['write-tree'], { env });
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A commit of a tree; its id. */
export function writeCommit(directory: string, tree: string, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return gitText(directory, ['commit-tree', tree, ...parents], {
    env: signatureEnvironment(commit),
    input: commit.message,
  });
}

/** All refs below a prefix such as `refs/heads/`, with what they point to. */
export async function listRefs(
  directory: string,
  prefix: string,
): Promise<{ ref: string; oid: string; type: string }[]> {
  const format = '--format=%(objectname) %(objecttype) %(refname)';
  const output = await gitText(directory, ['for-each-ref', format, 'refs/heads/', 'refs/tags/']);
  return output
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([oid = '', type = '', ref = '']) => (ref.startsWith(prefix) && oid !== '' ? [{ ref, oid, type }] : []));
}

export async function deleteRef(directory: string, ref: string): Promise<void> {
  await git(directory, ['update-ref', '-d', ref]);
}
