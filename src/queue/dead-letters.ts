import type { Job } from '../jobs/job.ts';
import type { Execute } from './schema.ts';
import { failures } from './store.ts';

/** A job that was given up. */
export interface DeadLetter {
  readonly id: string;
  readonly job: Job;
  readonly reason: string;
  readonly at: Date;
}

const select = `SELECT id, data, source_output, created_on FROM pgboss.job WHERE name = $1 ORDER BY created_on, id`;
const remove = `DELETE FROM pgboss.job WHERE name = $1 AND id = ANY($2::uuid[])`;
const count = `SELECT count(*)::int AS n FROM pgboss.job WHERE name = $1`;

/** The jobs that were given up in the last two weeks, reported or not. Methods throw what the database throws. */
export interface DeadLetters {
  list(): Promise<readonly DeadLetter[]>;
  remove(ids: readonly string[]): Promise<void>;
  count(): Promise<number>;
}

export function deadLettersIn(execute: Execute): DeadLetters {
  return {
    async list() {
      const { rows } = await execute(select, [failures]);
      return rows.map(({ id, data, source_output: output, created_on: at }) => ({
        id: String(id),
        job: (data as { readonly job: Job }).job,
        reason: reasonIn(output as object | null),
        at: new Date(at as string | Date),
      }));
    },
    async remove(ids) {
      await execute(remove, [failures, ids]);
    },
    async count() {
      const { rows } = await execute(count, [failures]);
      return Number(rows[0]?.['n'] ?? 0);
    },
  };
}

/** What a job's end has stored, or pg-boss about a process that died or took too long. */
export function reasonIn(output: object | null): string {
  if (output !== null && 'message' in output && typeof output.message === 'string') return output.message;
  return 'it was started several times and never came to an end';
}
