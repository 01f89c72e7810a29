import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Shared } from '../../src/jobs/ports.ts';
import { Queue } from '../../src/queue/queue.ts';
import { temporaryFolder } from '../support/folders.ts';
import { hasPostgresql, startPostgresql, type Postgresql } from '../support/postgresql.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Count {
  readonly count: number;
}

function openQueue(location: { readonly directory: string } | { readonly url: string }): Promise<Queue> {
  const onTrouble = (level: string, trouble: unknown): void => {
    if (level === 'error') throw trouble as Error;
  };
  return Queue.open({ location, judge: () => ({ kind: 'give-up' }), onTrouble });
}

function addOne(shared: Shared<Count>): Promise<number> {
  return shared.change(({ count } = { count: 0 }) => ({ value: { count: count + 1 }, answer: count }));
}

/** Everybody adds at the same time: no addition is lost, and nobody sees the same count. */
async function expectNoLoss(everybody: readonly Shared<Count>[]): Promise<void> {
  const seen = await Promise.all(everybody.flatMap((shared) => Array.from({ length: 8 }, () => addOne(shared))));
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen.map((_, index) => index));
  expect((await everybody[0]!.look()).value).toEqual({ count: seen.length });
}

describe('a shared value', () => {
  let queue: Queue | undefined;
  beforeAll(async () => {
    queue = await openQueue({ directory: temporaryFolder() });
  }, 60_000);
  afterAll(() => queue?.stop(0));

  test('loses no change, and is another one for another installation', async () => {
    await expectNoLoss([queue!.shared<Count>(1), queue!.shared<Count>(1)]);
    const { value, now } = await queue!.shared<Count>(2).look();
    expect(value).toBeUndefined();
    expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
  });
});

describe.skipIf(!hasPostgresql)('over PostgreSQL', () => {
  let server: Postgresql | undefined;
  const queues: Queue[] = [];
  beforeAll(async () => {
    server = await startPostgresql();
    for (let i = 0; i < 3; i++) queues.push(await openQueue({ url: server.url }));
  }, 120_000);
  afterAll(async () => {
    for (const queue of queues) await queue.stop(0);
    server?.stop();
  });

  test('loses no change of any process', async () => {
    await expectNoLoss(queues.map((queue) => queue.shared<Count>(1)));
  });
});
