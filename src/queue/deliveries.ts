import type { Execute } from './schema.ts';

/**
 * Longer than GitHub keeps deliveries, and so can send one again: 3 days, 7 on Enterprise Server.
 * https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
 */
const keptDays = 8;

const insert = `WITH old AS (DELETE FROM dockerfile_review.deliveries WHERE done_at < now() - interval '${keptDays} days')
  INSERT INTO dockerfile_review.deliveries (guid) VALUES ($1) ON CONFLICT DO NOTHING`;

const select = 'SELECT guid FROM dockerfile_review.deliveries WHERE guid = ANY($1::text[])';

/**
 * The deliveries whose jobs have come to an end. A redelivery has the GUID of its original, so a delivery counts when it
 * is done, not when it is received: what was lost on the way must be let in again.
 */
export interface DoneDeliveries {
  record(guid: string): Promise<void>;
  among(guids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Over the table of schema.ts. Its methods throw what the database throws. */
export function doneDeliveries(execute: Execute): DoneDeliveries {
  return {
    async record(guid) {
      await execute(insert, [guid]);
    },
    async among(guids) {
      const { rows } = await execute(select, [guids]);
      return new Set(rows.map(({ guid }) => String(guid)));
    },
  };
}
