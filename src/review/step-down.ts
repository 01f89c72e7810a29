import type { Placed } from './model.ts';
import type { Said } from './standing.ts';

const why = 'GitHub takes no comment on these lines';

/**
 * A comment whose place GitHub refused, now or in an earlier review, one step down the ladder: into the review's body. An
 * earlier refusal shows in what the body says and no thread does; to try each push anew would cost calls each push.
 */
export function stepDown(
  placed: Placed,
  { inBodies, inThreads }: Said,
  refused: ReadonlySet<string> = new Set(),
): Placed {
  const isRefused = (print: string): boolean => refused.has(print) || (inBodies.has(print) && !inThreads.has(print));
  if (placed.at !== 'inline' || !placed.fingerprints.every(isRefused)) return placed;
  const { on, suggestion, ...rest } = placed;
  // The lines of a cure in another file say nothing below this one's name.
  const shown =
    on === undefined && suggestion !== undefined ? { ...suggestion, blocked: suggestion.blocked ?? why } : undefined;
  return { ...rest, at: 'file', suggestion: shown };
}
