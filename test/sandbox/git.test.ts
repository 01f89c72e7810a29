import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hunkAt, mapLine, parseHunks, positionOf, type Hunk } from '../../src/sandbox/hunks.ts';
import { GitRepository, type FileChange } from '../../src/sandbox/repository.ts';
import fc from '../support/properties.ts';

let folder: string;
let repository: GitRepository;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-git-'));
  repository = await GitRepository.create(join(folder, 'bare.git'), 'main');
});
afterAll(() => {
  repository.close();
  rmSync(folder, { recursive: true, force: true });
});

function commit(changes: readonly FileChange[], ...parents: string[]): Promise<string> {
  const author = { name: 'Ada', email: 'ada@example.com' };
  return repository.commit(changes, { parents, message: 'Change\n', author, at: 1_700_000_000 });
}

/** git itself, asked as a person would. */
function run(...args: string[]): string {
  return execFileSync('git', args, { cwd: repository.directory, encoding: 'utf8' });
}

test('a diff has GitHub’s entries: statuses, old names, blobs, counts, and patches from the first @@', async () => {
  const long = Array.from({ length: 30 }, (_, index) => `${index}\n`).join('');
  const base = await commit([
    { path: 'modified.txt', content: long },
    { path: 'removed.txt', content: 'gone\n' },
    { path: 'renamed.txt', content: long },
    { path: 'moved and changed.txt', content: `${long}x\n` },
    { path: 'binary.bin', content: Buffer.from([0, 1, 2]) },
    { path: 'mode.sh', content: 'echo\n' },
    { path: 'type', content: 'a file\n' },
    { path: 'crlf.txt', content: 'a\r\nb\r\n' },
  ]);
  const head = await commit(
    [
      { path: 'modified.txt', content: long.replace('5\n', 'five\n').replace('28\n', '') },
      { path: 'removed.txt', content: null },
      { path: 'renamed.txt', content: null },
      { path: 'ünïcode "name".txt', content: long },
      { path: 'moved and changed.txt', content: null },
      { path: 'there.txt', content: `${long}y\n` },
      { path: 'binary.bin', content: Buffer.from([0, 9, 2]) },
      { path: 'mode.sh', content: 'echo\n', mode: '100755' },
      { path: 'type', content: 'modified.txt', mode: '120000' },
      { path: 'crlf.txt', content: 'a\r\nc\r\n' },
      { path: 'added.txt', content: 'no newline' },
    ],
    base,
  );
  const entries = new Map((await repository.diff(base, head)).map((entry) => [entry.path, entry]));
  const told = [...entries.values()].map((one) => [
    one.path,
    one.status,
    one.additions,
    one.deletions,
    one.patch !== undefined,
  ]);
  expect(told.toSorted()).toEqual(
    [
      ['added.txt', 'added', 1, 0, true],
      ['binary.bin', 'modified', 0, 0, false],
      ['crlf.txt', 'modified', 1, 1, true],
      ['mode.sh', 'modified', 0, 0, false],
      ['modified.txt', 'modified', 1, 2, true],
      ['removed.txt', 'removed', 0, 1, true],
      ['there.txt', 'renamed', 1, 1, true],
      ['type', 'changed', 1, 1, false],
      ['ünïcode "name".txt', 'renamed', 0, 0, false],
    ].toSorted(),
  );
  expect(entries.get('there.txt')?.previousPath).toBe('moved and changed.txt');
  expect(entries.get('added.txt')?.patch).toBe('@@ -0,0 +1 @@\n+no newline\n\\ No newline at end of file');
  expect(entries.get('crlf.txt')?.patch).toBe('@@ -1,2 +1,2 @@\n a\r\n-b\r\n+c\r');
  expect(entries.get('modified.txt')?.blob).toBe(run('rev-parse', `${head}:modified.txt`).trim());
  for (const path of ['modified.txt', 'removed.txt', 'added.txt', 'crlf.txt']) {
    const whole = run('diff', base, head, '--', path);
    expect(`${entries.get(path)!.patch!}\n`).toBe(whole.slice(whole.indexOf('@@ ')));
  }
});

test('a diff has three dots: what the base did meanwhile is not in it', async () => {
  const root = await commit([{ path: 'a', content: '1\n' }]);
  const main = await commit([{ path: 'b', content: '2\n' }], root);
  const head = await commit([{ path: 'c', content: '3\n' }], root);
  expect((await repository.diff(main, head)).map((entry) => entry.path)).toEqual(['c']);
  expect(await repository.isAncestor(root, head)).toBe(true);
  expect(await repository.isAncestor(main, head)).toBe(false);
});

