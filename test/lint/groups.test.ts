import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { candidateOf, groupOf, inGroups, mayLeaveRemark } from '../../src/lint/groups.ts';
import type { TextEdit } from '../../src/text/edit.ts';
import { above, behind, candidate, findingAt, proposalOf, replaced, textsOf } from './edits.ts';

const text = '# top\nFROM x\nRUN a b\n# note\nRUN c\nRUN d\n# foot\n';
const file = parse('Dockerfile', text);

describe('a fix reaches', () => {
  test.each<[string, TextEdit[], string[]]>([
    ['into the instruction that it changes', [replaced(text, 'a', 'z')], ['RUN a b']],
    ['into the one at whose end it inserts', [behind(text, 'RUN a b', '\nENV e=f')], ['RUN a b']],
    ['into the one at whose head it inserts', [above(text, 'RUN c', 'ENV e=f\n')], ['RUN c']],
    ['into the next where it deletes a whole line', [replaced(text, 'RUN c\n', '')], ['RUN c', 'RUN d']],
    ['into the one above where it takes its line end', [replaced(text, '\nRUN d', '')], ['RUN c', 'RUN d']],
    ['to both sides of a comment', [replaced(text, 'note', 'z')], ['RUN a b', 'RUN c']],
    ['to the first instruction from the head', [replaced(text, 'top', 'z')], ['FROM x']],
    ['to the last instruction from the foot', [replaced(text, 'foot', 'z')], ['RUN d']],
    ['over all it spans', [replaced(text, 'b\n# note\nRUN c\nRUN', 'z')], ['RUN a b', 'RUN c', 'RUN d']],
    [
      'to each edit, once',
      [replaced(text, 'a', 'z'), replaced(text, 'd', 'z'), replaced(text, 'b', 'z')],
      ['RUN a b', 'RUN d'],
    ],
  ])('%s', (_, edits, reach) => {
    expect(textsOf(file, candidate(file, edits).reach)).toEqual(reach);
  });

  test('nothing in a file of comments', () => {
    expect(candidate(parse('Dockerfile', '# a\n'), [replaced('# a', 'a', 'b')]).reach).toEqual([]);
  });
});

const spanning = (start: number, end: number): TextEdit => ({ span: { start, end }, text: 'z' });

test.each<[string, TextEdit[], boolean]>([
  ['none', [], false],
  ['that begin before the file', [spanning(-1, 2)], false],
  ['that end behind the file', [spanning(2, text.length + 1)], false],
  ['that end before they begin', [spanning(9, 8)], false],
  ['of which the last is outside', [spanning(0, 1), spanning(2, text.length + 1)], false],
  ['that overlap', [spanning(0, 1), spanning(4, 8), spanning(7, 9)], false],
  ['of the whole file', [spanning(0, text.length)], true],
  ['at both ends of the file', [spanning(text.length, text.length), spanning(0, 0)], true],
  ['side by side', [spanning(4, 8), spanning(8, 9)], true],
  ['that are equal', [spanning(4, 8), spanning(4, 8)], true],
])('edits %s can be made: %s', (_, edits, can) => {
  expect(candidateOf(file, proposalOf(edits)) !== undefined).toBe(can);
});

const a = replaced(text, 'a', 'z');
const aElse = replaced(text, 'a', 'y');
const b = replaced(text, 'b', 'z');
const c = replaced(text, 'c', 'z');
const dropC = replaced(text, 'RUN c\n', '');
const d = replaced(text, 'd', 'z');

describe('fixes go together', () => {
  test.each<[string, TextEdit[][], number[][]]>([
    ['in instructions of their own', [[a], [c], [d]], [[0, 1, 2]]],
    ['in one instruction where they do not meet', [[a], [b]], [[0, 1]]],
    ['where two rules want the same', [[a], [a]], [[0, 1]]],
    ['not where they contradict each other', [[a], [aElse]], [[0], [1]]],
    [
      'not where one of several edits contradicts',
      [
        [b, a],
        [c, aElse],
      ],
      [[0], [1]],
    ],
    ['not where one reaches further than the other', [[dropC], [d]], [[0], [1]]],
    ['not where one reaches further, the other way round', [[d], [dropC]], [[0], [1]]],
    [
      'not where each reaches to something else',
      [
        [a, c],
        [b, d],
      ],
      [[0], [1]],
    ],
    [
      'where both reach to the same two',
      [
        [a, c],
        [b, c],
      ],
      [[0, 1]],
    ],
    ['the later ones with the first that takes them', [[a], [aElse], [b], [c]], [[0, 2, 3], [1]]],
    ['not where only the second in the way contradicts', [[b], [a], [aElse]], [[0, 1], [2]]],
  ])('%s', (_, sets, together) => {
    const candidates = sets.map((edits) => candidate(file, edits));
    const groups = inGroups(candidates);
    expect(groups.map(({ members }) => members.map((each) => candidates.indexOf(each)))).toEqual(together);
  });

  test('not where they are of one finding', () => {
    const finding = findingAt(0);
    expect(inGroups([candidate(file, [a], { finding }), candidate(file, [c], { finding })])).toHaveLength(2);
  });

  test('not where one may leave a remark and the other may not', () => {
    const loose = candidate(file, [a], { safety: 'unsafe' });
    const strict = [candidate(file, [c]), candidate(file, [d], { finding: findingAt(0, 'info'), safety: 'unsafe' })];
    expect(inGroups([loose, ...strict]).map(({ members }) => members)).toEqual([[loose], strict]);
  });

  test('not in a file without instructions', () => {
    const comments = parse('Dockerfile', '# a b\n');
    const fixes = ['a', 'b'].map((word) => candidate(comments, [replaced('# a b', word, 'z')]));
    expect(inGroups(fixes)).toHaveLength(2);
  });
});

test.each([
  ['error', 'unsafe', true],
  ['warning', 'unsafe', true],
  ['info', 'unsafe', false],
  ['error', 'safe', false],
] as const)('for an %s, a fix that is %s may leave a remark: %s', (severity, safety, may) => {
  expect(mayLeaveRemark(proposalOf([a], { finding: findingAt(0, severity), safety }))).toBe(may);
});

test('a group knows who reaches into an instruction', () => {
  const [one, two, three] = [candidate(file, [a]), candidate(file, [b]), candidate(file, [c])];
  const { members, at } = groupOf([one, two, three]);
  expect(members).toEqual([one, two, three]);
  expect([...at].map(([instruction, who]) => [...textsOf(file, [instruction]), who])).toEqual([
    ['RUN a b', [one, two]],
    ['RUN c', [three]],
  ]);
});
