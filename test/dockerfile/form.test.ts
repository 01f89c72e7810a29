import { describe, expect, test } from 'vitest';
import { looksLikeArray } from '../../src/dockerfile/form.ts';

describe('looksLikeArray', () => {
  test.each([
    `['a', 'b']`,
    '["a",]',
    '["a", "b"] # why',
    '[a, b]',
    '[ a, b ]',
    '[ "-f", "x" ]',
    '[ -f, x ]',
    '[ ] ',
    '[ x ]',
    '[ -f ]',
    '[ x y ]',
    '[ "a" "b"',
    '[[a]]',
    '= ["a"]',
    '=["a"]',
    '[ a, b ] [ -f x ]',
    '[ -fa x ]',
    '[ x-f x ]',
    '[ a, = b ]',
    '[ -f x]; ]x',
    '[a]x::b',
    ': [ "a" ]',
    '{"a", "b"}',
    `('a', "b",)`,
    '"a", "b"',
    '"a"]',
    '“a”, “b”',
  ])('takes %s for an array', (text) => {
    expect(looksLikeArray(text, 'sh')).toBe(true);
  });

  test.each([
    'a ["b"]',
    '[ -f x ] && y',
    '[ -f x ]; y',
    '[ ! -f x ]',
    '[ a = b ]',
    '[ "$a" -eq 1 ] || exit',
    '[ $a ]',
    '[ `a` ]',
    '[ "$(a)" ] && b',
    '[ a ] && b',
    '[[ a ]]',
    '[[ -n a, ]]',
    '"a" b',
    'x = ["a"]',
    'x [ a, b ]',
    'x [[ a ]]',
    '[ -f "x ]" ]',
    '[ -f x\\ ]y ]',
    '[ a ]; b',
    '"a"',
    '{ "a"; }',
    '[Type]::Method()',
    '[Environment.Type]::Method()',
    '[byte[]]::new(1)',
    '[a](b)',
  ])('leaves %s to the shell', (text) => {
    expect(looksLikeArray(text, 'sh')).toBe(false);
  });

  test('knows a cast of PowerShell, where that is the shell', () => {
    expect(looksLikeArray('[int]$a', 'powershell')).toBe(false);
    expect(looksLikeArray('[int](5)', 'powershell')).toBe(false);
    expect(looksLikeArray('[int, b]', 'powershell')).toBe(true);
    expect(looksLikeArray('[1] [int]$a', 'powershell')).toBe(true);
    expect(looksLikeArray('[int]$a', 'sh')).toBe(true);
  });
});
