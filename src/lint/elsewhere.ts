import type { Dockerfile } from '../dockerfile/model.ts';
import type { Finding } from './finding.ts';
import type { Facts, FixElsewhere, Rule } from './rule.ts';
import type { RuleFailure } from './run.ts';

/**
 * What findings are cured by in other files of the repository, where their rules know. Nothing of it is proven by linting
 * again, since nobody lints those files: it is for a person to read and click. A rule that throws is told of.
 */
export function fixesElsewhere(
  file: Dockerfile,
  rules: readonly Rule[],
  findings: readonly Finding[],
  facts: Facts,
): { readonly fixes: ReadonlyMap<Finding, FixElsewhere>; readonly failures: readonly RuleFailure[] } {
  const fixes = new Map<Finding, FixElsewhere>();
  const failures: RuleFailure[] = [];
  for (const { id, elsewhere } of rules) {
    const own = findings.filter(({ rule }) => rule === id);
    if (elsewhere === undefined || own.length === 0) continue;
    try {
      for (const { span, fix } of elsewhere(file, facts)) {
        const cured = own.find((finding) => finding.span.start === span.start && finding.span.end === span.end);
        if (cured !== undefined) fixes.set(cured, fix);
      }
    } catch (error) {
      failures.push({ rule: id, error });
    }
  }
  return { fixes, failures };
}
