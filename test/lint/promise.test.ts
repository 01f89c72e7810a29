import { expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { keepsPromise } from '../../src/lint/promise.ts';
import type { TextEdit } from '../../src/text/edit.ts';
import { above, behind, candidate, replaced } from './edits.ts';

const sh = ['/bin/sh', '-c'];

/** Whether the fix keeps its word on the instruction that begins with `at`. */
function keeps(text: string, at: string, edits: readonly TextEdit[], argv: readonly string[]): boolean {
  const file = parse('Dockerfile', text);
  const instruction = file.instructions.find(({ span }) => text.startsWith(at, span.start));
  return keepsPromise(file, candidate(file, edits, { argv }), instruction);
}

const plain = 'FROM x\nENV e=f\nRUN a b\nCMD c\n';
const ownShell = 'FROM x\nSHELL ["bash", "-e", "-c"]\nRUN a b\nCMD ["c"]\n';
const later = 'FROM x\nONBUILD RUN a b\n';
const tick = '# escape=`\nFROM x\nRUN a `\n b\n';

test.each<[string, string, string, TextEdit[], string[]]>([
  ['what the shell gets', plain, 'RUN', [replaced(plain, 'a', 'z')], [...sh, 'z b']],
  ['exec form', plain, 'CMD', [replaced(plain, 'CMD c', 'CMD ["c", "d"]')], ['c', 'd']],
  ['several edits together', plain, 'RUN', [replaced(plain, 'b', 'y'), replaced(plain, 'a', 'z')], [...sh, 'z y']],
  [
    'an instruction behind one that it puts above',
    plain,
    'RUN',
    [above(plain, 'RUN', 'ENV g=h\nRUN z\n')],
    [...sh, 'a b'],
  ],
  ['the SHELL in force', ownShell, 'RUN', [replaced(ownShell, 'a b', 'z')], ['bash', '-e', '-c', 'z']],
  ['exec form under a SHELL', ownShell, 'CMD', [replaced(ownShell, '"c"', '"d"')], ['d']],
  ['an instruction that waits in ONBUILD', later, 'ONBUILD', [replaced(later, 'a', 'z')], [...sh, 'z b']],
  ['a line that a backtick continues', tick, 'RUN', [replaced(tick, 'RUN a', 'RUN z')], [...sh, 'z  b']],
  [
    'one of two instructions',
    plain,
    'CMD',
    [replaced(plain, 'b', 'z'), replaced(plain, 'CMD c', 'CMD d')],
    [...sh, 'd'],
  ],
])('%s is what was promised', (_, text, at, edits, argv) => {
  expect(keeps(text, at, edits, argv)).toBe(true);
  expect(keeps(text, at, edits, [...argv, 'more'])).toBe(false);
  expect(keeps(text, at, edits, [])).toBe(false);
});

test('what another keyword executes is not what was promised', () => {
  expect(keeps(plain, 'CMD', [replaced(plain, 'CMD c', 'RUN c')], [...sh, 'c'])).toBe(false);
  expect(keeps(plain, 'ENV', [replaced(plain, 'ENV e=f', 'RUN c')], [...sh, 'c'])).toBe(false);
  expect(keeps(plain, 'no such', [replaced(plain, 'a', 'z')], [...sh, 'z b'])).toBe(false);
});

test('an edit that reaches out of the instructions keeps nothing', () => {
  const noted = '# note\nFROM x\nRUN a\n# foot\n';
  expect(keeps(noted, 'RUN', [replaced(noted, 'a', 'z')], [...sh, 'z'])).toBe(true);
  expect(keeps(noted, 'RUN', [replaced(noted, 'RUN a', 'RUN z'), replaced(noted, 'foot', 'end')], [...sh, 'z'])).toBe(
    false,
  );
  expect(keeps(noted, 'RUN', [replaced(noted, 'RUN a', 'RUN z'), replaced(noted, 'note', 'y')], [...sh, 'z'])).toBe(
    false,
  );
  expect(keeps(noted, 'RUN', [behind(noted, 'RUN a', ' z')], [...sh, 'a z'])).toBe(true);
});

test('nothing is promised of a file without instructions', () => {
  const file = parse('Dockerfile', '# a\n');
  expect(keepsPromise(file, candidate(file, [replaced('# a', 'a', 'b')], { argv: [] }), undefined)).toBe(false);
});
