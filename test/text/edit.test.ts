import { describe, expect, test } from 'vitest';
import { applyEdits, conflicts, type TextEdit } from '../../src/text/edit.ts';
import fc from '../support/properties.ts';

const edit = (start: number, end: number, text = ''): TextEdit => ({ span: { start, end }, text });

describe('applyEdits', () => {
  test.each([
    ['replaces', 'CMD node', [edit(4, 8, '["node"]')], 'CMD ["node"]'],
    ['inserts', 'ab', [edit(1, 1, '-')], 'a-b'],
    ['deletes', 'abc', [edit(1, 2)], 'ac'],
    ['takes edits in any order', 'abcd', [edit(3, 4, 'D'), edit(0, 1, 'A')], 'AbcD'],
    ['counts equal edits once', 'abc', [edit(1, 2, 'x'), edit(1, 2, 'x')], 'axc'],
    ['works at the end', 'ab', [edit(2, 2, 'c')], 'abc'],
    ['changes nothing without edits', 'ab', [], 'ab'],
  ])('%s', (_name, text, edits, expected) => {
    expect(applyEdits(text, edits)).toBe(expected);
  });

  test('edits that do not conflict give the same text in whatever order they come', () => {
    const edits = fc.array(fc.record({ start: fc.nat(20), length: fc.nat(5), text: fc.string({ maxLength: 3 }) }));
    fc.assert(
      fc.property(edits, (drawn) => {
        const kept: TextEdit[] = [];
        for (const { start, length, text } of drawn) {
          const next = edit(start, start + length, text);
          if (!kept.some((other) => conflicts(next, other))) kept.push(next);
        }
        const source = 'abcdefghijklmnopqrstuvwxyz';
        expect(applyEdits(source, [...kept].reverse())).toBe(applyEdits(source, kept));
      }),
    );
  });
});

describe('conflicts', () => {
  test.each([
    ['edits that share a unit', edit(0, 2), edit(1, 3), true],
    ['edits that only touch', edit(0, 2), edit(2, 3), false],
    ['equal edits', edit(0, 2, 'x'), edit(0, 2, 'x'), false],
    ['one range, two texts', edit(0, 2, 'x'), edit(0, 2, 'y'), true],
    ['two insertions at one place', edit(1, 1, 'x'), edit(1, 1, 'y'), true],
    ['an insertion inside', edit(0, 3, 'x'), edit(1, 1, 'y'), true],
    ['an insertion before', edit(1, 3, 'x'), edit(1, 1, 'y'), true],
    ['an insertion behind', edit(1, 3, 'x'), edit(3, 3, 'y'), false],
  ])('%s', (_name, a, b, expected) => {
    expect(conflicts(a, b)).toBe(expected);
    expect(conflicts(b, a)).toBe(expected);
  });
});
