import { expect, test } from 'vitest';
import { excerpt } from '../../src/text/excerpt.ts';

test.each([
  ['a command', 'a command'],
  ['  a \\\n   b\tc\r\n d ', 'a b c d'],
  ['echo `date`', "echo 'date'"],
  ['x'.repeat(71), `${'x'.repeat(69)}…`],
  ['x'.repeat(70), 'x'.repeat(70)],
])('%j is quoted as %j', (text, quoted) => {
  expect(excerpt(text)).toBe(quoted);
});

test('a huge text costs no more than its beginning', () => {
  expect(excerpt('y'.repeat(10_000_000), 5)).toBe('yyyy…');
});
