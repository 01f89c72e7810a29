import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipToHunk, hunkHolding, hunksOf, parsePatch, touches } from '../../src/review/patch.ts';
import { createSource } from '../../src/text/source.ts';
import fc from '../support/properties.ts';

const lines = (...all: readonly string[]) => all.join('\n');

describe('parsePatch', () => {
  it('numbers added and context lines of the new file', () => {
    const patch = lines('@@ -1,3 +1,4 @@', ' FROM node', '-CMD a', '+CMD b', '+EXPOSE 80', ' USER node');
    expect(parsePatch(patch)).toEqual({
      complete: true,
      hunks: [
        {
          first: 1,
          last: 4,
          lines: [
            { text: 'FROM node', added: false },
            { text: 'CMD b', added: true },
            { text: 'EXPOSE 80', added: true },
            { text: 'USER node', added: false },
          ],
        },
      ],
    });
  });

  it('reads a header without counts, with a heading, and several hunks', () => {
    const patch = lines('@@ -0,0 +1 @@', '+FROM a', '@@ -10 +11,2 @@ RUN x', ' RUN x', '+RUN y');
    expect(parsePatch(patch).hunks.map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [11, 12],
    ]);
  });

  it('takes content that looks like a header, a file name or a marker for content', () => {
    const patch = lines('@@ -1,2 +1,4 @@', ' # doc', '+@@ -1,9 +1,9 @@', '++++ b/x', '--- a/x', '+\\ No newline');
    const { hunks, complete } = parsePatch(patch);
    expect(complete).toBe(true);
    expect(hunks[0]?.lines.map((line) => line.text)).toEqual(['# doc', '@@ -1,9 +1,9 @@', '+++ b/x', '\\ No newline']);
  });

  it('gives no number to "No newline at end of file"', () => {
    const note = '\\ No newline at end of file';
    const patch = lines('@@ -1,2 +1,2 @@', ' FROM a', '-CMD a', note, '+CMD b', note);
    expect(parsePatch(patch)).toMatchObject({ complete: true, hunks: [{ first: 1, last: 2 }] });
  });

  it('keeps carriage returns', () => {
    expect(parsePatch('@@ -0,0 +1,1 @@\n+FROM a\r').hunks[0]?.lines).toEqual([{ text: 'FROM a\r', added: true }]);
  });

  it('has no commentable line where everything was deleted', () => {
    const { hunks } = parsePatch(lines('@@ -1,2 +0,0 @@', '-FROM a', '-CMD b'));
    expect(hunks).toEqual([{ first: 0, last: -1, lines: [] }]);
    expect(clipToHunk(hunks, { first: 1, last: 2 })).toBeUndefined();
  });

  it.each([
    ['cut inside a hunk', lines('@@ -1 +1 @@', '-a', '+b', '@@ -9,2 +9,2 @@', ' x', '+y')],
    ['not a diff line', lines('@@ -1 +1 @@', '-a', '+b', '@@ -9,2 +9,2 @@', '*x')],
    ['more lines than the header says', lines('@@ -1 +1 @@', '-a', '+b', '+c')],
  ])('keeps the good hunks and says so: %s', (_, patch) => {
    expect(parsePatch(patch)).toMatchObject({ complete: false, hunks: [{ first: 1, last: 1 }] });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('@@ -1,2 +1,2 @@', '+a', '-b', ' c', '', '\\ No', 'x')), (all) => {
        for (const hunk of parsePatch(all.join('\n')).hunks)
          expect(hunk.lines).toHaveLength(hunk.last - hunk.first + 1);
      }),
    );
  });
});

describe('hunksOf', () => {
  const patch = lines('@@ -1,2 +1,2 @@', ' FROM a', '-CMD a', '+CMD b');

  it('accepts the file that the patch speaks of, with and without its last line feed', () => {
    expect(hunksOf(patch, createSource('Dockerfile', 'FROM a\nCMD b\n'))).toHaveLength(1);
    expect(hunksOf(patch, createSource('Dockerfile', 'FROM a\nCMD b'))).toHaveLength(1);
  });

  it.each(['FROM a\nCMD c\n', 'FROM a\n', '\nFROM a\nCMD b'])('drops a hunk of another text: %j', (text) => {
    expect(hunksOf(patch, createSource('Dockerfile', text))).toEqual([]);
  });

  it('has nothing for a file without patch', () => {
    expect(hunksOf(undefined, createSource('Dockerfile', 'FROM a\n'))).toEqual([]);
  });
});

