import { describe, expect, test } from 'vitest';
import { RateLimited } from '../../src/github/errors.ts';
import { notifyingWritesPerHour } from '../../src/github/limits.ts';
import { Pace } from '../../src/github/pace.ts';
import { virtualClock, type VirtualClock } from './support.ts';

function paced(): {
  clock: VirtualClock;
  pace: Pace;
  sent: string[];
  write: (name: string, notifies?: boolean) => Promise<void>;
} {
  const clock = virtualClock(0);
  const pace = new Pace(clock);
  const sent: string[] = [];
  const write = (name: string, notifies = false): Promise<void> =>
    pace.write(notifies, 'POST /x', () => {
      sent.push(`${name}@${clock.now()}`);
      return Promise.resolve();
    });
  return { clock, pace, sent, write };
}

describe('writes', () => {
  test('the first goes out at once, also after a rest', async () => {
    const { clock, sent, write } = paced();
    await write('a');
    clock.advance(60_000);
    await write('b', true);
    expect(sent).toEqual(['a@0', 'b@60000']);
    expect(clock.waits).toEqual([]);
  });

  test('are a second apart', async () => {
    const { sent, write } = paced();
    await Promise.all([write('a'), write('b'), write('c')]);
    expect(sent).toEqual(['a@0', 'b@1000', 'c@2000']);
  });

  test('those that notify are three seconds apart, others between them one', async () => {
    const { sent, write } = paced();
    await Promise.all([write('review', true), write('check'), write('review 2', true), write('check 2')]);
    expect(sent).toEqual(['review@0', 'check@1000', 'review 2@3000', 'check 2@4000']);
  });

  test('are serial: the next one starts when the last has ended', async () => {
    const clock = virtualClock(0);
    const pace = new Pace(clock);
    const first = Promise.withResolvers<string>();
    const order: string[] = [];
    const one = pace.write(false, 'x', async () => {
      order.push('one starts');
      await first.promise;
      order.push('one ends');
    });
    const two = pace.write(false, 'x', () => Promise.resolve(order.push('two starts')));
    first.resolve('');
    await Promise.all([one, two]);
    expect(order).toEqual(['one starts', 'one ends', 'two starts']);
  });

  test('a failed one does not stop the next', async () => {
    const { pace, sent, write } = paced();
    await expect(pace.write(false, 'x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await write('a');
    expect(sent).toEqual(['a@1000']);
  });
});

test('an hour holds no more notifications than our share', async () => {
  const { clock, sent, write } = paced();
  for (let i = 0; i < notifyingWritesPerHour; i++) await write('n', true);
  const error = await write('one too many', true).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RateLimited);
  expect((error as RateLimited).retryAt.getTime()).toBe(3_600_000);
  expect(sent).toHaveLength(notifyingWritesPerHour);
  await write('but others go out');
  clock.advance(3_600_000 - clock.now() + 1);
  await write('the hour is over', true);
  expect(sent).toHaveLength(notifyingWritesPerHour + 2);
});

describe('a pace', () => {
  const limit = (at: number): RateLimited =>
    new RateLimited({ route: 'x', status: 429, requestId: undefined, reason: 'limit' }, new Date(at));

  test('held by a limit refuses reads and writes until it is over, the longest of several', async () => {
    const { clock, pace, sent, write } = paced();
    await pace.hold(limit(5_000));
    await pace.hold(limit(2_000));
    await expect(pace.read('GET /x', () => Promise.resolve())).rejects.toBeInstanceOf(RateLimited);
    await expect(write('a')).rejects.toBeInstanceOf(RateLimited);
    clock.advance(5_000);
    await write('b');
    expect(sent).toEqual(['b@5000']);
  });

  test('is idle an hour after its last use, unless a limit lasts', async () => {
    const { clock, pace, write } = paced();
    await write('a');
    expect(pace.idle).toBe(false);
    clock.advance(3_600_001);
    expect(pace.idle).toBe(true);
    await pace.hold(limit(clock.now() + 1_000));
    expect(pace.idle).toBe(false);
  });
});
