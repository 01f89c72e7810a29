import type { Cache } from '../jobs/ports.ts';
import type { Execute } from './schema.ts';

const select = 'SELECT value FROM dockerfile_review.cache WHERE key = $1 AND expires_at > now()';

/** What has expired goes with each write, so the table holds little more than what is in use. */
const upsert = `WITH expired AS (DELETE FROM dockerfile_review.cache WHERE expires_at <= now() AND key <> $1)
  INSERT INTO dockerfile_review.cache (key, value, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;

/** Over the table of schema.ts. Its methods throw what the database throws. */
export function createCache(execute: Execute): Cache {
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
