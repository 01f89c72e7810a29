import { randomUUID } from 'node:crypto';
import type { JobInsert, PgBoss } from 'pg-boss';
import { keyOf, type Job } from '../jobs/job.ts';
import type { DoneDeliveries } from './deliveries.ts';
import type { Entry } from './entry.ts';

/** The name of pg-boss's queue for our jobs, and of that for those which were given up. */
export const jobs = 'jobs';
export const failures = 'failures';

/** How a job stands in line. `soon`: somebody waits for it. `background`: after all of those. */
export type Urgency = 'soon' | 'background';

export interface Wanted {
  readonly job: Job;
  readonly urgency: Urgency;
}

type Insert = JobInsert<Entry> & { readonly id: string; readonly data: Entry; readonly singletonKey: string };

/**
 * Stores jobs, all in one statement but those that replace a waiting one. The last of each key counts. A delivery whose
 * job has come to its end is not done again.
 */
export async function store(boss: PgBoss, done: DoneDeliveries, wanted: readonly Wanted[]): Promise<void> {
  const known = await done.among(wanted.map(({ job }) => job.delivery));
  const fresh = wanted.filter(({ job }) => !known.has(job.delivery));
  const inserts = [...new Map(fresh.map((each) => [keyOf(each.job), insertOf(each)])).values()];
  if (inserts.length === 0) return;
  const stored = new Set(await boss.insert(jobs, inserts, { returnId: true }));
  for (const insert of inserts) if (!stored.has(insert.id)) await replace(boss, insert);
}

function insertOf({ job, urgency }: Wanted): Insert {
  return {
    id: randomUUID(),
    data: { job, tries: 0, postponed: 0 },
    singletonKey: keyOf(job),
    priority: urgency === 'soon' ? 0 : -1,
    ...groupOf(job),
  };
}

/** A job of this key waits already: it becomes this one, and due at once. */
async function replace(boss: PgBoss, { id: _, data, ...options }: Insert): Promise<void> {
  await boss.upsert(jobs, data, { ...options, startAfter: new Date() });
}

/** Jobs of one installation are a group, of which only a few are active at once: no burst makes the others wait. */
export function groupOf(job: Job): { readonly group?: { readonly id: string } } {
  return 'installationId' in job ? { group: { id: String(job.installationId) } } : {};
}
