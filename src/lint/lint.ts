import type { Dockerfile } from '../dockerfile/model.ts';
import { forgetScripts } from '../shell/parse.ts';
import { activeRules, type ActiveRule, type LintConfig } from './config.ts';
import type { Finding } from './finding.ts';
import type { Facts, Rule } from './rule.ts';
import type { Span } from '../text/span.ts';
import { runRules, type RawFinding, type RuleFailure } from './run.ts';
import { applySuppressions, silenceRemarks } from './suppress.ts';
import type { UnusedSuppression } from './suppression.ts';
import type { Relint } from './trials.ts';
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
  const { ordinary, last, known } = prepare(rules, config);
  const first = (of: Dockerfile) => {
    const run = runRules(of, ordinary, facts);
    return { ...applySuppressions(of, run.findings, known), failures: run.failures };
  };
  const remarksOn = (of: Dockerfile, unused: readonly UnusedSuppression[]) => {
    const run = runRules(of, last, facts, unused);
    return { findings: silenceRemarks(of, run.findings), failures: run.failures };
  };
  const { kept, unused, failures } = first(file);
  const remarks = remarksOn(file, unused);
  const again: Relint = (changed) => {
    const rerun = first(changed);
    return { findings: rerun.kept, failures: rerun.failures };
  };
  const proven = verifyFixes(file, kept, again, within);
  const provenRemarks = verifyRemarks(file, kept, remarks.findings, within, (changed) => {
    const rerun = first(changed);
    const more = remarksOn(changed, rerun.unused);
    return { findings: [...rerun.kept, ...more.findings], failures: [...rerun.failures, ...more.failures] };
  });
  forgetScripts();
  return {
    findings: [...proven.findings, ...provenRemarks.findings].sort((a, b) => a.span.start - b.span.start),
    failures: [...failures, ...remarks.failures],
    unused,
    rejected: [...proven.rejected, ...provenRemarks.rejected],
  };
}

/** The rules that are on, by when they are asked. */
interface Prepared {
  readonly ordinary: readonly ActiveRule[];
  readonly last: readonly ActiveRule[];
  readonly known: readonly Rule[];
}

/** Many files are linted with the same rules and the same configuration: what was made of the last ones is kept. */
let prepared: { readonly rules: readonly Rule[]; readonly config: LintConfig; readonly is: Prepared } | undefined;

function prepare(rules: readonly Rule[], config: LintConfig): Prepared {
  if (prepared?.rules === rules && prepared.config === config) return prepared.is;
  const active = activeRules(rules, config);
  const ordinary = active.filter(({ rule }) => rule.after === undefined);
  const last = active.filter(({ rule }) => rule.after === 'suppressions');
  prepared = { rules, config, is: { ordinary, last, known: ordinary.map((one) => one.rule) } };
  return prepared.is;
}

/**
 * Remarks on comments are proven apart: a fix that leaves a comment without use is no worse for it, while a fix of a
 * remark must bring nothing to light.
 */
function verifyRemarks(
  file: Dockerfile,
  kept: readonly RawFinding[],
  remarks: readonly RawFinding[],
  within: Span | undefined,
  relint: Relint,
): ReturnType<typeof verifyFixes> {
  if (remarks.length === 0) return { findings: [], rejected: [] };
  const others = kept.map((finding): RawFinding => ({ ...finding, fixes: [] }));
  const { findings, rejected } = verifyFixes(file, [...others, ...remarks], relint, within);
  return { findings: findings.slice(others.length), rejected };
}
