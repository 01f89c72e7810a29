import { PgBoss, type JobResult, type JobWithMetadata } from 'pg-boss';
import { keyOf, type Job, type RepositoryRef } from '../jobs/job.ts';
import type { Cache, Shared } from '../jobs/ports.ts';
import { createCache } from './cache.ts';
import { openDatabase, type Database, type Location } from './database.ts';
import { deadLettersIn, reasonIn, type DeadLetters } from './dead-letters.ts';
import { doneDeliveries, type DoneDeliveries } from './deliveries.ts';
import { nextOf, type Entry, type Verdict } from './entry.ts';
import { Grouped } from './grouped.ts';
import { createTables, type Execute } from './schema.ts';
import { sharedOf } from './shared.ts';
import { defaultCalm, failures, forget, groupOf, jobs, store, type Calm, type Urgency, type Wanted } from './store.ts';
import { within } from './within.ts';

export type Outcome = 'done' | 'later' | 'dropped' | 'failed';

/** One try of a job; `error` is what its handler threw. */
export interface Ended {
  readonly job: Job;
  readonly outcome: Outcome;
  readonly error: unknown;
  readonly seconds: number;
}

/** Jobs by state; `failed` are those that were given up and whose failure nobody has been told yet, `dead` all of them. */
export interface Counts {
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
  readonly dead: number;
}

export interface QueueOptions {
  readonly location: Location;
  /** Judges what a handler threw. */
  readonly judge: (error: unknown) => Verdict;
  /** How a given-up job's error is kept for whoever reports it; by default its message. */
  readonly reasonOf?: (error: unknown) => string;
  /** Told of every handler's end. */
  readonly onOutcome?: (ended: Ended) => void;
  /** Trouble of the database or of pg-boss, outside of any job. */
  readonly onTrouble: (level: 'warn' | 'error', trouble: unknown) => void;
  /** Milliseconds before the try that follows so many, for tests. */
  readonly backoff?: (tries: number) => number;
  /** What jobs of one key in a row wait for. */
  readonly calm?: Calm;
}

/**
 * The signal ends the job's time: it took too long, or another process has taken it over. `isRepeated`: an earlier try of
 * it failed or was cut.
 */
export type Handler = (job: Job, signal: AbortSignal, isRepeated: boolean) => Promise<void>;
/** Tells whom it may concern that a job was given up, and why. */
export type FailureHandler = (job: Job, reason: string) => Promise<void>;

const day = 86_400;

/** Jobs of one installation that are worked on at once, in all processes together. */
const activePerInstallation = 2;

/** New jobs wake a worker at once; those that wait for their time, and failures, are found by polling. */
const polling = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 };

/** A webhook must be answered within GitHub's 10 s, and never with success before its job is stored. */
const storeWithin = 8_000;
const answerWithin = 2_000;

/**
 * Durable jobs over pg-boss: at most one waiting and one active per key, the newest waiting one wins. Failed tries come
 * back later as new entries, so that a newer job of the same key starts afresh.
 */
