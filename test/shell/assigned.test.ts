import { expect, test } from 'vitest';
import { assignedIn, setsUnknownNames } from '../../src/shell/assigned.ts';
import { parseScript } from '../../src/shell/parse.ts';

test.each<[string, readonly string[]]>([
  ['A=b', ['A']],
  ['A=b C=d e', ['A', 'C']],
  ['export A=b C', ['A']],
  ['local A=b', ['A']],
  ['declare -r A=b', ['A']],
  ['typeset A=b', ['A']],
  ['readonly A=b=c', ['A']],
  ['read A B', ['A', 'B']],
  ['getopts abc A', ['abc', 'A']],
  ['mapfile A', ['A']],
  ['for A in b; do c; done', ['A']],
  ['for  A\nin b; do c; done', ['A']],
  ['select A in b; do c; done', ['A']],
  ['(A=b); echo "$(C=d)"', ['A', 'C']],
  ['make A=b', []],
  ['echo A', []],
  ['', []],
])('%j sets %j', (text, names) => {
  expect([...assignedIn(parseScript(text))].sort()).toEqual([...names].sort());
});

test.each([
  ['. ./env', true],
  ['source env', true],
  ['a && eval "$b"', true],
  ['./env', false],
  ['echo eval', false],
])('%j may set any name: %s', (text, expected) => {
  expect(setsUnknownNames(parseScript(text))).toBe(expected);
});
