interface Waiting<T> {
  readonly item: T;
  readonly done: PromiseWithResolvers<undefined>;
}

/**
 * Makes one write of many: what comes while a write is under way is written together when it has ended. So a burst costs
 * a few round trips to the database, and one alone waits for nobody.
 */
export class Grouped<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #writing = false;

  /** `write` gets the items in the order in which they came. */
  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the item's own group has been written; throws what its write threw. */
  add(item: T): Promise<void> {
    const done = Promise.withResolvers<undefined>();
    this.#waiting.push({ item, done });
    if (!this.#writing) void this.#writeAll();
    return done.promise;
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    // Whoever adds in the same turn belongs to the first group already.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(group.map(({ item }) => item));
        for (const { done } of group) done.resolve(undefined);
      } catch (error) {
        for (const { done } of group) done.reject(error);
      }
    }
    this.#writing = false;
  }
}
