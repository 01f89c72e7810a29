import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Cache } from '../../src/jobs/ports.ts';
import { Queue } from '../../src/queue/queue.ts';
import { temporaryFolder } from '../support/folders.ts';
import { hasPostgresql, startPostgresql, type Postgresql } from '../support/postgresql.ts';

vi.setConfig({ testTimeout: 60_000 });

function openQueue(location: { readonly directory: string } | { readonly url: string }): Promise<Queue> {
  return Queue.open({
    location,
    judge: () => ({ kind: 'give-up' }),
    onTrouble: (level, trouble) => {
      if (level === 'error') throw trouble as Error;
    },
  });
}

async function expectCache(cache: Cache): Promise<void> {
  expect(await cache.get('a')).toBeUndefined();
  await cache.set('a', '{"é": 1}', 60);
  await cache.set('b', 'old', -1);
  expect(await cache.get('a')).toBe('{"é": 1}');
  expect(await cache.get('b')).toBeUndefined();
  await cache.set('b', 'new', 60);
  await cache.set('a', 'replaced', 60);
  expect([await cache.get('a'), await cache.get('b')]).toEqual(['replaced', 'new']);
}

describe('the cache', () => {
  let queue: Queue | undefined;
  beforeAll(async () => {
    queue = await openQueue({ directory: temporaryFolder() });
  }, 60_000);
  afterAll(() => queue?.stop(0));

  test('lives beside the queue in the embedded database, and can be opened again', async () => {
    const cache = queue!.cache();
    await expectCache(cache);
    expect(await queue!.cache().get('b')).toBe('new');
  });
});

describe.skipIf(!hasPostgresql)('over PostgreSQL', () => {
  let server: Postgresql | undefined;
  const queues: Queue[] = [];
  beforeAll(async () => {
    server = await startPostgresql();
  }, 120_000);
  afterAll(async () => {
    for (const queue of queues) await queue.stop(0);
    server?.stop();
  });

  test('processes that start together make one table and see what the others wrote', async () => {
    for (let i = 0; i < 3; i++) queues.push(await openQueue({ url: server!.url }));
    const caches = queues.map((queue) => queue.cache());
    await expectCache(caches[0]!);
    expect(await caches[2]!.get('b')).toBe('new');
  });
});