describe('lines and hunks', () => {
  const { hunks } = parsePatch(lines('@@ -1,2 +1,2 @@', ' a', ' b', '@@ -8,2 +8,4 @@', ' h', '+i', '+j', ' k'));

  it('clips to the hunk with the most added lines', () => {
    expect(clipToHunk(hunks, { first: 2, last: 9 })).toEqual({ first: 8, last: 9 });
    expect(clipToHunk(hunks, { first: 2, last: 7 })).toEqual({ first: 2, last: 2 });
    expect(clipToHunk(hunks, { first: 3, last: 7 })).toBeUndefined();
  });

  it('finds the one hunk that holds a range', () => {
    expect(hunkHolding(hunks, { first: 9, last: 11 })?.first).toBe(8);
    expect(hunkHolding(hunks, { first: 2, last: 9 })).toBeUndefined();
  });

  it('knows which lines the pull request wrote', () => {
    expect(touches(hunks, { first: 1, last: 8 })).toBe(false);
    expect(touches(hunks, { first: 10, last: 30 })).toBe(true);
    expect(touches(hunks, { first: 11, last: 30 })).toBe(false);
  });
});

describe('against git', () => {
  const pairs = fc.sample(
    fc.tuple(
      fc.array(fc.constantFrom('', 'RUN a', 'RUN b', '@@ -1,2 +1,2 @@', '+x', '-y', '\\ No newline', 'CMD c\r', '\t'), {
        maxLength: 40,
      }),
      fc.array(
        fc.tuple(fc.nat(40), fc.nat(3), fc.array(fc.constantFrom('', 'NEW', '+++ b/f', 'CMD d\r'), { maxLength: 3 })),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
      fc.boolean(),
      fc.boolean(),
    ),
    { numRuns: 250, seed: 7 },
  );
  const before = pairs.map(([old, , feed]) => old.join('\n') + (feed && old.length > 0 ? '\n' : ''));
  const after = pairs.map(([old, edits, , feed]) => {
    const changed: string[] = [...old];
    for (const [at, remove, insert] of edits) changed.splice(at, remove, ...insert);
    return changed.join('\n') + (feed && changed.length > 0 ? '\n' : '');
  });
  let folder: string;
  let patches: ReadonlyMap<number, GitDiff>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'patch-'));
    for (const side of ['old', 'new']) mkdirSync(join(folder, side));
    before.forEach((text, n) => {
      writeFileSync(join(folder, 'old', `f${n}`), text);
    });
    after.forEach((text, n) => {
      writeFileSync(join(folder, 'new', `f${n}`), text);
    });
    patches = diffFolders(folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads 250 real diffs: the lines are the file’s, and as many are added as git counts', () => {
    expect(patches.size).toBeGreaterThan(200);
    for (const [n, { patch, added, deleted }] of patches) {
      const parsed = parsePatch(patch);
      const hunks = hunksOf(patch, createSource('f', after[n]!));
      expect(parsed.complete).toBe(true);
      expect(hunks).toEqual(parsed.hunks);
      const isAdded = new Set(
        hunks.flatMap((hunk) => hunk.lines.flatMap((line, k) => (line.added ? [hunk.first + k] : []))),
      );
      expect(isAdded.size).toBe(added);
      const kept = linesOf(after[n]!).filter((_, index) => !isAdded.has(index + 1));
      expect(kept).toHaveLength(linesOf(before[n]!).length - deleted);
      expect(isSubsequence(kept, linesOf(before[n]!))).toBe(true);
    }
  });
});

function linesOf(text: string): readonly string[] {
  const all = text.split('\n');
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

/** The line feed at the end of a file may differ: git then shows its last line as changed. */
function isSubsequence(some: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const line of all) if (at < some.length && some[at] === line) at += 1;
  return at === some.length;
}

interface GitDiff {
  readonly patch: string;
  readonly added: number;
  readonly deleted: number;
}

function diffFolders(folder: string): ReadonlyMap<number, GitDiff> {
  const patches = new Map<number, GitDiff>();
  const counts = new Map(
    [...gitDiff(folder, '--numstat').matchAll(/^(\d+)\t(\d+)\t.*\/f(\d+)\}?$/gm)].map((row) => [Number(row[3]), row]),
  );
  for (const part of gitDiff(folder, '--patch')
    .split(/^diff --git /m)
    .slice(1)) {
    const n = Number(/^a\/old\/f(\d+) /.exec(part)?.[1]);
    const from = part.indexOf('\n@@ ');
    const row = counts.get(n);
    if (from < 0 || row === undefined) continue;
    patches.set(n, { patch: part.slice(from + 1).replace(/\n$/, ''), added: Number(row[1]), deleted: Number(row[2]) });
  }
  return patches;
}

function gitDiff(folder: string, format: string): string {
  try {
    return execFileSync('git', ['diff', '--no-index', '--no-color', format, 'old', 'new'], {
      cwd: folder,
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout; // exit 1: they differ
  }
}
