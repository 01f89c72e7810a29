import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runJobs } from '../src/dead-letters.ts';
import { Queue } from '../src/queue/queue.ts';
import { dataDirectory, type TemporaryFolder } from './support/data-directory.ts';
import { jobFor, signal } from './queue/support.ts';

vi.setConfig({ testTimeout: 60_000 });
let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await dataDirectory();
}, 180_000);
afterAll(() => {
  folder[Symbol.dispose]();
});

async function run(...args: string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const code = await runJobs(args, { DATA_DIR: folder.path }, (more) => (text += more));
  return { code, text };
}

function openQueue(): Promise<Queue> {
  const onTrouble = (): void => undefined;
  return Queue.open({ location: { directory: folder.path }, judge: () => ({ kind: 'give-up' }), onTrouble });
}

test('a job that was given up is listed with its reason, and put back', async () => {
  expect(await run()).toEqual({ code: 0, text: 'No job was given up.\n' });
  const reported = signal<undefined>();
  const queue = await openQueue();
  await queue.onFailure(() => {
    reported.resolve(undefined);
    return Promise.resolve();
  });
  await queue.work(1, () => Promise.reject(new Error('GitHub said no')));
  await queue.enqueue(jobFor(5, 'a1'));
  await reported.promise;
  await queue.stop(5_000);

  const { text } = await run();
  expect(text).toMatch(/^[0-9a-f-]{36} {2}\d{4}-.*Z {2}review-pull-request acme\/shop#5 {2}GitHub said no\n$/);
  const id = text.slice(0, 36);
  expect(await run('retry', '00000000-0000-0000-0000-000000000000')).toMatchObject({ code: 1 });
  expect(await run('retry', id)).toEqual({ code: 0, text: '1 put back into the queue.\n' });
  expect((await run()).text).toBe('No job was given up.\n');
  const again = await openQueue();
  expect(await again.counts()).toMatchObject({ waiting: 1, dead: 0 });
  await again.stop(0);
});

test.each([['retry'], ['retry', '--all', 'x'], ['list', 'x'], ['remove']])('%s %s is wrong usage', async (...args) => {
  expect(await run(...args)).toMatchObject({ code: 2, text: expect.stringContaining('npm run jobs') });
});
