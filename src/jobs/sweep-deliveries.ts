import type { SweepDeliveries } from './job.ts';
import type { AppHost, Cache, Delivery, Log } from './ports.ts';
import type { EnqueueLater } from './reconcile.ts';

export interface SweepServices {
  readonly app: AppHost;
  readonly cache: Cache;
  /** `pull_request.opened`: the events that make a job. Only they are asked for again. */
  readonly handled: ReadonlySet<string>;
  readonly enqueueLater: EnqueueLater;
  readonly log: Log;
}

export interface Swept {
  readonly kind: 'swept';
  readonly looked: number;
  readonly redelivered: number;
}

/** Deliveries are listed by the time of their end and may come into the list late. */
const overlap = 10 * 60_000;
/** Pages of a hundred; GitHub keeps three days. */
const mostPages = 100;
/** One a second goes out, and a job has five minutes. */
const mostRedeliveries = 100;
const mostTries = 5;
const days = 86_400;

/**
 * GitHub never sends a failed webhook again by itself
 * (https://docs.github.com/webhooks/using-webhooks/handling-failed-webhook-deliveries). Reads the list back to where the
 * last sweep began, and asks again for each event of ours of which no attempt was answered; the rest of very many is a job
 * of its own. Throws what the host throws; then the next sweep begins where this one did.
 */
export async function sweepDeliveries(job: SweepDeliveries, services: SweepServices): Promise<Swept> {
  const { app, cache, handled, log } = services;
  const from = Number((await cache.get('sweep')) ?? 0);
  const seen = await deliveriesSince(app, from - overlap);
  const lost = lostAmong(seen).filter(({ event }) => handled.has(event));
  const now = lost.slice(0, mostRedeliveries);
  let redelivered = 0;
  for (const delivery of now) if (await redeliver(delivery, services)) redelivered += 1;
  const isUnfinished = lost.length > now.length;
  const reached = isUnfinished ? (now.at(-1)?.at ?? from) : Math.max(from, ...seen.map(({ at }) => at));
  await cache.set('sweep', String(reached), 8 * days);
  if (isUnfinished) await services.enqueueLater({ ...job, delivery: `${job.delivery}+` });
  if (lost.length > 0) log.warn({ lost: lost.length, redelivered }, 'webhooks were lost and are asked for again');
  return { kind: 'swept', looked: seen.length, redelivered };
}

/** The newest first. */
async function deliveriesSince(app: AppHost, since: number): Promise<readonly Delivery[]> {
  const seen: Delivery[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { deliveries, next } = await app.deliveries(cursor);
    seen.push(...deliveries.filter(({ at }) => at >= since));
    if (next === undefined || deliveries.some(({ at }) => at < since)) break;
    cursor = next;
  }
  return seen;
}

/** The newest attempt of each event that was never answered, the oldest event first. */
function lostAmong(newestFirst: readonly Delivery[]): readonly Delivery[] {
  const answered = new Set(newestFirst.filter(({ isAnswered }) => isAnswered).map(({ guid }) => guid));
  const newest = new Map(newestFirst.toReversed().map((delivery) => [delivery.guid, delivery]));
  return [...newest.values()].filter(({ guid }) => !answered.has(guid));
}

/** false when it was asked for often enough. */
async function redeliver({ id, guid, event }: Delivery, { app, cache, log }: SweepServices): Promise<boolean> {
  const key = `redelivered:${guid}`;
  const tries = Number((await cache.get(key)) ?? 0);
  if (tries >= mostTries) {
    log.error({ guid, event, tries }, 'a webhook is lost: no redelivery of it was answered');
    return false;
  }
  await cache.set(key, String(tries + 1), 8 * days);
  await app.redeliver(id);
  return true;
}
