import { systemClock, type Clock } from './clock.ts';
import { RateLimited } from './errors.ts';
import { betweenNotifyingWrites, betweenWrites, notifyingWritesPerHour } from './limits.ts';

const hour = 3_600_000;

/**
 * The pace of one installation, shared by all its clients. Writes go out one after the other, at least a second apart,
 * those that notify people three seconds apart; who has not written lately does not wait. After a rate limit nothing
 * goes out until it is over: every call is refused with the same time.
 */
export class Pace {
  readonly #clock: Clock;
  #tail: Promise<unknown> = Promise.resolve();
  #lastWrite = -Infinity;
  #notified: number[] = [];
  #limit: RateLimited | undefined;
  #waiting = 0;
  #lastUse: number;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
    this.#lastUse = clock.now();
  }

  /** Whether nothing of it is worth keeping: no use within the hour, no limit, nobody waiting. */
  get idle(): boolean {
    const now = this.#clock.now();
    const limited = this.#limit !== undefined && this.#limit.retryAt.getTime() > now;
    return this.#waiting === 0 && !limited && this.#lastUse < now - hour;
  }

  /** Throws RateLimited while a limit lasts. */
  async read<T>(send: () => Promise<T>): Promise<T> {
    this.#refuse();
    this.#lastUse = this.#clock.now();
    return send();
  }

  /** Waits for its turn. Throws RateLimited while a limit lasts, or when the hour's share of notifications is used up. */
  write<T>(notifies: boolean, route: string, send: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#tail.then(async () => {
      this.#waiting -= 1;
      const early = this.#due(notifies) - this.#clock.now();
      if (early > 0) await this.#clock.wait(early);
      this.#refuse();
      if (notifies) this.#spend(route);
      this.#lastWrite = this.#lastUse = this.#clock.now();
      return send();
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Nothing goes out before `limit.retryAt`. */
  hold(limit: RateLimited): void {
    if (this.#limit === undefined || limit.retryAt > this.#limit.retryAt) this.#limit = limit;
  }

  #due(notifies: boolean): number {
    const afterWrite = this.#lastWrite + betweenWrites;
    const lastNotified = this.#notified.at(-1);
    return notifies && lastNotified !== undefined
      ? Math.max(afterWrite, lastNotified + betweenNotifyingWrites)
      : afterWrite;
  }

  #refuse(): void {
    if (this.#limit === undefined) return;
    if (this.#limit.retryAt.getTime() > this.#clock.now()) throw this.#limit;
    this.#limit = undefined;
  }

  #spend(route: string): void {
    const now = this.#clock.now();
    this.#notified = this.#notified.filter((time) => time > now - hour);
    const [oldest] = this.#notified;
    if (oldest !== undefined && this.#notified.length >= notifyingWritesPerHour) {
      const reason = `our own limit of ${notifyingWritesPerHour} content-creating calls an hour is reached`;
      throw new RateLimited({ route, status: undefined, requestId: undefined, reason }, new Date(oldest + hour));
    }
    this.#notified.push(now);
  }
}
