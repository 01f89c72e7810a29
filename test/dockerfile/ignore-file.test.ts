import { describe, expect, test } from 'vitest';
import { isIgnored } from '../../src/dockerfile/ignore-file.ts';

describe('a .dockerignore', () => {
  test.each([
    ['names the file', 'start.sh', 'start.sh'],
    ['names a folder around it', 'bin', 'bin/start.sh'],
    ['with a slash at the end', 'bin//', 'bin/start.sh'],
    ['with a slash in front', '/bin', 'bin/start.sh'],
    ['with ./ in front', './/./bin/start.sh', 'bin/start.sh'],
    ['a pattern', '*.sh', 'start.sh'],
    ['for any depth', '**/*.sh', 'a/b/start.sh'],
    ['for the root as well', '**/*.sh', 'start.sh'],
    ['everything', '**', 'a/b'],
    ['everything in a folder', 'a/**', 'a/b/c'],
    ['with blanks around it', '  start.sh \r\n', 'start.sh'],
    ['behind a byte order mark', '\uFEFFstart.sh', 'start.sh'],
    ['after it was kept', '!a\na', 'a'],
    ['again after an exception', '*\n!a\na', 'a'],
    ['by a class of characters, which is taken to fit', '[a-s]tart.sh', 'x.sh'],
    ['by stars within a name, which are taken to fit', 'a**.sh', 'x.sh'],
    ['by stars in front of a name, which are taken to fit', '**a.sh', 'x.sh'],
  ])('drops it: %s', (_, text, path) => {
    expect(isIgnored(text, path)).toBe(true);
  });

  test.each([
    ['is empty', '', 'a'],
    ['has blank lines', '\n \n', 'a'],
    ['has a comment', '#a\n# *', '#a'],
    ['names the context itself', '.', 'a'],
    ['names the root', '/', 'a'],
    ['names another', 'b\nb/a', 'a'],
    ['fits at the root alone', '*.sh', 'bin/start.sh'],
    ['fits below a folder alone', 'b/*/c', 'b/c'],
    ['makes an exception', '*\n!start.sh', 'start.sh'],
    ['makes an exception for its folder', '*\n! bin/', 'bin/start.sh'],
    ['makes an exception with ./', '*\n!./a', 'a'],
    ['has slashes within a pattern', 'a./b', 'a.b'],
    ['an escape, which is taken to fit', 'x\n!\\x', 'x'],
    ['names something longer', 'start.sh.orig', 'start.sh'],
  ])('keeps it: %s', (_, text, path) => {
    expect(isIgnored(text, path)).toBe(false);
  });
});
