import { expect, test } from 'vitest';
import { memo, memoWith, type Asked } from '../../src/text/memo.ts';

interface Named extends Asked {
  readonly name: string;
}

function named(name: string): Named {
  return { name, answers: [] };
}

test('an answer is worked out once for an object, also when it is undefined', () => {
  const asked: string[] = [];
  const answer = memo(({ name }: Named) => {
    asked.push(name);
    return name === 'a' ? undefined : name;
  });
  const [a, b] = [named('a'), named('b')];
  expect([answer(a), answer(a), answer(b), answer(b)]).toEqual([undefined, undefined, 'b', 'b']);
  expect(asked).toEqual(['a', 'b']);
});

test('equal objects are two objects, and two functions keep their answers apart', () => {
  const [first, second] = [memo((_: Named) => ({})), memo(({ name }: Named) => name)];
  const a = named('a');
  expect(first(a)).toBe(first(a));
  expect(first(a)).not.toBe(first(named('a')));
  expect(second(a)).toBe('a');
});

test('a second argument counts: only the answer for the last one is kept', () => {
  const asked: number[] = [];
  const answer = memoWith((_: Named, factor: number) => {
    asked.push(factor);
    return factor * 2;
  });
  const key = named('a');
  expect([answer(key, 1), answer(key, 1), answer(key, 2), answer(key, 1)]).toEqual([2, 2, 4, 2]);
  expect(asked).toEqual([1, 2, 1]);
});
