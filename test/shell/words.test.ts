import { describe, expect, it } from 'vitest';
import { allCommands } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { quoteCommand, quoteWord, variablesIn } from '../../src/shell/words.ts';

const uses = (text: string) =>
  variablesIn(parseScript(text)).map((use) => [
    use.name,
    text.slice(use.span.start, use.span.end),
    use.quoted,
    use.hasDefault,
  ]);

describe('variablesIn', () => {
  it.each([
    ['a $X', [['X', '$X', false, false]]],
    ['a "$X"', [['X', '$X', true, false]]],
    ["a '$X' \\$Y", []],
    [
      'a ${X:-$Y} ${Z+w}',
      [
        ['X', '${X:-$Y}', false, true],
        ['Y', '$Y', false, false],
        ['Z', '${Z+w}', false, false],
      ],
    ],
    [
      'a "$(b "$X" $Y)"',
      [
        ['X', '$X', true, false],
        ['Y', '$Y', false, false],
      ],
    ],
    [
      'a $((X + $Y))',
      [
        ['X', 'X', false, false],
        ['Y', '$Y', false, false],
      ],
    ],
    [
      'a > $X && $Y',
      [
        ['X', '$X', false, false],
        ['Y', '$Y', false, false],
      ],
    ],
    ['A=$X b', [['X', '$X', false, false]]],
    [
      'a $1 "$@" $?',
      [
        ['1', '$1', false, false],
        ['@', '$@', true, false],
        ['?', '$?', false, false],
      ],
    ],
    ['cat <<E\n$X\nE', [['X', '$X', true, false]]],
    ["cat <<'E'\n$X\nE", []],
    [
      'if [ "$X" ]; then a ${Y=1}; fi',
      [
        ['X', '$X', true, false],
        ['Y', '${Y=1}', false, true],
      ],
    ],
    ['a "', []],
  ])('%j', (text, expected) => {
    expect(uses(text)).toEqual(expected);
  });
});

describe('a word’s value', () => {
  it.each([
    ['a', 'a'],
    ['"a b"c\'d\'\\ e', 'a bcd e'],
    ['{{.State}}', '{{.State}}'],
    ['[', '['],
    ['"~"', '~'],
    ['a=b', 'a=b'],
    ['$X', undefined],
    ['"$X"', undefined],
    ['`a`', undefined],
    ['*.js', undefined],
    ['[ab]', undefined],
    ['{a,b}', undefined],
    ['~/a', undefined],
    ['--x=~/a', undefined],
  ])('%s', (text, value) => {
    expect(allCommands(parseScript(`cmd ${text}`))[0]?.words[1]?.value).toBe(value);
  });
});

describe('quoteWord', () => {
  it.each([
    ['a', 'a'],
    ['--x=/y:z,%@+', '--x=/y:z,%@+'],
    ['{}', '{}'],
    ['', "''"],
    ['a b', "'a b'"],
    ['$X', "'$X'"],
    ["it's", `"it's"`],
    ["it's $5", `'it'\\''s $5'`],
    ['~', "'~'"],
    ['a\nb', "'a\nb'"],
  ])('%j', (value, quoted) => {
    expect(quoteWord(value)).toBe(quoted);
  });

  it('quotes a command name that would be an assignment', () => {
    expect(quoteCommand(['A=1', 'B=2'])).toBe("'A=1' B=2");
  });
});
