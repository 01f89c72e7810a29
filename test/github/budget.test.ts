import { expect, test } from 'vitest';
import { book, emptyBudget, holdBack, holdOf, type Budget } from '../../src/github/budget.ts';
import { notifyingWritesPerHour } from '../../src/github/limits.ts';
import fc from '../support/properties.ts';

test('whatever is asked for and when, writes are a second apart, notifications three, and at most so many an hour', () => {
  const ask = fc.record({ after: fc.nat(9_000), notifies: fc.boolean() });
  fc.assert(
    fc.property(fc.array(ask, { maxLength: 60 }), (asks) => {
      let budget: Budget = emptyBudget;
      let now = 1_000_000;
      const sent: { at: number; notifies: boolean }[] = [];
      for (const { after, notifies } of asks) {
        now += after;
        const next = book(budget, notifies, now);
        budget = next.budget;
        if ('at' in next.booked) sent.push({ at: next.booked.at, notifies });
      }
      const gaps = sent.slice(1).map(({ at }, index) => at - sent[index]!.at);
      expect(Math.min(Infinity, ...gaps)).toBeGreaterThanOrEqual(1_000);
      const loud = sent.filter(({ notifies }) => notifies);
      const loudGaps = loud.slice(1).map(({ at }, index) => at - loud[index]!.at);
      expect(Math.min(Infinity, ...loudGaps)).toBeGreaterThanOrEqual(3_000);
    }),
  );
});

test('the hour’s share of notifications is refused until the oldest is an hour old; other writes go on', () => {
  let budget: Budget = emptyBudget;
  for (let sent = 0; sent < notifyingWritesPerHour; sent += 1) ({ budget } = book(budget, true, 0));
  const [oldest] = budget.notified;
  const last = budget.notified.at(-1)!;
  expect(book(budget, true, last).booked).toMatchObject({ until: oldest! + 3_600_000 });
  expect(book(budget, false, last).booked).toEqual({ at: last + 1_000 });
  expect(book(budget, true, oldest! + 3_600_000).booked).toHaveProperty('at');
});

test('a hold refuses until it is over; the later of two counts, and a refusal books nothing', () => {
  const held = holdBack(holdBack(emptyBudget, { until: 9_000, reason: 'long' }), { until: 5_000, reason: 'short' });
  expect(book(held, true, 8_999)).toEqual({ budget: held, booked: { until: 9_000, reason: 'long' } });
  expect(holdOf(held, 9_000)).toBeUndefined();
  expect(book(held, false, 9_000).booked).toEqual({ at: 9_000 });
});
