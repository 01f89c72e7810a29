import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Job } from '../../src/jobs/job.ts';
import { startRounds } from '../../src/server/rounds.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

test('both are done at the start, one every quarter of an hour, one a day, until they are ended', () => {
  const jobs: Job[] = [];
  const end = startRounds((job) => jobs.push(job));
  expect(jobs.map(({ kind }) => kind)).toEqual(['sweep-deliveries', 'find-installations']);
  vi.advanceTimersByTime(24 * 3_600_000);
  expect(jobs.filter(({ kind }) => kind === 'sweep-deliveries')).toHaveLength(1 + 96);
  expect(jobs.filter(({ kind }) => kind === 'find-installations')).toHaveLength(1 + 1);
  expect(new Set(jobs.map(({ delivery }) => delivery)).size).toBe(jobs.length);
  end();
  vi.advanceTimersByTime(24 * 3_600_000);
  expect(jobs).toHaveLength(99);
});

test('processes that start soon after each other all look for lost webhooks, and one for missing reviews', () => {
  const jobs: Job[] = [];
  const ends = [0, 1_000].map((after) => {
    vi.advanceTimersByTime(after);
    return startRounds((job) => jobs.push(job));
  });
  const names = (kind: string): Set<string> =>
    new Set(jobs.filter((job) => job.kind === kind).map((job) => job.delivery));
  expect([names('sweep-deliveries').size, names('find-installations').size]).toEqual([2, 1]);
  for (const end of ends) end();
});
