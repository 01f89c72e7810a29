import type { Placed } from './model.ts';
import type { Caps } from './caps.ts';
import { rankOf, worstOf } from './severity.ts';
import type { Said } from './standing.ts';

/** What is said where, after what was said before and the caps. No placed finding is lost. */
export interface Chosen {
  /** New comments, by path, the lowest lines first: applied in this order, suggestions do not shift each other. */
  readonly comments: readonly Placed[];
  /** In the standing summary, old and new. */
  readonly inBody: readonly Placed[];
  /** Said in threads by an earlier review, and still true. */
  readonly standing: readonly Placed[];
  /** Worth a comment, but beyond the cap. */
  readonly beyond: readonly Placed[];
  /** Annotations, and what only the check run's list says. */
  readonly quiet: readonly Placed[];
}

/**
 * The most severe findings get the comments. Open comments of earlier reviews that still hold count too: a push must not
 * bring out the next thirty while nobody has touched the first.
 */
export function choose(placed: readonly Placed[], said: Said, { comments: most }: Caps): Chosen {
  const spoken = placed.filter(({ at }) => at === 'inline' || at === 'file');
  const standing = spoken.filter(({ fingerprints }) => fingerprints.every((print) => said.inThreads.has(print)));
  const isStanding = new Set(standing);
  const unsaid = spoken.filter((one) => !isStanding.has(one)).map((one) => withoutSaid(one, said.inThreads));
  const fresh = unsaid.filter(({ findings }) => worstOf(findings) !== 'info');
  const notes = unsaid.filter(({ findings }) => worstOf(findings) === 'info');
  const open = standing.filter(({ fingerprints }) => fingerprints.some((print) => said.open.has(print))).length;
  const pick = (at: Placed['at'], room: number): readonly Placed[] =>
    mostSevere(fresh.filter((one) => one.at === at)).slice(0, Math.max(0, room));
  const comments = pick('inline', most - open);
  const inBody = pick('file', most);
  const picked = new Set([...comments, ...inBody]);
  return {
    comments: [...comments].sort((a, b) => compare(a.on ?? a.path, b.on ?? b.path) || b.lines.last - a.lines.last),
    inBody: [...inBody].sort((a, b) => comparePaths(a, b) || a.line - b.line),
    standing,
    beyond: mostSevere(fresh.filter((one) => !picked.has(one))),
    quiet: [...placed.filter(({ at }) => at === 'annotation' || at === 'summary'), ...notes],
  };
}

/** A finding that was said is not said again when a new one joins it on its instruction. */
function withoutSaid(placed: Placed, said: ReadonlySet<string>): Placed {
  const isNew = placed.fingerprints.map((print) => !said.has(print));
  return {
    ...placed,
    findings: placed.findings.filter((_, index) => isNew[index]),
    fingerprints: placed.fingerprints.filter((_, index) => isNew[index]),
  };
}

function mostSevere(placed: readonly Placed[]): readonly Placed[] {
  const rank = ({ findings }: Placed): number => rankOf(worstOf(findings));
  return [...placed].sort((a, b) => rank(a) - rank(b) || comparePaths(a, b) || a.line - b.line);
}

function comparePaths(a: Placed, b: Placed): number {
  return compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
