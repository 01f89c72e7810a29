import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { Queue, type Outcome, type QueueOptions } from '../../src/queue/queue.ts';
import type { Calm } from '../../src/queue/store.ts';
import { dataDirectory, prepareDataDirectory, type TemporaryFolder } from '../support/data-directory.ts';
import { headOf, jobFor, signal } from './support.ts';

let folder: TemporaryFolder;
let open: Queue[];

// Each test starts PostgreSQL; a busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });
beforeAll(prepareDataDirectory, 180_000);
beforeEach(async () => {
  folder = await dataDirectory();
  open = [];
});
afterEach(async () => {
  for (const queue of open) await queue.stop(0);
  folder[Symbol.dispose]();
});

async function queueOf(options: Partial<QueueOptions> = {}): Promise<Queue> {
  const queue = await Queue.open({
    location: { directory: folder.path },
    judge: () => ({ kind: 'retry' }),
    onTrouble: (level, trouble) => {
      if (level === 'error') throw trouble as Error;
    },
    backoff: () => 0,
    calm: { after: 0, atMost: 0 },
    ...options,
  });
  open.push(queue);
  return queue;
}

async function close(queue: Queue): Promise<void> {
  open = open.filter((other) => other !== queue);
  await queue.stop(5_000);
}

/** Everything that the queue tells of ends, and a promise of the first that fits. */
function outcomes(): { readonly seen: Outcome[]; readonly until: (last: Outcome) => Promise<undefined> } & Pick<
  Required<QueueOptions>,
  'onOutcome'
> {
  const seen: Outcome[] = [];
  const ends = new Map<Outcome, PromiseWithResolvers<undefined>>();
  const endOf = (outcome: Outcome): PromiseWithResolvers<undefined> => {
    const end = ends.get(outcome) ?? signal<undefined>();
    ends.set(outcome, end);
    return end;
  };
  return {
    seen,
    until: (outcome) => endOf(outcome).promise,
    onOutcome: ({ outcome }) => {
      seen.push(outcome);
      endOf(outcome).resolve(undefined);
    },
  };
}

describe('deliveries', () => {
  test('are done once: sent again after their job ended, nothing is stored; sent again before, they are', async () => {
    const { seen, until, onOutcome } = outcomes();
    const queue = await queueOf({ onOutcome });
    await queue.enqueue(jobFor(1, 'a1'));
    await queue.enqueue(jobFor(1, 'a1'));
    expect(await queue.counts()).toEqual({ waiting: 1, active: 0, failed: 0, dead: 0 });
    await queue.work(1, () => Promise.resolve());
    await until('done');
    await queue.enqueue(jobFor(1, 'a1'));
    expect(await queue.counts()).toMatchObject({ waiting: 0 });
    expect(seen).toEqual(['done']);
  });

  test('that come at once are stored at once, the newest of each key', async () => {
    const queue = await queueOf();
    const burst = Array.from({ length: 300 }, (_, index) => queue.enqueue(jobFor(index % 100, `s${index}`)));
    await Promise.all(burst);
    expect(await queue.counts()).toEqual({ waiting: 100, active: 0, failed: 0, dead: 0 });
  });
});

test('one installation with many jobs leaves workers for the others, and background jobs come last', async () => {
  const queue = await queueOf();
  const other = { ...jobFor(99, 'z9'), installationId: 8 };
  await queue.enqueue({ ...jobFor(98, 'z8'), installationId: 9 }, 'background');
  for (let number = 1; number <= 6; number++) await queue.enqueue(jobFor(number, `s${number}`));
  await queue.enqueue(other);
  const started: number[] = [];
  const all = signal<undefined>();
  const held = signal<undefined>();
  await queue.work(4, async (job) => {
    started.push('installationId' in job ? job.installationId : 0);
    if (started.length === 4) all.resolve(undefined);
    await held.promise;
  });
  await all.promise;
  held.resolve(undefined);
  expect(started.toSorted()).toEqual([7, 7, 8, 9]);
  expect(started.at(-1), 'the background job').toBe(9);
});

describe('many pushes in a row', () => {
  const startsIn = async (calm: Calm, pushes: number): Promise<readonly string[]> => {
    const queue = await queueOf({ calm });
    const started: string[] = [];
    const first = signal<undefined>();
    const release = signal<undefined>();
    const last = signal<undefined>();
    await queue.work(2, async (job) => {
      started.push(headOf(job));
      if (started.length === 1) first.resolve(undefined);
      if (headOf(job) === `s${pushes}`) last.resolve(undefined);
      else await release.promise;
    });
    const push = (count: number): Promise<void> =>
      queue.enqueue({ ...jobFor(1, `s${count}`), delivery: `push ${count}` });
    await push(0);
    await first.promise;
    await push(1);
    release.resolve(undefined);
    for (let count = 2; count <= pushes; count += 1) await push(count);
    await last.promise;
    return started;
  };

  test('are reviewed at their beginning and at their end', async () => {
    expect(await startsIn({ after: 1_000, atMost: 60_000 }, 20)).toEqual(['s0', 's20']);
  });

  test('are not put off for ever', async () => {
    expect(await startsIn({ after: 3_600_000, atMost: 1_000 }, 20)).toEqual(['s0', 's20']);
  });
});

