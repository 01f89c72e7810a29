import type { Actor } from './auth.ts';
import { graphLimit, primaryLimit, secondaryLimit } from './limit-answers.ts';
import type { Hurry } from './log.ts';
import type { Answer } from './answer.ts';

/** GitHub's limits of one installation (contract section 7). A test may set its own. */
export interface LimitOptions {
  /** Calls an hour, REST and GraphQL each. */
  readonly core: number;
  readonly graphql: number;
  /** What notifies people: reviews, comments. */
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** Points a minute of one REST operation, and of GraphQL: a read is 1, a write 5. */
  readonly pointsPerMinute: number;
  readonly graphqlPointsPerMinute: number;
  readonly concurrent: number;
  /** Writes that follow each other sooner are kept in `hurries`; GitHub asks for a second between them. */
  readonly spacingMs: number;
}

export const GITHUB_LIMITS: LimitOptions = {
  core: 5000,
  graphql: 5000,
  contentPerMinute: 80,
  contentPerHour: 500,
  pointsPerMinute: 900,
  graphqlPointsPerMinute: 2000,
  concurrent: 100,
  spacingMs: 1000,
};

/** What a call is, as far as limits go. */
export interface Weighed {
  readonly operation: string;
  readonly resource: 'core' | 'graphql';
  readonly writes: boolean;
  /** Counted as content creation. */
  readonly notifies: boolean;
}

export interface Limits {
  /** Counts a call; the answer that GitHub gives instead when it is one too many. */
  gate(actor: Actor, call: Weighed, concurrent: number): Answer | undefined;
  /** An answer 304 costs nothing. */
  refund(actor: Actor, resource: Weighed['resource']): void;
  /** The `x-ratelimit-*` headers of every answer. */
  headers(actor: Actor | undefined, resource: Weighed['resource']): Record<string, string>;
  /** Nothing left until the window ends. */
  exhaust(installationId: number, resource: Weighed['resource']): void;
}

interface Window {
  used: number;
  resetAt: number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** What the secondary limits' `retry-after` says. */
const RETRY_AFTER_S = 60;
/** Two clocks and a network lie between the App's second and ours. */
const JITTER_MS = 50;

export function createLimits(now: () => number, options: LimitOptions, hurries: Hurry[]): Limits {
  const windowOf = createWindows(now);
  const secondary = createSecondary(now, options);
  const watchSpacing = createSpacing(now, options, hurries);
  return {
    gate(actor, call, concurrent) {
      const window = windowOf(whoOf(actor), call.resource);
      window.used += 1;
      const installation = actor.kind === 'token' ? actor.token.installation?.id : undefined;
      if (window.used > options[call.resource]) {
        const reset = Math.ceil(window.resetAt / 1000);
        return call.resource === 'graphql' ? graphLimit(installation, reset) : primaryLimit(installation, reset);
      }
      if (installation === undefined) return undefined;
      if (call.writes) watchSpacing(installation, call);
      if (concurrent > options.concurrent) return secondaryLimit(403, RETRY_AFTER_S);
      return secondary(installation, call);
    },
    refund(actor, resource) {
      windowOf(whoOf(actor), resource).used -= 1;
    },
    headers(actor, resource) {
      const window = windowOf(whoOf(actor), resource);
      const limit = options[resource];
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - window.used)),
        'x-ratelimit-used': String(window.used),
        'x-ratelimit-reset': String(Math.ceil(window.resetAt / 1000)),
        'x-ratelimit-resource': resource,
      };
    },
    exhaust(installationId, resource) {
      windowOf(`installation ${installationId}`, resource).used = options[resource];
    },
  };
}

/** The primary limit's windows: an hour each, from the first call on. */
function createWindows(now: () => number): (who: string, resource: string) => Window {
  const windows = new Map<string, Window>();
  return (who, resource) => {
    const key = `${resource} ${who}`;
    const known = windows.get(key);
    if (known !== undefined && known.resetAt > now()) return known;
    const fresh = { used: 0, resetAt: now() + HOUR };
    windows.set(key, fresh);
    return fresh;
  };
}

/** The secondary limits of one call, in windows that slide. */
function createSecondary(
  now: () => number,
  options: LimitOptions,
): (installation: number, call: Weighed) => Answer | undefined {
  const logs = new Map<string, number[]>();
  /** How much a window holds with this call. */
  const within = (key: string, span: number, weight: number): number => {
    const recent = (logs.get(key) ?? []).filter((at) => at > now() - span);
    for (let count = 0; count < weight; count += 1) recent.push(now());
    logs.set(key, recent);
    return recent.length;
  };
  return (installation, call) => {
    const weight = call.notifies ? 1 : 0;
    const minute = within(`content-minute ${installation}`, MINUTE, weight);
    const hour = within(`content-hour ${installation}`, HOUR, weight);
    if (call.notifies && (minute > options.contentPerMinute || hour > options.contentPerHour)) {
      return secondaryLimit(403, RETRY_AFTER_S, true);
    }
    const isGraph = call.resource === 'graphql';
    const points = within(`${isGraph ? 'graphql' : call.operation} ${installation}`, MINUTE, call.writes ? 5 : 1);
    const most = isGraph ? options.graphqlPointsPerMinute : options.pointsPerMinute;
    return points > most ? secondaryLimit(403, RETRY_AFTER_S) : undefined;
  };
}

/** Notes writes of one installation that follow each other too soon. */
function createSpacing(
  now: () => number,
  options: LimitOptions,
  hurries: Hurry[],
): (installation: number, call: Weighed) => void {
  const lastWrites = new Map<number, { at: number; operation: string }>();
  return (installation, { operation }) => {
    const last = lastWrites.get(installation);
    const gapMs = last === undefined ? Infinity : now() - last.at;
    if (last !== undefined && gapMs < options.spacingMs - JITTER_MS) {
      hurries.push({ at: now(), installation, operation, after: last.operation, gapMs });
    }
    lastWrites.set(installation, { at: now(), operation });
  };
}

/** Each installation has its own budget, whatever token it shows. */
function whoOf(actor: Actor | undefined): string {
  if (actor?.kind !== 'token') return actor?.kind ?? 'nobody';
  const { installation, account } = actor.token;
  return installation === undefined ? account.login : `installation ${installation.id}`;
}
