import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Queue } from '../../src/queue/queue.ts';
import { hasPostgresql, startPostgresql, type Postgresql } from '../support/postgresql.ts';
import { headOf, jobFor, signal } from './support.ts';
import type { Job } from '../../src/jobs/job.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!hasPostgresql)('over PostgreSQL, shared by several processes,', () => {
  let server: Postgresql | undefined;
  let open: Queue[] = [];
  beforeAll(async () => {
    server = await startPostgresql();
  }, 120_000);
  afterEach(async () => {
    for (const queue of open) await queue.stop(1_000);
    open = [];
  });
  afterAll(() => server?.stop());

  async function queueOf(): Promise<Queue> {
    const queue = await Queue.open({
      location: { url: server?.url ?? '' },
      judge: () => ({ kind: 'give-up' }),
      onTrouble: (level, trouble) => {
        if (level === 'error') throw trouble as Error;
      },
      calm: { after: 0, atMost: 0 },
    });
    open.push(queue);
    return queue;
  }

  test('a job of one is done by another, once, and coalesces with those of a third', async () => {
    const [one, two, three] = [await queueOf(), await queueOf(), await queueOf()];
    await one.enqueue(jobFor(1, 'a1'));
    await three.enqueue(jobFor(1, 'a2'));
    expect(await two.counts()).toEqual({ waiting: 1, active: 0, failed: 0, dead: 0 });
    const seen: string[] = [];
    const last = signal<undefined>();
    const work = (name: string) => (job: Job) => {
      seen.push(`${name} ${headOf(job)}`);
      if (job.kind === 'review-pull-request' && job.number === 2) last.resolve(undefined);
      return Promise.resolve();
    };
    await two.work(1, work('two'));
    await one.enqueue(jobFor(2, 'b1'));
    await last.promise;
    expect(seen.sort()).toEqual(['two a2', 'two b1']);
  });

  test('a failure of one is reported by another', async () => {
    const [one, two] = [await queueOf(), await queueOf()];
    const reported = signal<string>();
    await two.onFailure((job, reason) => {
      reported.resolve(`${headOf(job)}: ${reason}`);
      return Promise.resolve();
    });
    await one.work(1, () => Promise.reject(new Error('no')));
    await one.enqueue(jobFor(3, 'c1'));
    expect(await reported.promise).toBe('c1: no');
  });

  test('check and counts answer', async () => {
    const queue = await queueOf();
    await expect(queue.check()).resolves.toBeUndefined();
    expect(await queue.counts()).toMatchObject({ active: 0 });
  });
});

test('a server that is not there is an error that names no password', async () => {
  const url = 'postgres://user:hunter2@127.0.0.1:9/none';
  const opening = Queue.open({
    location: { url },
    judge: () => ({ kind: 'give-up' }),
    onTrouble: () => undefined,
  });
  const error: unknown = await opening.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).not.toContain('hunter2');
});
