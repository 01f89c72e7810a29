import type { Cache } from '../jobs/ports.ts';

/** Runs SQL, as pg-boss's connection does. */
export type Execute = (
  sql: string,
  values?: unknown[],
) => Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;

/** Made once; the lock lets several processes start at the same time. Number: any that nobody else uses. */
const create = `BEGIN;
  SELECT pg_advisory_xact_lock(7205759403);
  CREATE SCHEMA IF NOT EXISTS dockerfile_review;
  CREATE TABLE IF NOT EXISTS dockerfile_review.cache (
    key text PRIMARY KEY,
    value text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS cache_expires_at ON dockerfile_review.cache (expires_at);
  COMMIT;`;

const select = 'SELECT value FROM dockerfile_review.cache WHERE key = $1 AND expires_at > now()';

/** What has expired goes with each write, so the table holds little more than what is in use. */
const upsert = `WITH expired AS (DELETE FROM dockerfile_review.cache WHERE expires_at <= now() AND key <> $1)
  INSERT INTO dockerfile_review.cache (key, value, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;

/** Makes its table when there is none. Throws what the database throws. */
export async function openCache(execute: Execute): Promise<Cache> {
  const { rows } = await execute(`SELECT to_regclass('dockerfile_review.cache_expires_at') IS NOT NULL AS there`);
  if (rows[0]?.['there'] !== true) await execute(create);
  return {
    async get(key) {
      const found = await execute(select, [key]);
      const value = found.rows[0]?.['value'];
      return typeof value === 'string' ? value : undefined;
    },
    async set(key, value, seconds) {
      await execute(upsert, [key, value, seconds]);
    },
  };
}
