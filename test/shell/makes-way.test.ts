import { expect, test } from 'vitest';
import { makesWay } from '../../src/shell/makes-way.ts';

// Measured in test/proofs, where the shells are.
test.each<[string, boolean, boolean]>([
  ['node a', true, true],
  ['cd /a && node "$X"', true, true],
  ['A=1 node a', true, true],
  ['a | b && node c', true, true],
  ['a > x && node c', true, true],
  ['node a > x', false, true],
  ['a && node 2>&1', false, true],
  ['node a; b', false, false],
  ['a || node', false, false],
  ['node a | b', false, false],
  ['node a &', false, false],
  ['exec node a', false, false],
  ['', false, false],
])('%j: bash %s, busybox %s, dash never', (text, bash, busybox) => {
  expect([makesWay('bash', text), makesWay('busybox', text), makesWay('dash', text)]).toEqual([bash, busybox, false]);
});
