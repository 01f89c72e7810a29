import type { Placed } from './model.ts';
import type { Caps } from './caps.ts';
import { rankOf, worstOf } from './severity.ts';

/** What is said where, after what was said before and the caps. No placed finding is lost. */
export interface Chosen {
  /** New comments, by path, the lowest lines first: applied in this order, suggestions do not shift each other. */
  readonly comments: readonly Placed[];
  /** New in the review's body. */
  readonly inBody: readonly Placed[];
  /** Said by an earlier review, and still true. */
  readonly standing: readonly Placed[];
  /** Worth a comment, but beyond the cap. */
  readonly beyond: readonly Placed[];
  /** Annotations, and what only the check run's list says. */
  readonly quiet: readonly Placed[];
}

/**
 * The most severe findings get the comments. Comments of earlier reviews that still hold count too: a push must not
 * bring out the next thirty while nobody has touched the first.
 */
export function choose(placed: readonly Placed[], markers: ReadonlySet<string>, { comments: most }: Caps): Chosen {
  const spoken = placed.filter(({ at }) => at === 'inline' || at === 'file');
  const standing = spoken.filter(({ fingerprints }) => fingerprints.every((print) => markers.has(print)));
  const isStanding = new Set(standing);
  const unsaid = spoken.filter((one) => !isStanding.has(one)).map((one) => withoutSaid(one, markers));
  const fresh = unsaid.filter(({ findings }) => worstOf(findings) !== 'info');
  const notes = unsaid.filter(({ findings }) => worstOf(findings) === 'info');
  const heldOf = (at: Placed['at']): number => standing.filter((one) => one.at === at).length;
  const pick = (at: Placed['at']): readonly Placed[] =>
    mostSevere(fresh.filter((one) => one.at === at)).slice(0, Math.max(0, most - heldOf(at)));
  const comments = pick('inline');
  const inBody = pick('file');
  const said = new Set([...comments, ...inBody]);
  return {
    comments: [...comments].sort((a, b) => compare(a.on ?? a.path, b.on ?? b.path) || b.lines.last - a.lines.last),
    inBody: [...inBody].sort((a, b) => comparePaths(a, b) || a.line - b.line),
    standing,
    beyond: mostSevere(fresh.filter((one) => !said.has(one))),
    quiet: [...placed.filter(({ at }) => at === 'annotation' || at === 'summary'), ...notes],
  };
}

/** A finding that was said is not said again when a new one joins it on its instruction. */
function withoutSaid(placed: Placed, markers: ReadonlySet<string>): Placed {
  const isNew = placed.fingerprints.map((print) => !markers.has(print));
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
