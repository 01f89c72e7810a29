import type { Cache, PullRef } from './ports.ts';

const days = 86_400;

/** Longer than that, few pull requests stay open; what is forgotten leaves a thread that nobody resolves. */
const kept = 90 * days;

/**
 * Where we have said something. Only a hint that saves a call: without it, every pull request that changes no Dockerfile
 * would have to be asked for threads of an earlier push that did. GitHub knows the truth.
 */
export interface Spoken {
  has(pull: PullRef): Promise<boolean>;
  add(pull: PullRef): Promise<void>;
}

export function spokenIn(cache: Cache): Spoken {
  return {
    has: async (pull) => (await cache.get(keyOf(pull))) !== undefined,
    add: (pull) => cache.set(keyOf(pull), '1', kept),
  };
}

/** Nothing is known. */
export const spokenNowhere: Spoken = { has: () => Promise.resolve(false), add: () => Promise.resolve() };

function keyOf({ repository: { owner, name, id }, number }: PullRef): string {
  return `spoken:${id ?? `${owner}/${name}`.toLowerCase()}#${number}`;
}
