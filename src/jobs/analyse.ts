import { parse } from '../dockerfile/parse.ts';
import { processesOf } from '../dockerfile/process.ts';
import { defaultConfig, type LintConfig } from '../lint/config.ts';
import type { Finding } from '../lint/finding.ts';
import { lint } from '../lint/lint.ts';
import type { Facts, Rule } from '../lint/rule.ts';
import type { RuleFailure } from '../lint/run.ts';
import { refusalOf } from '../review/refusal.ts';
import type { Analysis } from '../review/reviewed-file.ts';
import type { Span } from '../text/span.ts';
import { imageFacts } from './facts.ts';

/** A text read and linted, and which rules failed on it. */
export interface Analysed extends Analysis {
  readonly failures: readonly RuleFailure[];
}

/** Parse, lint, see what Docker refuses, and work out what each stage executes. Never throws on input. */
export function analyse(
  path: string,
  text: string,
  rules: readonly Rule[],
  facts = imageFacts,
  config = defaultConfig,
): Analysed {
  return analyseWithin(path, text, rules, facts, config, { start: 0, end: text.length + 1 });
}

/** The same for a text that nothing will be suggested for: no fix is proven, which is most of the work. */
export function analyseWithoutFixes(
  path: string,
  text: string,
  rules: readonly Rule[],
  facts = imageFacts,
  config = defaultConfig,
): Analysed {
  return analyseWithin(path, text, rules, facts, config, { start: 0, end: 0 });
}

function analyseWithin(
  path: string,
  text: string,
  rules: readonly Rule[],
  facts: Facts,
  config: LintConfig,
  within: Span,
): Analysed {
  const { file, findings, failures, processes } = examine(path, text, rules, facts, config, within);
  const refusal = refusalOf(file, findings);
  const all = refusal === undefined ? findings : [...findings, refusal];
  return { file, findings: all, failures, processes, imageFacts: facts.image };
}

/** The same as the rules say it, without a word of what Docker refuses. `within`: see `lint`. */
export function examine(
  path: string,
  text: string,
  rules: readonly Rule[],
  facts: Facts,
  config = defaultConfig,
  within?: Span,
): Analysed {
  const file = parse(path, text);
  const { findings, failures } = lint(file, rules, config, facts, within);
  return { file, findings, failures, processes: processesOf(file, facts.image), imageFacts: facts.image };
}

/** The findings of a changed text; only those that begin inside `within` have their fixes proven. */
export function relint(
  path: string,
  text: string,
  rules: readonly Rule[],
  within: Span,
  facts = imageFacts,
  config = defaultConfig,
): readonly Finding[] {
  return lint(parse(path, text), rules, config, facts, within).findings;
}
