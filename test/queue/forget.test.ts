import { expect, test, vi } from 'vitest';
import { Queue } from '../../src/queue/queue.ts';
import type { Job, RunCommand } from '../../src/jobs/job.ts';
import { dataDirectory } from '../support/data-directory.ts';
import { command } from '../support/command-host.ts';
import { jobFor } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

test('what waits for a closed pull request is dropped, and nothing else', async () => {
  using folder = await dataDirectory();
  const queue = await Queue.open({
    location: { directory: folder.path },
    judge: () => ({ kind: 'retry' }),
    onTrouble: (_, trouble) => {
      throw trouble as Error;
    },
  });
  try {
    const commandOn = (number: number, id: number): RunCommand => {
      return { ...command, number, from: { kind: 'comment', id }, delivery: `command-${id}` };
    };
    for (const job of [jobFor(7), jobFor(70), commandOn(7, 1), commandOn(7, 2), commandOn(70, 3)])
      await queue.enqueue(job);
    await queue.forget({ owner: 'acme', name: 'shop' }, 7);
    expect((await queue.counts()).waiting).toBe(2);
    const seen: Job[] = [];
    const both = Promise.withResolvers<undefined>();
    await queue.work(1, (job) => {
      if (seen.push(job) === 2) both.resolve(undefined);
      return Promise.resolve();
    });
    await both.promise;
    expect(seen.map((job) => ('number' in job ? job.number : 0))).toEqual([70, 70]);
  } finally {
    await queue.stop(0);
  }
});
