import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../src/text/diff.ts';
import { folderWith } from '../cli/command.ts';
import fc from '../support/properties.ts';

test('equal texts give no patch', () => {
  expect(unifiedDiff('Dockerfile', 'FROM x\n', 'FROM x\n')).toBe('');
});

test('a change carries three lines of context, and changes far apart are two hunks', () => {
  const before = Array.from({ length: 20 }, (_, line) => `${line + 1}\n`).join('');
  const after = before.replace('2\n', 'two\n').replace('18\n', '');
  expect(unifiedDiff('/srv/Dockerfile', before, after)).toBe(
    '--- a/srv/Dockerfile\n+++ b/srv/Dockerfile\n' +
      '@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n' +
      '@@ -15,6 +15,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n',
  );
});

const line = fc.constantFrom('RUN a', 'RUN b', 'CMD c', '', 'x\r');
const file = fc.tuple(fc.array(line, { maxLength: 14 }), fc.boolean()).map(([lines, ended]) => {
  const text = lines.join('\n');
  return ended && text !== '' ? `${text}\n` : text;
});

test('git applies every patch to the very text it promises', () => {
  const pairs = fc.sample(fc.tuple(file, file), { numRuns: 150, seed: 7 }).filter(([before, after]) => {
    return before !== after && before !== '' && after !== ''; // git would see a new or a deleted file
  });
  expect(pairs.length).toBeGreaterThan(80);
  const name = (index: number) => `${index}/Dockerfile`;
  const folder = folderWith(Object.fromEntries(pairs.map(([before], index) => [name(index), before])));
  const patch = pairs.map(([before, after], index) => unifiedDiff(name(index), before, after)).join('');
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input: patch });
  for (const [index, [, after]] of pairs.entries()) {
    expect(readFileSync(join(folder, name(index)), 'utf8')).toBe(after);
  }
});

test('texts too large for the table give a longer patch, not a wrong one', () => {
  const lines = (word: string) => Array.from({ length: 2_100 }, (_, at) => `${word} ${at}\n`).join('');
  const folder = folderWith({ Dockerfile: lines('old') });
  const patch = unifiedDiff('Dockerfile', lines('old'), lines('new'));
  execFileSync('git', ['apply', '-'], { cwd: folder, input: patch });
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(lines('new'));
});
