import { describe, expect, test } from 'vitest';
import { defaultBackoff, nextOf, type Entry, type Next } from '../../src/queue/entry.ts';
import { jobFor } from './support.ts';

const fresh: Entry = { job: jobFor(1), tries: 0, postponed: 0 };
const now = Date.parse('2026-01-01T00:00:00Z');

function later(next: Next): Extract<Next, { kind: 'later' }> {
  if (next.kind !== 'later') throw new Error(`expected later, got ${next.kind}`);
  return next;
}

describe('a failed try', () => {
  test('comes back after the backoff, with one try more behind it', () => {
    const next = later(nextOf(fresh, { kind: 'retry' }, now, (tries) => tries * 1_000));
    expect(next.entry).toEqual({ ...fresh, tries: 1 });
    expect(next.at.getTime()).toBe(now + 1_000);
  });

  test('is the last after six', () => {
    let entry = fresh;
    let tries = 1;
    for (let next = nextOf(entry, { kind: 'retry' }, now); next.kind === 'later'; tries++) {
      entry = next.entry;
      next = nextOf(entry, { kind: 'retry' }, now);
    }
    expect(tries).toBe(6);
  });

  test('waits longer each time, ten minutes in all', () => {
    const waits = [1, 2, 3, 4, 5].map(defaultBackoff);
    expect(waits.every((wait, i) => i === 0 || wait > (waits[i - 1] ?? Infinity))).toBe(true);
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(8 * 60_000);
    expect(total).toBeLessThan(12 * 60_000);
  });
});

describe('a limited try', () => {
  test('comes back when the limit is over, and counts as no try', () => {
    const until = new Date(now + 90_000);
    const next = later(nextOf({ ...fresh, tries: 3 }, { kind: 'postpone', until }, now));
    expect(next.at).toEqual(until);
    expect(next.entry.tries).toBe(3);
  });

  test('waits longer each time although the limit claims to be over', () => {
    const at = (postponed: number): number =>
      later(nextOf({ ...fresh, postponed }, { kind: 'postpone', until: new Date(now) }, now)).at.getTime() - now;
    expect([at(0), at(1), at(5), at(30)]).toEqual([1_000, 2_000, 32_000, 3_600_000]);
  });

  test('is given up in the end', () => {
    const verdict = { kind: 'postpone', until: new Date(now) } as const;
    expect(nextOf({ ...fresh, postponed: 47 }, verdict, now).kind).toBe('later');
    expect(nextOf({ ...fresh, postponed: 48 }, verdict, now).kind).toBe('give-up');
  });
});

test.each(['drop', 'give-up'] as const)('%s ends it at once', (kind) => {
  expect(nextOf(fresh, { kind }, now)).toEqual({ kind });
});
