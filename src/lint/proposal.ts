import type { Span } from '../text/span.ts';
import type { Safety } from './finding.ts';
import type { ProposedFix } from './rule.ts';
import type { RawFinding } from './run.ts';

/** A fix that a rule proposes for one of its findings. */
export interface Proposal {
  readonly finding: RawFinding;
  readonly fix: ProposedFix;
  /** What it may claim; `display` where its rule fixes nothing. */
  readonly safety: Safety;
}

/** What is proposed as an edit, in the finding's order; nothing of a finding that begins outside `within`. */
export function proposalsOf(finding: RawFinding, within: Span | undefined): readonly Proposal[] {
  const { start } = finding.span;
  if (within !== undefined && !(within.start <= start && start < within.end)) return [];
  return finding.fixes
    .filter(({ safety }) => safety !== 'display')
    .map((fix) => ({ finding, fix, safety: lower(fix.safety, finding.rule.fix) }));
}

const trust: Readonly<Record<Safety, number>> = { display: 0, unsafe: 1, safe: 2 };

/** A fix may claim no more than its rule. */
function lower(claimed: Safety, ceiling: Safety | 'none'): Safety {
  if (ceiling === 'none') return 'display';
  return trust[claimed] > trust[ceiling] ? ceiling : claimed;
}
