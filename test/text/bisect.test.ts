import { expect, test } from 'vitest';
import { lastIndexOf } from '../../src/text/bisect.ts';

test.each([
  [[], 5, -1],
  [[6], 5, -1],
  [[5], 5, 0],
  [[1, 3, 5, 7], 0, -1],
  [[1, 3, 5, 7], 6, 2],
  [[1, 3, 5, 7], 9, 3],
  [[2, 2, 2], 2, 2],
])('of %j the last that is at most %i', (values, most, expected) => {
  expect(lastIndexOf(values.length, (index) => (values[index] ?? 0) <= most)).toBe(expected);
});
