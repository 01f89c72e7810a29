import type { Dockerfile } from '../dockerfile/model.ts';
import type { Finding } from './finding.ts';
import { candidateOf, inGroups, type Candidate } from './groups.ts';
import { proposalsOf, type Proposal } from './proposal.ts';
import { createProof } from './prove.ts';
import type { RawFinding } from './run.ts';
import { outOfBudget, type Relint } from './trials.ts';
import type { Span } from '../text/span.ts';

/** A fix that was proposed and is not offered. */
export interface RejectedFix {
  readonly rule: string;
  readonly title: string;
  readonly reason: string;
}

/** Whether some fixes went unproven for the file's size alone. */
export function ranOutOfBudget(rejected: readonly RejectedFix[]): boolean {
  return rejected.some(({ reason }) => reason === outOfBudget);
}

/**
 * Turn raw findings into findings: of each proposed fix make the edit in memory and prove the result, or drop it.
 * With `within`, findings that begin elsewhere lose their fixes unproven.
 */
export function verifyFixes(
  file: Dockerfile,
  raw: readonly RawFinding[],
  relint: Relint,
  within?: Span,
): { readonly findings: readonly Finding[]; readonly rejected: readonly RejectedFix[] } {
  const proposals = raw.map((finding) => proposalsOf(finding, within));
  const candidates: Candidate[] = [];
  const reasons = new Map<Proposal, string>();
  for (const proposal of proposals.flat()) {
    const candidate = candidateOf(file, proposal);
    if (proposal.safety === 'display') reasons.set(proposal, 'its rule fixes nothing');
    else if (candidate === undefined) reasons.set(proposal, 'its edits are none, overlap, or lie outside the file');
    else candidates.push(candidate);
  }
  const prove = createProof(file, raw, relint);
  for (const group of inGroups(candidates))
    for (const [{ proposal }, reason] of prove(group)) reasons.set(proposal, reason);
  return {
    findings: raw.map((finding, index) => withProven(finding, proposals[index] ?? [], reasons)),
    rejected: [...reasons].map(([{ finding, fix }, reason]) => ({ rule: finding.rule.id, title: fix.title, reason })),
  };
}

function withProven(
  { rule, aliases, severity, message, span }: RawFinding,
  proposals: readonly Proposal[],
  reasons: ReadonlyMap<Proposal, string>,
): Finding {
  const proven = proposals.filter((proposal) => !reasons.has(proposal));
  const fixes = proven.map(({ fix: { title, edits }, safety }) => ({ title, safety, edits }));
  return { rule: rule.id, aliases, severity, message, span, fixes };
}
