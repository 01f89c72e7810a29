import { expect, test } from 'vitest';
import { looksFor } from '../../src/shell/calls.ts';
import { parseScript } from '../../src/shell/parse.ts';

test.each([
  ['command -v sudo && sudo a', 'sudo', true],
  ['[ -x /usr/bin/sudo ] || apt-get install -y sudo', 'sudo', true],
  ['which sudo-x', 'sudo', false],
  ['sudo a', 'sudo', false],
  ['which g++', 'g++', true],
  ['which gg', 'g+', false],
  ['[[ -f a ]]', '[[', false],
])('%s looks for %s: %s', (text, program, expected) => {
  expect(looksFor(parseScript(text), program)).toBe(expected);
});
