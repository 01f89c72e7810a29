import { describe, expect, test } from 'vitest';
import { isBlank, isSeparator, skipBlanks, splitOnBlanks, trimEnd } from '../../src/dockerfile/blanks.ts';

/** Every UTF-16 unit up to the last blank one that a test holds for, and the byte order mark if so, in hexadecimal. */
function unitsOf(holds: (unit: number) => boolean): string {
  const units = [...Array.from({ length: 0x3100 }, (_, unit) => unit), 0xfeff].filter(holds);
  return units.map((unit) => unit.toString(16)).join(' ');
}

describe('which units count as blank', () => {
  test('White_Space of Unicode, as unicode.IsSpace of Go has it', () => {
    expect(unitsOf(isBlank)).toBe(
      '9 a b c d 20 85 a0 1680 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 200a 2028 2029 202f 205f 3000',
    );
  });

  test('a keyword ends at fewer', () => {
    expect(unitsOf(isSeparator)).toBe('9 b c d 20');
  });
});

test.each([
  ['  a', 0, 3, 2],
  ['a  b', 1, 4, 3],
  ['a  b', 1, 2, 2],
  ['   ', 0, 3, 3],
  ['\u0085\u00A0a', 0, 3, 2],
])('skipBlanks of %j from %i to %i is %i', (text, from, to, at) => {
  expect(skipBlanks(text, from, to)).toBe(at);
});

test.each([
  ['a  ', 0, 3, 1],
  ['a  b', 0, 3, 1],
  ['   ', 1, 3, 1],
  ['', 0, 0, 0],
])('trimEnd of %j from %i to %i is %i', (text, from, to, at) => {
  expect(trimEnd(text, from, to)).toBe(at);
});

test('splitOnBlanks knows no quotes and makes no empty words', () => {
  expect(splitOnBlanks(' "a b"\t\tc\\ d\r')).toEqual(['"a', 'b"', 'c\\', 'd']);
  expect(splitOnBlanks(' ')).toEqual([]);
});
