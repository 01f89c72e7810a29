import { expect, test } from 'vitest';
import { Grouped } from '../../src/queue/grouped.ts';

test('what comes while a write is under way is written together, in order', async () => {
  const groups: (readonly number[])[] = [];
  let end: PromiseWithResolvers<undefined> | undefined;
  const grouped = new Grouped<number>((items) => {
    groups.push(items);
    end = Promise.withResolvers();
    return end.promise;
  });
  const first = [grouped.add(1), grouped.add(2)];
  await Promise.resolve();
  const later = [grouped.add(3), grouped.add(4), grouped.add(5)];
  expect(groups).toEqual([[1, 2]]);
  end?.resolve(undefined);
  await Promise.all(first);
  await Promise.resolve();
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  end?.resolve(undefined);
  await Promise.all(later);
});

test('a failed write fails its own group, and the next one is written', async () => {
  const written: number[] = [];
  const grouped = new Grouped<number>((items) => {
    if (items.includes(1)) return Promise.reject(new Error('disk full'));
    written.push(...items);
    return Promise.resolve();
  });
  await expect(Promise.all([grouped.add(1), grouped.add(2)])).rejects.toThrow('disk full');
  await grouped.add(3);
  expect(written).toEqual([3]);
});
