import type { Shared } from '../jobs/ports.ts';
import type { Execute } from './schema.ts';

const now = `extract(epoch FROM clock_timestamp()) * 1000`;

const select = `SELECT ${now} AS now, version, budget FROM (SELECT 1) AS one
  LEFT JOIN dockerfile_review.budgets ON installation = $1`;

/** Writes only when nobody else has written since. What was not used for a day goes with it: nothing in it still counts. */
const upsert = `WITH old AS (
    DELETE FROM dockerfile_review.budgets WHERE used_at < now() - interval '1 day' AND installation <> $1
  )
  INSERT INTO dockerfile_review.budgets AS mine (installation, version, budget) VALUES ($1, 1, $3::jsonb)
  ON CONFLICT (installation) DO UPDATE SET version = mine.version + 1, budget = excluded.budget, used_at = now()
    WHERE mine.version = $2
  RETURNING version`;

interface Read<Value> {
  readonly value: Value | undefined;
  readonly now: number;
  readonly version: number;
}

/**
 * A value for each installation, over the table of schema.ts; what is in it is the caller's business. Its methods throw
 * what the database throws.
 */
export function sharedOf<Value extends object>(execute: Execute, installation: number): Shared<Value> {
  const read = async (): Promise<Read<Value>> => {
    const { rows } = await execute(select, [installation]);
    const { now: at, version, budget } = rows[0] ?? {};
    return { value: (budget as Value | null) ?? undefined, now: Number(at), version: Number(version ?? 0) };
  };
  return {
    async change(change) {
      for (;;) {
        const { value, now: at, version } = await read();
        const changed = change(value, at);
        const written = await execute(upsert, [installation, version, JSON.stringify(changed.value)]);
        if (written.rows.length > 0) return changed.answer;
      }
    },
    look: read,
  };
}
