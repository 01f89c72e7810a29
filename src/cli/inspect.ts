import { factsOf } from '../dockerfile/images.ts';
import type { Dockerfile, Problem, Process, Stage } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { processesOf } from '../dockerfile/process.ts';
import { defaultConfig } from '../lint/config.ts';
import { lint, type LintResult } from '../lint/lint.ts';
import type { Facts } from '../lint/rule.ts';
import { rules } from '../rules/index.ts';
import { positionAt } from '../text/source.ts';
import type { Span } from '../text/span.ts';

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

/** What the command line knows of the world: the table of official images, and no repository. */
export const facts: Facts = { image: factsOf, file: () => undefined };

/** Parse, lint with every rule, and work out each stage's process. Never throws on input. */
export function inspect(path: string, text: string): Inspected {
  const file = parse(path, text);
  const { findings, failures } = lint(file, rules, defaultConfig, facts);
  const stages = processesOf(file, facts.image).flatMap((process, index): InspectedStage[] => {
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
