/** What can become of a webhook on its way (contract section 1): GitHub promises neither order nor arrival. */
export interface DeliveryFault {
  /** `pull_request`, `pull_request.opened` or `*`. */
  readonly event: string;
  /** How often; once unless told. */
  readonly times?: number;
  /**
   * `lose`: it is logged as failed, and the App heard nothing. `vanish`: not even the log knows it. `duplicate`: it comes
   * twice with one GUID. `hold`: it waits for `release`.
   */
  readonly kind: 'lose' | 'vanish' | 'duplicate' | 'hold';
}

export type ReleaseOrder = 'as sent' | 'reversed' | 'shuffled';

export interface DeliveryFaults {
  add(fault: DeliveryFault): void;
  /** The fault that strikes this event, used up by asking. */
  strike(event: string, action: string | null): DeliveryFault['kind'] | undefined;
  hold(deliver: () => Promise<unknown>): void;
  /** Sends all that was held, one after the other; `seed` makes a shuffle repeatable. */
  release(order?: ReleaseOrder, seed?: number): Promise<void>;
}

export function createDeliveryFaults(): DeliveryFaults {
  const faults: { fault: DeliveryFault; used: number }[] = [];
  const held: (() => Promise<unknown>)[] = [];
  return {
    add(fault) {
      faults.push({ fault, used: 0 });
    },
    strike(event, action) {
      const names = ['*', event, `${event}.${action ?? ''}`];
      const due = faults.find(({ fault, used }) => names.includes(fault.event) && used < (fault.times ?? 1));
      if (due === undefined) return undefined;
      due.used += 1;
      return due.fault.kind;
    },
    hold(deliver) {
      held.push(deliver);
    },
    async release(order = 'as sent', seed = 1) {
      const all = held.splice(0);
      const ordered = order === 'reversed' ? all.toReversed() : order === 'shuffled' ? shuffled(all, seed) : all;
      for (const deliver of ordered) await deliver();
    },
  };
}

/** Fisher and Yates, by a small generator of its own: the same seed gives the same order. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const copy = [...items];
  let state = seed >>> 0 || 1;
  for (let last = copy.length - 1; last > 0; last -= 1) {
    // https://www.jstatsoft.org/article/view/v008i14 (xorshift, 32 bits)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    [copy[last], copy[other]] = [copy[other] as Item, copy[last] as Item];
  }
  return copy;
}
