/** The stand-in's only clock. It follows the machine's (or a test's own) and can be put forward. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  advance(milliseconds: number): void;
}

export function createClock(base: () => number = Date.now): Clock {
  let offset = 0;
  return {
    now: () => base() + offset,
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError('The clock only goes forward.');
      offset += milliseconds;
    },
  };
}
