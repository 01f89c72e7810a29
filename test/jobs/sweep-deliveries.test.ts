import { describe, expect, test } from 'vitest';
import type { SweepDeliveries } from '../../src/jobs/job.ts';
import type { AppHost, Cache, Delivery } from '../../src/jobs/ports.ts';
import { sweepDeliveries, type Swept } from '../../src/jobs/sweep-deliveries.ts';

const job: SweepDeliveries = { kind: 'sweep-deliveries', delivery: 'sweep:1' };
const minute = 60_000;

function attempt(id: number, guid: string, more: Partial<Delivery> = {}): Delivery {
  return { id, guid, at: id * minute, isAnswered: false, event: 'pull_request.opened', ...more };
}

interface World {
  readonly cache: Cache;
  readonly redelivered: number[];
  readonly pages: (string | undefined)[];
  readonly later: string[];
  readonly sweep: (oldestFirst: readonly Delivery[], pageSize?: number) => Promise<Swept>;
}

/** A list of deliveries, cut into pages, and a cache that forgets nothing. */
function world(redeliver: (id: number) => Promise<void> = () => Promise.resolve()): World {
  const values = new Map<string, string>();
  const cache: Cache = {
    get: (key) => Promise.resolve(values.get(key)),
    set: (key, value) => Promise.resolve(void values.set(key, value)),
  };
  const redelivered: number[] = [];
  const pages: (string | undefined)[] = [];
  const later: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const sweep: World['sweep'] = (oldestFirst, pageSize = 100) => {
    const all = oldestFirst.toReversed();
    const app: Pick<AppHost, 'deliveries' | 'redeliver'> = {
      deliveries: (cursor) => {
        pages.push(cursor);
        const from = Number(cursor ?? 0);
        const next = from + pageSize < all.length ? String(from + pageSize) : undefined;
        return Promise.resolve({ deliveries: all.slice(from, from + pageSize), next });
      },
      redeliver: async (id) => {
        await redeliver(id);
        redelivered.push(id);
      },
    };
    const enqueueLater = (next: { readonly delivery: string }): Promise<void> =>
      Promise.resolve(void later.push(next.delivery));
    const services = { app: app as AppHost, cache, handled: new Set(['pull_request.opened']), enqueueLater, log };
    return sweepDeliveries(job, services);
  };
  return { cache, redelivered, pages, later, sweep };
}

describe('a sweep', () => {
  test('asks again for each event of ours of which no attempt was answered, once, the oldest first', async () => {
    const { sweep, redelivered } = world();
    const swept = await sweep([
      attempt(1, 'lost'),
      attempt(2, 'lost'),
      attempt(3, 'answered', { isAnswered: true }),
      attempt(4, 'late'),
      attempt(5, 'late', { isAnswered: true }),
      attempt(6, 'other', { event: 'star.created' }),
      attempt(7, 'lost too'),
    ]);
    expect(redelivered).toEqual([2, 7]);
    expect(swept).toEqual({ kind: 'swept', looked: 7, redelivered: 2 });
  });

  test('reads back to where the last one began, and some minutes more, since the list may come late', async () => {
    const { sweep, pages, redelivered } = world();
    const old = [attempt(1, 'a', { isAnswered: true }), attempt(100, 'b', { isAnswered: true })];
    await sweep(old);
    pages.length = 0;
    await sweep(
      [...old, attempt(95, 'came late'), attempt(101, 'c')].sort((a, b) => a.id - b.id),
      2,
    );
    expect(pages).toEqual([undefined, '2']);
    expect(redelivered).toEqual([95, 101]);
  });

  test('gives an event up after five redeliveries', async () => {
    const { sweep, redelivered } = world();
    for (let round = 1; round <= 7; round += 1) await sweep([attempt(round, 'never answered')]);
    expect(redelivered).toEqual([1, 2, 3, 4, 5]);
  });

  test('that fails begins again where it began', async () => {
    let works = false;
    const { sweep, redelivered } = world(() => (works ? Promise.resolve() : Promise.reject(new Error('502'))));
    const list = [attempt(1, 'a'), attempt(2, 'b')];
    await expect(sweep(list)).rejects.toThrow('502');
    works = true;
    await sweep(list);
    expect(redelivered).toEqual([1, 2]);
  });

  test('of very many lost events leaves the rest to a job of its own, and loses none', async () => {
    const { sweep, redelivered, later } = world();
    const list = Array.from({ length: 250 }, (_, index) => attempt(index + 1, `lost ${index}`));
    await sweep(list);
    expect([redelivered.length, later]).toEqual([100, ['sweep:1+']]);
    const answered = (): readonly Delivery[] =>
      list.map((one) => ({ ...one, isAnswered: redelivered.includes(one.id) }));
    await sweep(answered());
    await sweep(answered());
    expect(new Set(redelivered).size).toBe(250);
    expect(later).toHaveLength(2);
  });
});
