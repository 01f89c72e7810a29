import type { Actor } from './auth.ts';

/** An installation's primary limits, REST and GraphQL alike (contract section 7). */
const LIMIT = 5000;
const WINDOW_MS = 3_600_000;

interface Window {
  used: number;
  resetAt: number;
}

/** Counts the calls of each actor and gives the `x-ratelimit-*` headers that every answer carries. */
export function createLimits(
  now: () => number,
): (actor: Actor | undefined, resource: 'core' | 'graphql') => Record<string, string> {
  const windows = new Map<string, Window>();
  return (actor, resource) => {
    const who = actor?.kind === 'token' ? actor.token.account.login : (actor?.kind ?? 'nobody');
    const key = `${resource} ${who}`;
    let window = windows.get(key);
    if (window === undefined || window.resetAt <= now()) {
      window = { used: 0, resetAt: now() + WINDOW_MS };
      windows.set(key, window);
    }
    window.used += 1;
    return {
      'x-ratelimit-limit': String(LIMIT),
      'x-ratelimit-remaining': String(Math.max(0, LIMIT - window.used)),
      'x-ratelimit-used': String(window.used),
      'x-ratelimit-reset': String(Math.ceil(window.resetAt / 1000)),
      'x-ratelimit-resource': resource,
    };
  };
}
