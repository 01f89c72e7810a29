import { describe, expect, test } from 'vitest';
import { culpritsIn } from '../../src/github/culprits.ts';
import fc from '../support/properties.ts';

async function find(count: number, guilty: readonly number[]) {
  const tries: (readonly number[])[] = [];
  const found = await culpritsIn([...Array(count).keys()], (some) => {
    tries.push(some);
    return Promise.resolve(!some.some((one) => guilty.includes(one)));
  });
  return { found, tries };
}

describe('what is refused', () => {
  test('alone needs no try', async () => {
    expect(await find(1, [0])).toEqual({ found: [0], tries: [] });
  });

  test('of two is found by one try when it is the second: the first is fine', async () => {
    expect(await find(2, [1])).toEqual({ found: [1], tries: [[0]] });
  });

  test.each([[0], [14], [15], [29]])(
    'of thirty comments, number %i alone is found within twelve tries',
    async (guilty) => {
      const { found, tries } = await find(30, [guilty]);
      expect(found).toEqual([guilty]);
      expect(tries.length).toBeLessThanOrEqual(12);
    },
  );

  test('is always found, with some that are innocent only when twelve tries do not tell', async () => {
    const thirty = fc.uniqueArray(fc.nat(29), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(thirty, async (guilty) => {
        const { found, tries } = await find(30, guilty);
        expect(tries.length).toBeLessThanOrEqual(12);
        expect(found).toEqual(expect.arrayContaining(guilty));
        if (tries.length < 12) expect([...found].sort()).toEqual([...guilty].sort());
      }),
    );
  });
});
