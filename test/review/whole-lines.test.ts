import { describe, expect, it } from 'vitest';
import { lineChange, splitLines, widen } from '../../src/review/whole-lines.ts';
import fc from '../support/properties.ts';

const anywhere = { first: 1, last: 1 };

describe('lineChange', () => {
  it.each([
    ['a replaced line', 'a\nb\nc\n', 'a\nx\nc\n', { first: 2, last: 2, lines: ['x'] }],
    ['a line that becomes two', 'a\nb\n', 'a\nx\ny\n', { first: 2, last: 2, lines: ['x', 'y'] }],
    ['a deleted line', 'a\nb\nc\n', 'a\nc\n', { first: 2, last: 2, lines: [] }],
    ['an inserted line', 'a\nb\n', 'a\nx\nb\n', { first: 2, last: 1, lines: ['x'] }],
    [
      'lines with equal ones between',
      'a\nb\nc\nd\n',
      'A\nb\nc\nD\n',
      { first: 1, last: 4, lines: ['A', 'b', 'c', 'D'] },
    ],
    ['a file without last line feed', 'a\nb', 'a\nx', { first: 2, last: 2, lines: ['x'] }],
  ])('%s', (_, before, after, change) => {
    expect(lineChange(before, after, anywhere)).toEqual({ ...change, changesEnd: false });
  });

  it('names the deleted one among equal lines', () => {
    const change = lineChange('FROM a\nCMD x\nCMD x\nCMD x\n', 'FROM a\nCMD x\nCMD x\n', { first: 2, last: 2 });
    expect(change).toMatchObject({ first: 2, last: 2, lines: [] });
  });

  it('says when the last line feed comes or goes', () => {
    expect(lineChange('a\nb', 'a\n', anywhere).changesEnd).toBe(true);
    expect(lineChange('a\n', 'a\nb', anywhere).changesEnd).toBe(true);
  });

  it('gives the new text when carried out', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '', 'c\r'), { maxLength: 8 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, text, fc.boolean(), fc.integer({ min: 1, max: 8 }), (one, other, feed, near) => {
        const [before, after] = feed ? [`${one}\n`, `${other}\n`] : [`${one}.`, `${other}.`];
        const { first, last, lines, changesEnd } = lineChange(before, after, { first: near, last: near });
        const now = [...splitLines(before)];
        now.splice(first - 1, last - first + 1, ...lines);
        expect(changesEnd).toBe(false);
        expect(now).toEqual(splitLines(after));
      }),
    );
  });
});

describe('widen', () => {
  const old = ['a', 'b', 'c'];
  const all = () => true;
  const insertion = { first: 2, last: 1, lines: ['x'], changesEnd: false };

  it('repeats the instruction’s own line under an insertion', () => {
    expect(widen(insertion, old, { first: 2, last: 2 }, all)).toMatchObject({ first: 2, last: 2, lines: ['x', 'b'] });
  });

  it('repeats the line above when that is the instruction’s', () => {
    expect(widen(insertion, old, { first: 1, last: 1 }, all)).toMatchObject({ first: 1, last: 1, lines: ['a', 'x'] });
  });

  it('takes the neighbour it may take', () => {
    expect(widen(insertion, old, { first: 2, last: 2 }, (line) => line === 1)?.lines).toEqual(['a', 'x']);
    expect(widen(insertion, old, { first: 2, last: 2 }, () => false)).toBeUndefined();
  });

  it('never leaves one empty line', () => {
    const change = { first: 3, last: 3, lines: [''], changesEnd: false };
    expect(widen(change, old, { first: 3, last: 3 }, all)).toMatchObject({ first: 2, last: 3, lines: ['b', ''] });
  });

  it('leaves everything else', () => {
    const change = { first: 2, last: 2, lines: [], changesEnd: false };
    expect(widen(change, old, anywhere, () => false)).toBe(change);
  });
});
