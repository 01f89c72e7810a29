import type { Dockerfile, Process, Stage } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { shortName } from '../dockerfile/images.ts';
import { settingsOf, stepsOf, type BuildStep, type Settings } from './explain-build.ts';
import { runOf, surroundingsOf, type RunExplanation } from './explain-run.ts';
import { whyOf } from './explain-why.ts';
import type { LineRange } from './model.ts';

/** What a Dockerfile does, stage by stage, as data: text, Mermaid and whatever comes draw the same picture of it. */
export interface Explanation {
  readonly path: string;
  /** One a stage, in file order: each can be the target of a build. */
  readonly stages: readonly StageExplanation[];
}

export interface StageExplanation {
  readonly stage: Stage;
  /** `build`, `stage 2`, `final stage`. */
  readonly title: string;
  /** undefined for a text without instructions. */
  readonly lines: LineRange | undefined;
  readonly base: BaseExplanation;
  /** What `docker build` does to the files, in order; ONBUILD of a parent stage first. */
  readonly steps: readonly BuildStep[];
  readonly settings: Settings;
  readonly run: RunExplanation;
}

export interface BaseExplanation {
  readonly kind: Stage['base']['kind'];
  /** As FROM has it; empty in a text without FROM. */
  readonly text: string;
  /** What a variable in it comes to, or which stage it is. */
  readonly note: string | undefined;
}

/**
 * The picture of a file, from what `processesOf` says of its stages; with `wanted`, of some of them. Never throws, linear
 * in the file's length.
 */
export function explain(
  file: Dockerfile,
  processes: readonly Process[],
  imageFacts: ImageLookup,
  wanted: (stage: Stage) => boolean = () => true,
): Explanation {
  const surroundings = surroundingsOf(file);
  const stages = file.stages.filter(wanted).flatMap((stage): StageExplanation[] => {
    const process = processes[stage.index];
    const around = surroundings[stage.index];
    if (process === undefined || around === undefined) return [];
    const run = runOf(file, stage, process, around, imageFacts);
    return [
      {
        stage,
        title: titleOf(stage),
        lines: linesOf(stage),
        base: baseOf(file, stage),
        steps: stepsOf(file, stage),
        settings: settingsOf(file, stage),
        run: { ...run, why: whyOf(process, around.root, run) },
      },
    ];
  });
  return { path: file.source.path, stages };
}

/** How a person calls a stage. */
export function titleOf({ name, index, final }: Stage): string {
  return name ?? (final ? 'final stage' : `stage ${index + 1}`);
}

function linesOf({ from, instructions }: Stage): LineRange | undefined {
  const first = from ?? instructions[0];
  const last = instructions.at(-1) ?? from;
  return first === undefined || last === undefined ? undefined : { first: first.startLine, last: last.endLine };
}

function baseOf(file: Dockerfile, { base }: Stage): BaseExplanation {
  switch (base.kind) {
    case 'scratch':
      return { kind: base.kind, text: 'scratch', note: 'an empty image' };
    case 'unknown':
      return { kind: base.kind, text: base.text, note: base.text === '' ? undefined : 'depends on a build argument' };
    case 'stage': {
      const parent = file.stages[base.stage];
      return { kind: base.kind, text: parent === undefined ? '' : titleOf(parent), note: 'a stage of this file' };
    }
    case 'image': {
      const name = shortName(base.image);
      return { kind: base.kind, text: base.text, note: base.text.includes('$') ? `${name} by default` : undefined };
    }
  }
}
