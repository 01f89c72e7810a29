import type { Finding, Fix } from '../lint/finding.ts';
import { applyEdits, spanAfter } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { bySeverity } from './severity.ts';

/** Findings of a changed text, with fixes proven at least for those inside `within`; undefined when it would take too long. */
export type Relint = (text: string, within: Span) => readonly Finding[] | undefined;

/** What one fix, or several one after the other, make of a file. */
export interface Outcome {
  readonly text: string;
  readonly fixes: readonly Fix[];
  readonly safety: 'safe' | 'unsafe';
  /** How many findings are left on the instruction. */
  readonly left: number;
}

interface State {
  readonly text: string;
  /** Where the instruction is now. */
  readonly region: Span;
  readonly findings: readonly Finding[];
  readonly fixes: readonly Fix[];
}

/** How many texts are tried for one instruction. Nearly all have one or two findings with one fix each. */
const tries = 12;

/**
 * What the fixes of one instruction's findings lead to, linting again after each: the outcome with the fewest findings
 * left comes first, on a tie the safer one, then the one with fewer fixes.
 */
export function outcomesOf(
  text: string,
  region: Span,
  findings: readonly Finding[],
  relint: Relint,
): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  const seen = new Set([text]);
  const open: State[] = [{ text, region, findings, fixes: [] }];
  for (let state = open.pop(); state !== undefined && !outcomes.some(isPerfect); state = open.pop()) {
    const next: State[] = [];
    for (const fix of fixesOf(state.findings)) {
      const changed = applyEdits(state.text, fix.edits);
      if (seen.has(changed) || seen.size > tries) continue;
      seen.add(changed);
      const moved = spanAfter(state.region, fix.edits);
      const fixes = [...state.fixes, fix];
      // A fix is proven to add nothing, so nothing is left after the fix of the only finding.
      const rest = state.findings.length === 1 ? [] : relint(changed, moved);
      const left = rest?.filter(({ span }) => moved.start <= span.start && span.start < moved.end);
      outcomes.push({ text: changed, fixes, safety: safetyOf(fixes), left: left?.length ?? state.findings.length - 1 });
      if (left !== undefined) next.unshift({ text: changed, region: moved, findings: left, fixes });
    }
    open.push(...next);
  }
  return outcomes.sort((a, b) => a.left - b.left || risk(a) - risk(b) || a.fixes.length - b.fixes.length);
}

function isPerfect({ left, safety }: Outcome): boolean {
  return left === 0 && safety === 'safe';
}

/** Of the worst finding first; of one finding its safest first. */
function fixesOf(findings: readonly Finding[]): readonly Fix[] {
  return [...findings]
    .sort(bySeverity)
    .flatMap(({ fixes }) => [
      ...fixes.filter(({ safety }) => safety === 'safe'),
      ...fixes.filter(({ safety }) => safety === 'unsafe'),
    ]);
}

function safetyOf(fixes: readonly Fix[]): 'safe' | 'unsafe' {
  return fixes.every(({ safety }) => safety === 'safe') ? 'safe' : 'unsafe';
}

function risk({ safety }: Outcome): number {
  return safety === 'safe' ? 0 : 1;
}
