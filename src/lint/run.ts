import type { Dockerfile } from '../dockerfile/model.ts';
import { severityOf, type ActiveRule } from './config.ts';
import type { Severity } from './finding.ts';
import type { Facts, ProposedFix, Report, Rule } from './rule.ts';
import type { UnusedSuppression } from './suppression.ts';

/** A report with its rule's answers filled in; its fixes are still only proposed. */
export interface RawFinding {
  readonly rule: Rule;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly message: string;
  readonly span: Report['span'];
  readonly fixes: readonly ProposedFix[];
}

/** A rule that threw, or whose options could not be read. The other rules speak on. */
export interface RuleFailure {
  readonly rule: string;
  readonly error: unknown;
}

/** Ask every rule about the file. Reports of a rule that throws are dropped whole: half a rule's view may mislead. */
export function runRules(
  file: Dockerfile,
  active: readonly ActiveRule[],
  facts: Facts,
  unused: readonly UnusedSuppression[] = [],
): { readonly findings: readonly RawFinding[]; readonly failures: readonly RuleFailure[] } {
  const findings: RawFinding[] = [];
  const failures: RuleFailure[] = [];
  for (const one of active) {
    if (one.error !== undefined) failures.push({ rule: one.rule.id, error: one.error });
    try {
      const said: RawFinding[] = [];
      for (const report of one.rule.check(file, { options: one.options, facts, unused })) {
        const finding = toRaw(file, one, report);
        if (finding !== undefined) said.push(finding);
      }
      for (const finding of said) findings.push(finding);
    } catch (error) {
      failures.push({ rule: one.rule.id, error });
    }
  }
  return { findings: inOrder(findings), failures };
}

/** Undefined where the configuration turns its code off. */
function toRaw(file: Dockerfile, active: ActiveRule, report: Report): RawFinding | undefined {
  const { rule } = active;
  const { start, end } = report.span;
  const { length } = file.source.text;
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length)) {
    throw new RangeError(`${rule.id} reports ${start}..${end}, outside a text of ${length} units`);
  }
  const aliases = report.aliases ?? rule.aliases;
  const severity = severityOf(active, aliases, report.severity ?? (rule.severity === 'off' ? 'info' : rule.severity));
  if (severity === undefined) return undefined;
  return { rule, aliases, severity, message: report.message, span: report.span, fixes: report.fixes ?? [] };
}

const ranks: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** File order, then the most severe, then the rule's id; what is said twice about one place is said once. */
function inOrder(findings: readonly RawFinding[]): readonly RawFinding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      a.span.start - b.span.start ||
      ranks[b.severity] - ranks[a.severity] ||
      (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0) ||
      a.span.end - b.span.end,
  );
  const seen = new Set<string>();
  return sorted.filter((finding) => {
    const key = `${finding.rule.id} ${finding.span.start} ${finding.span.end} ${finding.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
