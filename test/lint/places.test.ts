import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { compareFiles } from '../../src/lint/compare.ts';
import { groupOf } from '../../src/lint/groups.ts';
import { placesOf, type Places } from '../../src/lint/places.ts';
import { applyEdits, type TextEdit } from '../../src/text/edit.ts';
import { above, behind, candidate, replaced } from './edits.ts';

const text = '# top\nFROM x\nRUN a\n# note\nRUN b\nRUN c c\nCMD ["e"]\n';

/** The fixes made together, and the places of what stands in the file before and after. */
function placed(fixes: readonly (readonly TextEdit[])[]) {
  const before = parse('Dockerfile', text);
  const edits = fixes.flat();
  const after = parse('Dockerfile', applyEdits(text, edits));
  const comparison = compareFiles(before, after, edits);
  if (typeof comparison === 'string') throw new Error(comparison);
  const places = placesOf(before, after, comparison, groupOf(fixes.map((each) => candidate(before, each))));
  const at = (where: keyof Omit<Places, 'of'>, { source }: typeof before, of: string): string => {
    const offset = source.text.indexOf(of);
    if (offset < 0) throw new Error(`${of} is not there`);
    return places[where](offset);
  };
  return {
    before: (...of: string[]) => of.map((each) => at('before', before, each)),
    after: (...of: string[]) => of.map((each) => at('after', after, each)),
  };
}

const here = 'where the fix is';
const second = 'where the fix is (2)';

describe('of one fix', () => {
  test('what it changes is one place, before and after, and the rest stands in its old line', () => {
    const { before, after } = placed([[replaced(text, 'a', 'z\nENV f=g'), replaced(text, 'b', 'y')]]);
    expect(before('x', 'a', 'b', 'c', '"e"')).toEqual(['in line 2', here, here, 'in line 6', 'in line 7']);
    expect(after('x', 'z', 'ENV', 'y', 'c', '"e"')).toEqual(['in line 2', here, here, here, 'in line 6', 'in line 7']);
  });

  test('what it puts between others is its place, and those stay in their lines', () => {
    const { before, after } = placed([[above(text, 'RUN b', 'ENV f=g\n')]]);
    expect(before('a', 'b')).toEqual(['in line 3', 'in line 5']);
    expect(after('a', 'ENV', 'b', 'c')).toEqual(['in line 3', here, 'in line 5', 'in line 6']);
  });

  test('what it deletes is its place', () => {
    const { before, after } = placed([[replaced(text, 'RUN a\n', '')]]);
    expect(before('a', 'b')).toEqual([here, 'in line 5']);
    expect(after('x', 'b')).toEqual(['in line 2', 'in line 5']);
  });
});

describe('of several', () => {
  test('each has a place of its own', () => {
    const { before, after } = placed([[replaced(text, 'a', 'long')], [replaced(text, 'c c', 'z')]]);
    expect(before('x', 'a', 'b', 'c', '"e"')).toEqual(['in line 2', here, 'in line 5', second, 'in line 7']);
    expect(after('x', 'long', 'b', 'z', '"e"')).toEqual(['in line 2', here, 'in line 5', second, 'in line 7']);
  });

  test('those that share an instruction share its place', () => {
    const { before, after } = placed([
      [replaced(text, 'RUN c', 'RUN y')],
      [replaced(text, ' c\n', ' z\n')],
      [replaced(text, 'b', 'q')],
    ]);
    expect(before('b', 'c')).toEqual(['where the fix is (3)', here]);
    expect(after('q', 'y', 'z')).toEqual(['where the fix is (3)', here, here]);
  });

  test('lines written above, below and instead are the place of who wrote them', () => {
    const { after } = placed([
      [behind(text, 'RUN a', '\nENV f=g\nENV h=i')],
      [replaced(text, 'RUN c c', 'USER j\nUSER k\nRUN l')],
    ]);
    expect(after('f=g', 'h=i', 'b', 'USER j', 'USER k', 'RUN l', '"e"')).toEqual([
      ...[here, here, 'in line 5', second, second, second, 'in line 7'],
    ]);
  });

  test('a line deleted leaves its place to nothing else', () => {
    const { before, after } = placed([
      [replaced(text, '\nRUN a', '')],
      [replaced(text, 'CMD ["e"]', 'CMD ["long words"]')],
    ]);
    expect(before('x', 'a', 'b', '"e"')).toEqual([here, here, 'in line 5', second]);
    expect(after('x', 'b', 'c', 'long')).toEqual([here, 'in line 5', 'in line 6', second]);
  });

  test('the order in which they are told does not move them', () => {
    const { after } = placed([
      [replaced(text, '"e"', '"z"')],
      [replaced(text, 'x', 'x:longer')],
      [replaced(text, 'b', 'q')],
    ]);
    expect(after('x:', 'a', 'q', 'c', '"z"')).toEqual([second, 'in line 3', 'where the fix is (3)', 'in line 6', here]);
  });

  test('comments are where the instruction behind the edits stood, or with the first fix', () => {
    const { before, after } = placed([[replaced(text, 'a', 'z')], [replaced(text, 'b', 'q')]]);
    expect(before('top', 'note')).toEqual([here, here]);
    expect(after('top', 'note')).toEqual([here, here]);
  });
});
