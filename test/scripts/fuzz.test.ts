import { expect, test } from 'vitest';
import { judge } from '../../scripts/fuzz/laws.ts';
import { mutant } from '../../scripts/fuzz/mutate.ts';
import { readCorpus } from '../support/corpus.ts';

const texts = readCorpus().map(({ text }) => text);

test('a mutant is a function of seed and index', () => {
  expect(mutant(texts, 7, 3)).toBe(mutant(texts, 7, 3));
  expect(new Set(Array.from({ length: 20 }, (_, index) => mutant(texts, 7, index))).size).toBeGreaterThan(15);
});

test('the laws hold for mutants of our own Dockerfiles', () => {
  const broken = Array.from({ length: 60 }, (_, index) => ({ index, ...judge(mutant(texts, 1, index)) }))
    .filter(({ broken: laws }) => laws.length > 0)
    .map(({ index, broken: laws }) => [index, laws]);
  expect(broken).toEqual([]);
});
