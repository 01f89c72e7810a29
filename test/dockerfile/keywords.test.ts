import { expect, test } from 'vitest';
import { KEYWORDS, nearest, nearestKeyword } from '../../src/dockerfile/keywords.ts';
import fc from '../support/properties.ts';

test.each([
  ['COPPY', 'COPY'],
  ['copu', 'COPY'],
  ['FORM', 'FROM'],
  ['RUM', 'RUN'],
  ['ENTRYPIONT', 'ENTRYPOINT'],
  ['WORKDIRR', 'WORKDIR'],
  ['EXPOES', 'EXPOSE'],
  ['EXPSOEE', 'EXPOSE'],
  ['LABELX', 'LABEL'],
  ['VOLMXE', 'VOLUME'],
  ['USRE', 'USER'],
  ['RU', 'RUN'],
  ['AR', 'ARG'],
  ['UN', 'RUN'],
])('%s was meant to be %s', (word, keyword) => {
  expect(nearestKeyword(word)).toBe(keyword);
});

test.each(['', 'R', 'HELLO', 'INCLUDE', 'APT-GET', 'CURL', 'XRUNX', 'CMDDD', 'LBAEX', 'RNU1', 'A'.repeat(1000)])(
  '%s is near none',
  (word) => {
    expect(nearestKeyword(word)).toBeUndefined();
  },
);

test.each([
  ['abcdef', 'abcdxy', true],
  ['abcde', 'abcxy', false],
  ['abcdef', 'badcfe', false],
  ['abcdef', 'badcef', true],
  ['abcdef', 'abcdefgh', true],
  ['abcdef', 'abcdefghi', false],
  ['abcdef', 'defabc', false],
  ['abcxyz', 'xyzabc', false],
  ['ab', 'ba', true],
  ['ab', 'b', true],
  ['a', 'ab', false],
  ['a'.repeat(20), 'a'.repeat(19), true],
  ['a'.repeat(21), 'a'.repeat(20), false],
])('%s is near %s: %s', (word, other, near) => {
  expect(nearest(word, [other])).toBe(near ? other : undefined);
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
