import type { Dockerfile } from '../dockerfile/model.ts';
import { activeRules, type LintConfig } from './config.ts';
import type { Finding } from './finding.ts';
import type { Facts, Rule } from './rule.ts';
import type { Span } from '../text/span.ts';
import { runRules, type RuleFailure } from './run.ts';
import { applySuppressions, type UnusedSuppression } from './suppress.ts';
import { verifyFixes, type RejectedFix } from './verify.ts';

export interface LintResult {
  /** File order, then the most severe, then the rule's id. Every fix in them is proven. */
  readonly findings: readonly Finding[];
  readonly failures: readonly RuleFailure[];
  /** Comments that silenced nothing, of those that name rules which are on. */
  readonly unused: readonly UnusedSuppression[];
  /** Fixes that were proposed and did not stand the proof. */
  readonly rejected: readonly RejectedFix[];
}

/**
 * What the rules say about a parsed file: suppressed findings left out, fixes verified.
 * Rules are an argument; none is known by name. Never throws on input.
 * With `within`, only findings that begin there keep their fixes: proving is what takes time.
 */
export function lint(
  file: Dockerfile,
  rules: readonly Rule[],
  config: LintConfig,
  facts: Facts,
  within?: Span,
): LintResult {
  const active = activeRules(rules, config);
  const run = runRules(file, active, facts);
  const known = active.map((one) => one.rule);
  const { kept, unused } = applySuppressions(file, run.findings, known);
  const again = (changed: Dockerfile) => {
    const rerun = runRules(changed, active, facts);
    return { ...rerun, findings: applySuppressions(changed, rerun.findings, known).kept };
  };
  const { findings, rejected } = verifyFixes(file, kept, again, within);
  return { findings, failures: run.failures, unused, rejected };
}
