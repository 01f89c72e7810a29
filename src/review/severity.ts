import type { Finding, Severity } from '../lint/finding.ts';

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** For sorting: the most severe first, the same severity in the order of the file. */
export function bySeverity(a: Finding, b: Finding): number {
  return ranks[a.severity] - ranks[b.severity] || a.span.start - b.span.start;
}

export function worstOf(findings: readonly Finding[]): Severity {
  return [...findings].sort(bySeverity)[0]?.severity ?? 'info';
}

/** 0 for the worst. */
export function rankOf(severity: Severity): number {
  return ranks[severity];
}
