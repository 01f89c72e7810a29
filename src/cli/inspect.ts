import { factsOf } from '../dockerfile/images.ts';
import type { Dockerfile, Process, Stage } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { processesOf } from '../dockerfile/process.ts';
import { defaultConfig } from '../lint/config.ts';
import { lint, type LintResult } from '../lint/lint.ts';
import type { Facts } from '../lint/rule.ts';
import { rules } from '../rules/index.ts';

/** All that is known of one text: what it says, what is wrong with it, and what its stages execute. */
export interface Inspected extends Pick<LintResult, 'findings' | 'failures'> {
  readonly file: Dockerfile;
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
  const stages = processesOf(file, (name) => facts.image(name)).flatMap((process, index): InspectedStage[] => {
    const stage = file.stages[index];
    return stage === undefined ? [] : [{ stage, process }];
  });
  return { file, findings, failures, stages };
}