describe('coalescing', () => {
  test('the newest job of a key replaces the waiting one; other keys are left alone', async () => {
    const queue = await queueOf();
    for (const job of [jobFor(1, 'a1'), jobFor(2, 'b1'), jobFor(1, 'a2'), jobFor(1, 'a3')]) await queue.enqueue(job);
    expect(await queue.counts()).toEqual({ waiting: 2, active: 0, failed: 0, dead: 0 });

    const seen: string[] = [];
    const both = signal<undefined>();
    await queue.work(1, (job) => {
      seen.push(headOf(job));
      if (seen.length === 2) both.resolve(undefined);
      return Promise.resolve();
    });
    await both.promise;
    expect(seen.sort()).toEqual(['a3', 'b1']);
  });

  test('a job that arrives while its key is active waits and runs afterwards', async () => {
    const queue = await queueOf();
    const started = signal<undefined>();
    const release = signal<undefined>();
    const second = signal<string>();
    let first = true;
    await queue.work(2, async (job) => {
      if (!first) {
        second.resolve(headOf(job));
        return;
      }
      first = false;
      started.resolve(undefined);
      await release.promise;
    });
    await queue.enqueue(jobFor(1, 'a1'));
    await started.promise;
    await queue.enqueue(jobFor(1, 'a2'));
    await queue.enqueue(jobFor(1, 'a3'));
    expect(await queue.counts()).toEqual({ waiting: 1, active: 1, failed: 0, dead: 0 });
    release.resolve(undefined);
    expect(await second.promise).toBe('a3');
  });

  test('a newer job does not inherit the tries of the one it replaces, nor its wait', async () => {
    const told = outcomes();
    const queue = await queueOf({ ...told, backoff: () => 3_600_000 });
    const ran = signal<string>();
    await queue.work(1, (job) => {
      if (headOf(job) === 'old') throw new Error('no');
      ran.resolve(headOf(job));
      return Promise.resolve();
    });
    await queue.enqueue(jobFor(1, 'old'));
    await told.until('later');
    await queue.enqueue(jobFor(1, 'new'));
    expect(await ran.promise).toBe('new');
  });
});

describe('failing', () => {
  test('a job is tried again until it succeeds', async () => {
    const told = outcomes();
    const queue = await queueOf(told);
    let tries = 0;
    await queue.work(1, () => {
      tries += 1;
      if (tries < 3) throw new Error('not yet');
      return Promise.resolve();
    });
    await queue.enqueue(jobFor(1));
    await told.until('done');
    expect(told.seen).toEqual(['later', 'later', 'done']);
  });

  test('a limit postpones it to the time that the limit names', async () => {
    const told = outcomes();
    const until = new Date(Date.now() + 3_600_000);
    const queue = await queueOf({ ...told, judge: () => ({ kind: 'postpone', until }) });
    await queue.work(1, () => Promise.reject(new Error('limited')));
    await queue.enqueue(jobFor(1));
    await told.until('later');
    expect(await queue.counts()).toMatchObject({ waiting: 1, failed: 0 });
    expect(told.seen).toEqual(['later']);
  });

  test('what is given up is reported with its reason, once', async () => {
    const told = outcomes();
    const queue = await queueOf({ ...told, reasonOf: (error) => `because: ${String(error)}` });
    const reported = signal<{ job: Job; reason: string }>();
    await queue.onFailure((job, reason) => {
      reported.resolve({ job, reason });
      return Promise.resolve();
    });
    await queue.work(1, () => Promise.reject(new Error('broken')));
    await queue.enqueue(jobFor(4, 'c1'));
    expect(await reported.promise).toEqual({ job: jobFor(4, 'c1'), reason: 'because: Error: broken' });
    expect(told.seen).toEqual(['later', 'later', 'later', 'later', 'later', 'failed']);
  });

  test('a dropped job leaves nothing behind', async () => {
    const told = outcomes();
    const queue = await queueOf({ ...told, judge: () => ({ kind: 'drop' }) });
    await queue.work(1, () => Promise.reject(new Error('gone')));
    await queue.enqueue(jobFor(1));
    await told.until('dropped');
    await close(queue);
    expect(await (await queueOf()).counts()).toEqual({ waiting: 0, active: 0, failed: 0, dead: 0 });
  });
});

describe('the data directory', () => {
  test('jobs survive a restart', async () => {
    const queue = await queueOf();
    await queue.enqueue(jobFor(1, 'a1'));
    await close(queue);
    const ran = signal<Job>();
    await (
      await queueOf()
    ).work(1, (job) => {
      ran.resolve(job);
      return Promise.resolve();
    });
    expect(await ran.promise).toEqual(jobFor(1, 'a1'));
  });

  test('a killed process loses no stored job and leaves no lock', async () => {
    const script = join(import.meta.dirname, 'store-and-wait.ts');
    const child = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await (await queueOf()).counts()).toEqual({ waiting: 1, active: 0, failed: 0, dead: 0 });
  });

  test('a second opener is told so, and the first one goes on', async () => {
    const queue = await queueOf();
    await expect(queueOf()).rejects.toThrow(`The data directory ${folder.path} is in use by another process.`);
    await queue.enqueue(jobFor(1));
    expect(await queue.counts()).toMatchObject({ waiting: 1 });
  });

  test('stop waits for the active job', async () => {
    const told = outcomes();
    const queue = await queueOf(told);
    const started = signal<undefined>();
    const release = signal<undefined>();
    await queue.work(1, () => {
      started.resolve(undefined);
      return release.promise;
    });
    await queue.enqueue(jobFor(1));
    await started.promise;
    const stopped = close(queue);
    release.resolve(undefined);
    await stopped;
    expect(told.seen).toEqual(['done']);
  });
});

test('check answers while the database does, and throws afterwards', async () => {
  const queue = await queueOf();
  await expect(queue.check()).resolves.toBeUndefined();
  await close(queue);
  await expect(queue.check()).rejects.toThrow();
});
