import type { Dockerfile, Problem, Process, Stage } from '../dockerfile/model.ts';
import { examine } from '../jobs/analyse.ts';
import { imageFacts } from '../jobs/facts.ts';
import { defaultConfig } from '../lint/config.ts';
import type { LintResult } from '../lint/lint.ts';
import { rules } from '../rules/index.ts';
import { positionAt } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { Located } from './repository.ts';

/** All that is known of one text: what it says, what is wrong with it, and what its stages execute. */
export interface Inspected extends Pick<LintResult, 'findings' | 'failures'> {
  readonly file: Dockerfile;
  /** What Docker itself refuses or warns about, where no finding of severity error tells it already. */
  readonly problems: readonly Problem[];
  /** In file order. */
  readonly stages: readonly InspectedStage[];
}

export interface InspectedStage {
  readonly stage: Stage;
  readonly process: Process;
}

/**
 * Parse, lint with every rule, and work out each stage's process. Never throws on input.
 * The rules see the file at its place in the repository, messages name it as the user did.
 */
export function inspect(
  name: string,
  text: string,
  { path, facts }: Pick<Located, 'path' | 'facts'> = { path: name, facts: imageFacts },
  config = defaultConfig,
): Inspected {
  const examined = examine(path, text, rules, facts, config);
  const { findings, failures, processes } = examined;
  const file: Dockerfile = { ...examined.file, source: { ...examined.file.source, path: name } };
  const stages = processes.flatMap((process, index): InspectedStage[] => {
    const stage = file.stages[index];
    return stage === undefined ? [] : [{ stage, process }];
  });
  return { file, findings, failures, problems: untold(file, findings), stages };
}

/** One fault is told once: a rule says more about it than Docker does. */
function untold({ source, problems }: Dockerfile, findings: LintResult['findings']): readonly Problem[] {
  const lineOf = ({ span }: { readonly span: Span }) => positionAt(source, span.start).line;
  const told = new Set(findings.filter(({ severity }) => severity === 'error').map(lineOf));
  return problems.filter((problem) => !told.has(lineOf(problem)));
}
