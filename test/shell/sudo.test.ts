import { describe, expect, test } from 'vitest';
import { parseScript } from '../../src/shell/parse.ts';
import { sudoCallsOf } from '../../src/shell/sudo.ts';

/** What the script is without sudo, or why it stays: the builtin, the user. */
function without(text: string): string {
  return sudoCallsOf(parseScript(text))
    .map(({ drop, builtin, becomes }) => {
      if (builtin !== undefined) return `builtin ${builtin}`;
      if (becomes !== undefined) return `as ${becomes}`;
      return drop === undefined ? 'stays' : text.slice(0, drop.start) + text.slice(drop.end);
    })
    .join(', ');
}

describe('a script without sudo', () => {
  test.each([
    ['sudo a b', 'a b'],
    ['/usr/bin/sudo  a', 'a'],
    ['x && sudo a', 'x && a'],
    ['sudo "$A" b', '"$A" b'],
    ['sudo -E a', 'stays'],
    ['sudo A=b c', 'A=b c'],
    ['sudo -u root a', 'stays'],
    ['sudo -u "$A" a', 'stays'],
    ['sudo cd /a', 'builtin cd'],
    ['sudo if a', 'stays'],
    ['sudo -u app a', 'as app'],
    ['sudo -uapp a', 'as app'],
    ['sudo -Hu app a', 'as app'],
    ['sudo -Huapp a', 'as app'],
    ['sudo --user=app a', 'as app'],
    ['sudo --user app a', 'as app'],
    ['sudo -H -u app a', 'as app'],
    ['sudo -g app -u www-data a', 'as www-data'],
    ['sudo -Hg app -u www-data a', 'as www-data'],
    ['sudo -E a -u app', 'stays'],
    ['sudo -E a --user=app', 'stays'],
    ['sudo a -u app', 'a -u app'],
    ['sudo -E x-u app', 'stays'],
    ['sudo a; sudo -u b c', 'a; sudo -u b c, as b'],
  ])('%s: %s', (text, expected) => {
    expect(without(text)).toBe(expected);
  });

  test.each([
    'sudo',
    'sudo -V',
    'sudo --version',
    'sudo -l',
    'sudo -v',
    'sudo -k',
    'pseudo a',
    'echo sudo a',
    '"$S" a',
  ])('%s: no call that starts anything', (text) => {
    expect(without(text)).toBe('');
  });

  test('an option that only begins like -l', () => {
    expect(without('sudo -lx a')).toBe('stays');
  });
});