test('too large a patch is left out, and the entry stays', async () => {
  const base = await commit([{ path: 'a', content: '1\n' }]);
  const head = await commit(
    [
      { path: 'large', content: 'x\n'.repeat(20_001) },
      { path: 'small', content: 'x\n' },
    ],
    base,
  );
  const [large, small] = await repository.diff(base, head);
  expect([large?.path, large?.additions, large?.patch]).toEqual(['large', 20_001, undefined]);
  expect([small?.path, small?.patch]).toEqual(['small', undefined]);
});

test('a folder becomes a commit with its modes and bytes, without its .git', async () => {
  const work = join(folder, 'work');
  mkdirSync(join(work, '.git'), { recursive: true });
  writeFileSync(join(work, '.git', 'config'), 'no\n');
  writeFileSync(join(work, 'run.sh'), 'a\r\n', { mode: 0o755 });
  const author = { name: 'Ada', email: 'ada@example.com' };
  const oid = await repository.commitFolder(work, { parents: [], message: 'All\n', author, at: 1 });
  const tree = await repository.resolve(`${oid}^{tree}`);
  const entries = await repository.treeRecursive(tree!);
  expect(entries.map(({ path, mode }) => [path, mode])).toEqual([['run.sh', '100755']]);
  expect((await repository.blob(entries[0]!.oid)).toString()).toBe('a\r\n');
});

test('a branch moves only from where it stands', async () => {
  const one = await commit([{ path: 'a', content: '1\n' }]);
  const two = await commit([{ path: 'a', content: '2\n' }], one);
  expect(await repository.updateRef('refs/heads/x', one, undefined)).toBe(true);
  expect(await repository.updateRef('refs/heads/x', two, undefined)).toBe(false);
  expect(await repository.updateRef('refs/heads/x', two, two)).toBe(false);
  expect(await repository.updateRef('refs/heads/x', two, one)).toBe(true);
});

test('a revision is never an option', async () => {
  expect(await repository.resolve('--all')).toBeUndefined();
  for (const revision of ['nothing:here', 'HEAD:./a', 'main@{1}', 'a\nb', '']) {
    expect(await repository.resolve(revision)).toBeUndefined();
  }
  const oid = await commit([{ path: 'a/b', content: '1\n' }]);
  expect(await repository.resolve(`${oid}:a/b`)).toMatch(/^[0-9a-f]{40}$/);
});

/** Files of few different lines, so that edits hit repeated ones; many at once, for git takes longest to start. */
const FILE = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 25 })
  .map((lines) => lines.map((one) => `${one}\n`));
const EDITS = fc.array(fc.tuple(FILE, FILE), { minLength: 6, maxLength: 8 });

test('lines map through a diff to the same text, and stand where git says', async () => {
  await fc.assert(
    fc.asyncProperty(EDITS, async (edits) => {
      const files = (side: 0 | 1): FileChange[] =>
        edits.map((edit, index) => ({ path: `f${index}`, content: edit[side].join('') }));
      const from = await commit(files(0));
      const to = await commit(files(1), from);
      const entries = await repository.diff(from, to);
      for (const [index, [before, after]] of edits.entries()) {
        const path = `f${index}`;
        checkMapping(before, after, (await repository.lineChanges(from, to, path)) ?? []);
        checkPatch(after, entries.find((entry) => entry.path === path)?.patch ?? '');
      }
    }),
    { numRuns: 4 },
  );
});

/** What is kept is the same text, in the same order, each line once. */
function checkMapping(before: readonly string[], after: readonly string[], changes: readonly Hunk[]): void {
  const mapped = before.map((_, index) => mapLine(changes, index + 1));
  for (const [index, line] of mapped.entries()) {
    if (line !== undefined) expect(after[line - 1]).toBe(before[index]);
  }
  const kept = mapped.filter((line) => line !== undefined);
  expect(kept).toEqual([...new Set(kept)].toSorted((a, b) => a - b));
}

/** Every line of a hunk is where its number says, in the file and in the patch. */
function checkPatch(after: readonly string[], patch: string): void {
  const hunks = parseHunks(patch);
  const patchLines = patch.split('\n');
  for (const line of hunks.flatMap((hunk) => hunk.lines)) {
    if (line.new === undefined) continue;
    expect(`${line.text}\n`).toBe(after[line.new - 1]);
    expect(hunkAt(hunks, 'RIGHT', line.new)?.lines).toContain(line);
    expect(patchLines[positionOf(hunks, 'RIGHT', line.new)!]?.slice(1)).toBe(line.text);
  }
}
