import { randomUUID } from 'node:crypto';
import type { JobInsert, PgBoss } from 'pg-boss';
import { keyOf, keysOf, type Job, type RepositoryRef } from '../jobs/job.ts';
import type { DoneDeliveries } from './deliveries.ts';
import type { Entry } from './entry.ts';
import type { Execute } from './schema.ts';

/** The name of pg-boss's queue for our jobs, and of that for those which were given up. */
export const jobs = 'jobs';
export const failures = 'failures';

/** How a job stands in line. `soon`: somebody waits for it. `background`: after all of those. */
export type Urgency = 'soon' | 'background';

export interface Wanted {
  readonly job: Job;
  readonly urgency: Urgency;
}

type Insert = JobInsert<Entry> & {
  readonly id: string;
  readonly data: Entry;
  readonly singletonKey: string;
  readonly startAfter: Date;
};

/** Milliseconds. */
export interface Calm {
  /** A job whose like is under way or waits already starts so long after the last that came. */
  readonly after: number;
  /** But no later than so long after the first of those that wait. */
  readonly atMost: number;
}

/** Many pushes in a row are one review at their beginning and one at their end, not one of each commit between. */
export const defaultCalm: Calm = { after: 3_000, atMost: 15_000 };

/** What there is of a key already: since when a job of it waits; undefined when one is only under way. */
type Standing = ReadonlyMap<string, Date | undefined>;

/**
 * Stores jobs, all in one statement but those that replace a waiting one. The last of each key counts. A delivery whose
 * job has come to its end is not done again.
 */
export async function store(
  { boss, execute, done, calm }: StoreContext,
  wanted: readonly Wanted[],
  now: number,
): Promise<void> {
  const known = await done.among(wanted.map(({ job }) => job.delivery));
  const fresh = wanted.filter(({ job }) => !known.has(job.delivery));
  const inserts = [...new Map(fresh.map((each) => [keyOf(each.job), insertOf(each)])).values()];
  if (inserts.length === 0) return;
  const standing = await standingOf(execute, inserts);
  const [replacing, others] = [[] as Insert[], [] as Insert[]];
  for (const insert of inserts) {
    const timed = { ...insert, startAfter: startOf(insert, standing, calm, now) };
    (standing.get(insert.singletonKey) === undefined ? others : replacing).push(timed);
  }
  const stored = new Set(others.length === 0 ? [] : await boss.insert(jobs, others, { returnId: true }));
  // Another process may have stored one of the same key meanwhile.
  replacing.push(...others.filter(({ id }) => !stored.has(id)));
  for (const insert of replacing) await replace(boss, insert);
}

export interface StoreContext {
  readonly boss: PgBoss;
  readonly execute: Execute;
  readonly done: DoneDeliveries;
  readonly calm: Calm;
}

const select = `SELECT singleton_key, state, created_on FROM pgboss.job
  WHERE name = $1 AND state IN ('created', 'retry', 'active') AND singleton_key = ANY($2::text[])`;

async function standingOf(execute: Execute, inserts: readonly Insert[]): Promise<Standing> {
  const { rows } = await execute(select, [jobs, inserts.map(({ singletonKey }) => singletonKey)]);
  const standing = new Map<string, Date | undefined>();
  for (const { singleton_key: key, state, created_on: at } of rows) {
    const since = state === 'active' ? standing.get(String(key)) : new Date(at as string | Date);
    standing.set(String(key), since);
  }
  return standing;
}

/** At once, unless its like is at hand: then when it has become calm. What people ask for does not wait. */
function startOf({ data: { job }, singletonKey }: Insert, standing: Standing, calm: Calm, now: number): Date {
  if (job.kind !== 'review-pull-request' || !standing.has(singletonKey)) return new Date(now);
  const since = standing.get(singletonKey)?.getTime() ?? now;
  return new Date(Math.max(now, Math.min(now + calm.after, since + calm.atMost)));
}

function insertOf({ job, urgency }: Wanted): Insert {
  return {
    id: randomUUID(),
    data: { job, tries: 0, postponed: 0 },
    singletonKey: keyOf(job),
    priority: urgency === 'soon' ? 0 : -1,
    startAfter: new Date(0),
    ...groupOf(job),
  };
}

/** A job of this key waits already: it becomes this one. */
async function replace(boss: PgBoss, { id: _, data, ...options }: Insert): Promise<void> {
  await boss.upsert(jobs, data, options);
}

/** Jobs of one installation are a group, of which only a few are active at once: no burst makes the others wait. */
export function groupOf(job: Job): { readonly group?: { readonly id: string } } {
  return 'installationId' in job ? { group: { id: String(job.installationId) } } : {};
}

const remove = `DELETE FROM pgboss.job WHERE name = $1 AND state IN ('created', 'retry')
  AND (singleton_key = $2 OR starts_with(singleton_key, $3))`;

/** Drops what waits for a pull request: its review and what people asked for there. */
export async function forget(execute: Execute, repository: RepositoryRef, number: number): Promise<void> {
  const { review, commandsFrom } = keysOf(repository, number);
  await execute(remove, [jobs, review, commandsFrom]);
}
