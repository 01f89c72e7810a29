import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PGlite } from '@electric-sql/pglite';
import { fromPglite, type ConstructorOptions } from 'pg-boss';

/** Where the queue lives: a folder of ours, or a PostgreSQL server that several processes may share. */
export type Location = { readonly directory: string } | { readonly url: string };

export interface Database {
  /** What pg-boss needs to use it. */
  readonly connection: ConstructorOptions;
  close(): Promise<void>;
}

/** Connections of one process: workers, webhooks and the listener share them. */
const poolSize = 5;

/** Throws when the folder cannot be made, or is in use by another process. */
export async function openDatabase(location: Location): Promise<Database> {
  if ('url' in location) {
    return { connection: { connectionString: location.url, max: poolSize }, close: () => Promise.resolve() };
  }
  const unlock = lock(location.directory);
  try {
    const pglite = await PGlite.create(join(location.directory, 'queue'), { relaxedDurability: false });
    return {
      connection: { db: fromPglite(pglite), backend: 'pglite' },
      close: async () => {
        await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw new Error(`The embedded database in ${location.directory} cannot be opened.`, { cause: error });
  }
}

/**
 * Takes a folder for this process; a second opener of an embedded database would silently lose writes. The kernel drops
 * the lock with its holder, so a killed process leaves nothing stale. Returns the release.
 */
export function lock(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new Error(`The data directory ${directory} cannot be made.`, { cause: error });
  }
  const file = join(directory, 'lock');
  const held = openLock(file);
  try {
    held.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    held.close();
    const message = `The data directory ${directory} is in use by another process. Stop it, or give this one its own DATA_DIR.`;
    throw new Error(message, { cause: error });
  }
  return () => {
    held.close();
  };
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    const what = existsSync(file) ? 'is no lock file of ours' : 'cannot be written';
    throw new Error(`${file} ${what}.`, { cause: error });
  }
}