export class Queue {
  readonly #options: QueueOptions;
  readonly #database: Database;
  readonly #boss: PgBoss;
  readonly #execute: Execute = (sql, values) => this.#boss.getDb().executeSql(sql, values);
  readonly #done: DoneDeliveries = doneDeliveries(this.#execute);
  /** What was given up. */
  readonly deadLetters: DeadLetters = deadLettersIn(this.#execute);
  readonly #writes = new Grouped<Wanted>((wanted) => this.#store(wanted));

  private constructor(options: QueueOptions, database: Database) {
    this.#options = options;
    this.#database = database;
    this.#boss = new PgBoss({ ...database.connection, useListenNotify: true, superviseIntervalSeconds: 10 });
    this.#boss.on('error', (error) => {
      options.onTrouble('error', error);
    });
    this.#boss.on('warning', (warning) => {
      options.onTrouble('warn', warning);
    });
  }

  /** Throws when the database cannot be reached or the data directory is taken. */
  static async open(options: QueueOptions): Promise<Queue> {
    const database = await openDatabase(options.location);
    const queue = new Queue(options, database);
    try {
      await queue.#start();
    } catch (error) {
      await queue.stop(0);
      throw error;
    }
    return queue;
  }

  async #start(): Promise<void> {
    await this.#boss.start();
    await createTables(this.#execute);
    await this.#boss.createQueue(failures, {
      retryLimit: 3,
      retryDelay: 60,
      retentionSeconds: 14 * day,
      deleteAfterSeconds: 14 * day,
    });
    // pg-boss's own retries only count processes that died over a job, found by their missing heartbeat.
    await this.#boss.createQueue(jobs, {
      policy: 'stately',
      notify: true,
      deadLetter: failures,
      retryLimit: 2,
      expireInSeconds: 300,
      heartbeatSeconds: 20,
      retentionSeconds: 14 * day,
      deleteAfterSeconds: 2 * day,
    });
  }

  /**
   * The job is on disk when this resolves. It replaces the waiting job of its key, if any; nothing is stored when a job of
   * the same delivery is done already. Throws when it takes too long.
   */
  async enqueue(job: Job, urgency: Urgency = 'soon'): Promise<void> {
    await within(storeWithin, this.#writes.add({ job, urgency }), 'The job could not be stored in time.');
  }

  #store(wanted: readonly Wanted[]): Promise<void> {
    const { calm = defaultCalm } = this.#options;
    return store({ boss: this.#boss, execute: this.#execute, done: this.#done, calm }, wanted, Date.now());
  }

  /** Drops what waits for a pull request that was closed; what is under way sees that itself. */
  async forget(repository: RepositoryRef, number: number): Promise<void> {
    await within(storeWithin, forget(this.#execute, repository, number), 'The database did not answer in time.');
  }

  /** Starts so many workers. */
  async work(concurrency: number, handler: Handler): Promise<void> {
    const groupConcurrency = activePerInstallation;
    await this.#workers(jobs, concurrency, { groupConcurrency }, (job) => this.#handle(job, handler));
  }

  /** Hears of every job that was given up; a throw is tried again a few times. */
  async onFailure(handler: FailureHandler): Promise<void> {
    await this.#workers(failures, 1, {}, async ({ id, data, sourceOutput }) => {
      await handler(data.job, reasonIn(sourceOutput));
      return { id, status: 'completed' };
    });
  }

  async counts(): Promise<Counts> {
    const sql = `SELECT name, state, count(*)::int AS n FROM pgboss.job
      WHERE name IN ($1, $2) AND state IN ('created', 'retry', 'active') GROUP BY name, state`;
    const { rows } = await this.#execute(sql, [jobs, failures]);
    const counts = { waiting: 0, active: 0, failed: 0, dead: await this.deadLetters.count() };
    for (const { name, state, n } of rows as { name: string; state: string; n: number }[]) {
      counts[name === failures ? 'failed' : state === 'active' ? 'active' : 'waiting'] += n;
    }
    return counts;
  }

  /** A value of this installation that all processes share. */
  shared<Value extends object>(installationId: number): Shared<Value> {
    return sharedOf(this.#execute, installationId);
  }

  /** A cache in the same database. */
  cache(): Cache {
    return createCache(this.#execute);
  }

  /** Throws when the database does not answer. */
  async check(): Promise<void> {
    await within(answerWithin, this.#execute('SELECT 1'), 'The database does not answer.');
  }

  /** Takes no more jobs, waits for the active ones, then closes. What is still active after `timeout` ms is tried again. */
  async stop(timeout: number): Promise<void> {
    await this.#boss.stop({ graceful: timeout > 0, timeout });
    await this.#database.close();
  }

  async #workers(
    name: string,
    count: number,
    more: { readonly groupConcurrency?: number },
    handle: (job: JobWithMetadata<Entry>) => Promise<JobResult>,
  ): Promise<void> {
    const options = { includeMetadata: true, perJobResults: true, ...polling, ...more } as const;
    for (let i = 0; i < count; i++) {
      const id: string = await this.#boss.work<Entry, undefined, typeof options>(name, options, async (batch) => {
        try {
          return await Promise.all(batch.map(handle));
        } finally {
          // pg-boss rests between two fetches; a worker that found a job looks for the next one at once.
          this.#boss.notifyWorker(id);
        }
      });
    }
  }

  async #handle({ id, data, signal, retryCount }: JobWithMetadata<Entry>, handler: Handler): Promise<JobResult> {
    const start = performance.now();
    const ended = (outcome: Outcome, error?: unknown): void => {
      this.#options.onOutcome?.({ job: data.job, outcome, error, seconds: (performance.now() - start) / 1_000 });
    };
    try {
      await handler(data.job, signal, retryCount + data.tries + data.postponed > 0);
    } catch (error) {
      const { outcome, result } = await this.#afterFailure(data, error);
      ended(outcome, error);
      return { id, ...result };
    }
    await this.#done.record(data.job.delivery);
    ended('done');
    return { id, status: 'completed' };
  }

  async #afterFailure(
    entry: Entry,
    error: unknown,
  ): Promise<{ readonly outcome: Outcome; readonly result: Omit<JobResult, 'id'> }> {
    const { judge, backoff, reasonOf = messageOf } = this.#options;
    const next = nextOf(entry, judge(error), Date.now(), backoff);
    switch (next.kind) {
      case 'later':
        // Nothing is sent when a newer job of this key already waits; then that one speaks for both.
        await this.#boss.send(jobs, next.entry, {
          singletonKey: keyOf(entry.job),
          startAfter: next.at,
          ...groupOf(entry.job),
        });
        return { outcome: 'later', result: { status: 'completed' } };
      case 'drop':
        return { outcome: 'dropped', result: { status: 'completed' } };
      case 'give-up':
        return { outcome: 'failed', result: { status: 'deadletter', output: { message: reasonOf(error) } } };
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
