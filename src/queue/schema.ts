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
  CREATE TABLE IF NOT EXISTS dockerfile_review.deliveries (
    guid text PRIMARY KEY,
    done_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS deliveries_done_at ON dockerfile_review.deliveries (done_at);
  CREATE TABLE IF NOT EXISTS dockerfile_review.budgets (
    installation bigint PRIMARY KEY,
    version bigint NOT NULL,
    budget jsonb NOT NULL,
    used_at timestamptz NOT NULL DEFAULT now()
  );
  COMMIT;`;

/** The newest table: with it all are there. */
const newest = 'dockerfile_review.budgets';

/** Makes our own tables beside those of pg-boss, where there are none. Throws what the database throws. */
export async function createTables(execute: Execute): Promise<void> {
  const { rows } = await execute(`SELECT to_regclass('${newest}') IS NOT NULL AS there`);
  if (rows[0]?.['there'] !== true) await execute(create);
}
