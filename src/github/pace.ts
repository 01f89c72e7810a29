import type { Shared } from '../jobs/ports.ts';
import { book, emptyBudget, holdBack, holdOf, type Budget, type Hold } from './budget.ts';
import { systemClock, type Clock } from './clock.ts';
import { RateLimited } from './errors.ts';

const hour = 3_600_000;

/** How long a look at what the other processes know counts, for reads. A write looks each time. */
const lookAgainAfter = 5_000;

/**
 * The pace of one installation. Writes go out one after the other, at least a second apart, those that notify people
 * three seconds apart; who has not written lately does not wait. After a rate limit nothing goes out until it is over:
 * every call is refused with the same time. What is booked and what is held is shared with the other processes.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #budget: Shared<Budget>;
  #tail: Promise<unknown> = Promise.resolve();
  #limit: RateLimited | undefined;
  #waiting = 0;
  #lastUse: number;
  #lastLook = -Infinity;

  constructor(clock: Clock = systemClock, budget: Shared<Budget> = ownBudget(clock)) {
    this.#clock = clock;
    this.#budget = budget;
    this.#lastUse = clock.now();
  }

  /** Whether nothing of it is worth keeping: no use within the hour, no limit, nobody waiting. */
  get idle(): boolean {
    const now = this.#clock.now();
    const limited = this.#limit !== undefined && this.#limit.retryAt.getTime() > now;
    return this.#waiting === 0 && !limited && this.#lastUse < now - hour;
  }

  /** Throws RateLimited while a limit lasts. */
  async read<T>(route: string, send: () => Promise<T>): Promise<T> {
    this.#refuse();
    if (this.#lastLook + lookAgainAfter <= this.#clock.now()) await this.#look(route);
    this.#lastUse = this.#clock.now();
    return send();
  }

  /** Waits for its turn. Throws RateLimited while a limit lasts, or when the hour's share of notifications is used up. */
  write<T>(notifies: boolean, route: string, send: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#tail.then(async () => {
      this.#waiting -= 1;
      this.#refuse();
      const early = await this.#book(notifies, route);
      if (early > 0) await this.#clock.wait(early);
      this.#refuse();
      this.#lastUse = this.#clock.now();
      return send();
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Nothing goes out before `limit.retryAt`, from no process. */
  async hold(limit: RateLimited): Promise<void> {
    if (this.#limit === undefined || limit.retryAt > this.#limit.retryAt) this.#limit = limit;
    const wait = limit.retryAt.getTime() - this.#clock.now();
    await this.#budget.change((budget = emptyBudget, now) => {
      return { value: holdBack(budget, { until: now + wait, reason: limit.reason }), answer: undefined };
    });
  }

  /** How many milliseconds the booked turn is away. */
  async #book(notifies: boolean, route: string): Promise<number> {
    const { booked, now } = await this.#budget.change((value = emptyBudget, now) => {
      const { budget, booked } = book(value, notifies, now);
      return { value: budget, answer: { booked, now } };
    });
    if ('until' in booked) throw this.#limited(booked, now, route);
    return booked.at - now;
  }

  async #look(route: string): Promise<void> {
    this.#lastLook = this.#clock.now();
    const { value = emptyBudget, now } = await this.#budget.look();
    const hold = holdOf(value, now);
    if (hold !== undefined) throw this.#limited(hold, now, route);
  }

  #limited({ until, reason }: Hold, now: number, route: string): RateLimited {
    const retryAt = new Date(this.#clock.now() + until - now);
    return new RateLimited({ route, status: undefined, requestId: undefined, reason }, retryAt);
  }

  #refuse(): void {
    if (this.#limit === undefined) return;
    if (this.#limit.retryAt.getTime() > this.#clock.now()) throw this.#limit;
    this.#limit = undefined;
  }
}

/** A budget that no other process shares. */
function ownBudget(clock: Clock): Shared<Budget> {
  let budget: Budget | undefined;
  return {
    change: (change) => {
      const { value, answer } = change(budget, clock.now());
      budget = value;
      return Promise.resolve(answer);
    },
    look: () => Promise.resolve({ value: budget, now: clock.now() }),
  };
}
