import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEYWORDS, nearest, nearestKeyword } from '../../src/dockerfile/keywords.ts';

test.each([
  ['COPPY', 'COPY'],
  ['copu', 'COPY'],
  ['FORM', 'FROM'],
  ['RUM', 'RUN'],
  ['ENTRYPIONT', 'ENTRYPOINT'],
  ['WORKDIRR', 'WORKDIR'],
  ['EXPOES', 'EXPOSE'],
])('%s was meant to be %s', (word, keyword) => {
  expect(nearestKeyword(word)).toBe(keyword);
});

test.each(['', 'R', 'HELLO', 'INCLUDE', 'APT-GET', 'CURL', 'XRUNX', 'A'.repeat(1000)])('%s is near none', (word) => {
  expect(nearestKeyword(word)).toBeUndefined();
});

test('two as near are none', () => {
  expect(nearest('cat', ['bat', 'hat'])).toBeUndefined();
  expect(nearest('cat', ['bat', 'hat', 'cat'])).toBe('cat');
});

test('a keyword with two letters swapped is never taken for another', () => {
  const slip = fc.tuple(fc.constantFrom(...KEYWORDS), fc.nat()).map(([keyword, at]) => {
    const i = at % (keyword.length - 1);
    return [keyword, keyword.slice(0, i) + keyword[i + 1]! + keyword[i]! + keyword.slice(i + 2)] as const;
  });
  fc.assert(fc.property(slip, ([keyword, written]) => [keyword, undefined].includes(nearestKeyword(written))));
});
