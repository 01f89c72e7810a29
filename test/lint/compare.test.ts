import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { commandOf, compareFiles, sameWords } from '../../src/lint/compare.ts';
import { applyEdits, type TextEdit } from '../../src/text/edit.ts';
import { above, behind, replaced, textsOf } from './edits.ts';

const text = 'FROM x\nRUN a\n# note\nRUN b\nCMD ["c"]\n';

function compared(from: string, edits: readonly TextEdit[]) {
  const before = parse('Dockerfile', from);
  const after = parse('Dockerfile', applyEdits(from, edits));
  const said = compareFiles(before, after, edits);
  if (typeof said === 'string') return said;
  for (const [now, was] of said.origin) expect(textsOf(after, [now])).toEqual(textsOf(before, [was]));
  return {
    gone: textsOf(before, said.touchedBefore),
    written: textsOf(after, said.touchedAfter),
    stands: textsOf(before, said.origin.values()),
  };
}

const all = ['FROM x', 'RUN a', 'RUN b', 'CMD ["c"]'];
const without = (...gone: string[]): string[] => all.filter((each) => !gone.includes(each));

test.each<[string, TextEdit[], string[], string[]]>([
  ['inside an instruction', [replaced(text, 'a', 'long words')], ['RUN a'], ['RUN long words']],
  ['of the same length', [replaced(text, 'a', 'z')], ['RUN a'], ['RUN z']],
  ['at its end', [behind(text, 'RUN a', ' z')], ['RUN a'], ['RUN a z']],
  ['that puts a line above', [above(text, 'RUN b', 'ENV e=f\n')], [], ['ENV e=f']],
  ['that puts a line below', [behind(text, 'RUN a', '\nENV e=f')], [], ['ENV e=f']],
  ['that puts a line above the first', [above(text, 'FROM', 'ARG e\n')], [], ['ARG e']],
  ['that puts a line at the end of the file', [behind(text, '["c"]\n', 'USER z\n')], [], ['USER z']],
  ['that deletes a line up to the next', [replaced(text, 'RUN b\n', '')], ['RUN b'], []],
  ['that deletes a line from the end of the one above', [replaced(text, '\nRUN a', '')], ['RUN a'], []],
  ['that deletes two lines at once', [replaced(text, 'RUN a\n# note\nRUN b\n', '')], ['RUN a', 'RUN b'], []],
  ['of a comment', [replaced(text, 'note', 'another note')], [], []],
  ['of all that stands between two', [replaced(text, '\n# note\n', '\n\n\n')], [], []],
  [
    'that grows in front of one that shrinks',
    [replaced(text, 'RUN b', 'RUN z'), replaced(text, 'x', 'x:1')],
    ['FROM x', 'RUN b'],
    ['FROM x:1', 'RUN z'],
  ],
  [
    'above and below the same instruction',
    [above(text, 'RUN b', 'ENV e=f\n'), behind(text, 'RUN b', '\nENV g=h')],
    [],
    ['ENV e=f', 'ENV g=h'],
  ],
  [
    'that is made twice',
    [replaced(text, 'a', 'a z'), replaced(text, 'a', 'a z'), replaced(text, 'b', 'b z')],
    ['RUN a', 'RUN b'],
    ['RUN a z', 'RUN b z'],
  ],
])('an edit %s leaves the others as they stand', (_, edits, gone, written) => {
  expect(compared(text, edits)).toEqual({ gone, written, stands: without(...gone) });
});

const stages = 'FROM x\nRUN a\nFROM y\nRUN b\n';
const shell = 'FROM x\nSHELL ["s", "-c"]\nRUN a\n';
const windows = 'mcr.microsoft.com/windows/servercore:ltsc2022';

test.each<[string, string, TextEdit[]]>([
  ['line 4 (RUN) would not stay as it is', text, [above(text, '# note', 'RUN z \\\n')]],
  ['line 3 (CMD) would not stay as it is', 'FROM x\nRUN a\nCMD b\n', [behind('FROM x\nRUN a', 'a', ' \\')]],
  ['the escape character changes', text, [above(text, 'FROM', '# escape=`\n')]],
  ['the number of stages changes', text, [behind(text, 'RUN a', '\nFROM y')]],
  ['the number of stages changes', stages, [replaced(stages, 'FROM y\n', '')]],
  [
    'line 2 (RUN) would move to another stage',
    stages,
    [replaced(stages, 'FROM y\n', ''), behind(stages, 'FROM x', '\nFROM y')],
  ],
  ['line 2 (RUN) would execute something else', stages, [replaced(stages, 'x', windows)]],
  ['line 2 (ONBUILD) would execute something else', 'FROM x\nONBUILD CMD a\n', [replaced('FROM x', 'x', windows)]],
])('%s', (reason, from, edits) => {
  expect(compared(from, edits)).toBe(reason);
});

describe('a problem', () => {
  const broken = 'FROM x\nRUNN a\nRUN b\n';
  test('may stay and may go', () => {
    expect(compared(broken, [replaced(broken, 'b', 'z')])).toMatchObject({ written: ['RUN z'] });
    expect(compared(broken, [replaced(broken, 'RUNN', 'RUN')])).toMatchObject({ written: ['RUN a'] });
  });

  test('may not be added, nor a second of its kind', () => {
    expect(compared(text, [replaced(text, 'RUN', 'RUNN')])).toMatch(/^the result does not parse: .*RUNN/i);
    expect(compared(broken, [replaced(broken, 'RUN b', 'RUNN b')])).toMatch(/^the result does not parse: .*RUNN/i);
  });
});

describe('another SHELL', () => {
  test('may be what the edit is for', () => {
    expect(compared(shell, [replaced(shell, '"s"', '"t"')])).toMatchObject({ stands: ['FROM x', 'RUN a'] });
    expect(compared(shell, [replaced(shell, 'SHELL ["s", "-c"]\n', '')])).toMatchObject({
      stands: ['FROM x', 'RUN a'],
    });
    expect(compared(shell, [above(shell, 'RUN', 'SHELL ["t"]\n')])).toMatchObject({ written: ['SHELL ["t"]'] });
  });

  test('that stands may not come into force', () => {
    const inherited = `FROM x AS a\nSHELL ["s", "-c"]\nFROM y AS b\nRUN c\n`;
    expect(compared(inherited, [replaced(inherited, 'y', 'a')])).toBe('line 4 (RUN) would execute something else');
  });
});

test('what ONBUILD keeps for later is its command', () => {
  const argvs = parse('Dockerfile', 'FROM x\nONBUILD CMD ["a", "b"]\nCMD ["c"]\n').instructions.map(
    (each) => commandOf(each)?.argv,
  );
  expect(argvs).toEqual([undefined, ['a', 'b'], ['c']]);
});

test.each([
  [[], [], true],
  [['a', 'b'], ['a', 'b'], true],
  [['a', 'b'], ['b', 'a'], false],
  [['a'], ['a', 'b'], false],
  [['a', 'b'], ['a'], false],
])('%j and %j are the same words: %s', (a, b, same) => {
  expect(sameWords(a, b)).toBe(same);
});
