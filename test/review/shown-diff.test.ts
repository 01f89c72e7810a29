import { describe, expect, it } from 'vitest';
import { parsePatch } from '../../src/review/patch.ts';
import { ownPatch } from '../../src/review/shown-diff.ts';
import { patchOf } from '../support/pull-request.ts';
import fc from '../support/properties.ts';

const first = { index: 0, linesInAll: 10 };
const lines = (count: number, word = 'RUN a') => Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join('');
const before = lines(30);

describe('a patch of our own', () => {
  it.each([
    ['a changed line', before, before.replace('RUN a 4\n', 'RUN b\n')],
    ['lines far apart', before, before.replace('RUN a 4\n', '').replace('RUN a 25\n', 'RUN b\nRUN c\n')],
    ['lines six apart', before, before.replace('RUN a 4\n', 'x\n').replace('RUN a 11\n', 'x\n')],
    ['lines seven apart', before, before.replace('RUN a 4\n', 'x\n').replace('RUN a 12\n', 'x\n')],
    ['the first and the last line', before, `FROM b\n${before}USER c\n`],
    ['no line feed at the end', before, before.trimEnd()],
    ['CRLF', before.replaceAll('\n', '\r\n'), before.replace('RUN a 4\n', 'x\n').replaceAll('\n', '\r\n')],
    ['all lines', before, lines(20, 'CMD b')],
  ])('of %s has the hunks that git makes', (_, old, now) => {
    const own = ownPatch(old, now, first);
    expect(own?.isShown).toBe(true);
    expect(parsePatch(own?.patch ?? '')).toEqual(parsePatch(patchOf(old, now) ?? ''));
  });

  it('is none of equal texts', () => {
    expect(ownPatch(before, before, first)).toBeUndefined();
  });

  it('of a new file is all of it', () => {
    expect(parsePatch(ownPatch('', 'FROM a\nRUN b\n', first)?.patch ?? '').hunks).toMatchObject([
      { first: 1, last: 2 },
    ]);
  });

  it('has every line that is new, and lines of the new text only', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', 'c c'), { maxLength: 12 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, text, (old, now) => {
        const { hunks, complete } = parsePatch(ownPatch(old, now, first)?.patch ?? '');
        const texts = now.split('\n');
        expect(complete).toBe(true);
        for (const hunk of hunks) {
          hunk.lines.forEach((line, index) => {
            expect(line.text).toBe(texts[hunk.first + index - 1]);
          });
        }
      }),
    );
  });
});

describe('GitHub shows no diff', () => {
  const changed = before.replace('RUN a 4\n', 'x\n');

  it.each([
    ['of a file beyond the first 300', changed, { index: 300, linesInAll: 10 }],
    ['where all diffs together are too long', changed, { index: 0, linesInAll: 20_001 }],
    ['of more than 400 lines', lines(401, 'x'), first],
    ['of more than 20 kB', `RUN ${'x'.repeat(20_000)}\n`, first],
  ])('%s; what changed is known all the same', (_, now, at) => {
    const own = ownPatch(before, now, at);
    expect(own?.isShown).toBe(false);
    expect(parsePatch(own?.patch ?? '').hunks).not.toEqual([]);
  });
});
