import type { Process, Stage } from '../dockerfile/model.ts';
import { runWith } from '../dockerfile/process.ts';
import { jsonArray } from '../text/json-array.ts';
import { cell, code, message, shorten } from './markdown.ts';
import { hunksOf, touches } from './patch.ts';
import type { Analysis, ReviewedFile } from './reviewed-file.ts';

/** A longer argv is a script; its beginning says which. */
const longestArgv = 200;
const mostReasons = 4;

/** The arguments of the example in the last column. */
const example = ['a', 'b'];

/** A stage and what its image executes. */
interface Running {
  readonly stage: Stage;
  readonly process: Process;
}

interface Row extends Running {
  readonly before: Running | undefined;
}

/**
 * What `docker run` will execute before and after, one table for one file: only stages whose process changes or in
 * which the pull request wrote lines. Empty when there is none. Whole lines of Markdown, so that a caller may cut.
 */
export function processTable(reviewed: ReviewedFile): readonly string[] {
  const rows = changedStages(reviewed);
  if (rows.length === 0) return [];
  const head = ['Stage', 'Before', 'After', '`docker run image a b`'];
  const reasons = [...new Set(rows.flatMap(({ process }) => process.reasons))];
  return [
    `**${code(reviewed.path)}**`,
    '',
    `| ${head.join(' | ')} |`,
    `|${head.map(() => ' --- |').join('')}`,
    ...rows.map((row) => `| ${cellsOf(row, reviewed).map(cell).join(' | ')} |`),
    '',
    ...reasons.slice(0, mostReasons).map((reason) => `- ${message(shorten(reason, 400))}`),
    ...(reasons.length > mostReasons ? [`- …and ${reasons.length - mostReasons} more reasons`] : []),
    ...(reasons.length > 0 ? [''] : []),
  ];
}

/** The stages whose process changes, and those in which the pull request wrote lines. */
export function changedStages({ before, after, isNew, patch }: ReviewedFile): readonly Row[] {
  const hunks = hunksOf(patch, after.file.source);
  return after.file.stages.flatMap((stage) => {
    const process = after.processes[stage.index];
    if (process === undefined) return [];
    const earlier = before && stageBefore(stage, before);
    const differs = earlier !== undefined && signature(earlier.process) !== signature(process);
    const isNewStage = before !== undefined && earlier === undefined;
    const wrote = isNew || isNewStage || touches(hunks, linesOfStage(stage));
    // A build stage that leaves all to its base image is nobody's container.
    if (!differs && !(wrote && (stage.final || setsProcess(process)))) return [];
    return [{ stage, process, before: earlier }];
  });
}

/** Whether this file, and not only a base image, says what runs. */
function setsProcess({ entrypoint, cmd }: Process): boolean {
  return [entrypoint, cmd].some((part) => part !== undefined && part !== 'unknown' && part.instruction !== undefined);
}

/** The stage of the same name, or among the nameless ones the final one, or the one at the same place. */
function stageBefore(stage: Stage, before: Analysis): Running | undefined {
  const { stages } = before.file;
  const same =
    stage.name !== undefined
      ? (stages.find(({ name }) => name === stage.name) ?? (stage.final ? stages.at(-1) : undefined))
      : (stages.find(({ final, name }) => stage.final && final && name === undefined) ??
        stages.find(({ index, name }) => index === stage.index && name === undefined));
  const process = same && before.processes[same.index];
  return same && process && { stage: same, process };
}

function linesOfStage({ from, instructions }: Stage): { readonly first: number; readonly last: number } {
  const start = from ?? instructions[0];
  const end = instructions.at(-1) ?? from;
  return { first: start?.startLine ?? 1, last: end?.endLine ?? 0 };
}

function cellsOf({ stage, process, before }: Row, { isNew, before: old }: ReviewedFile): readonly string[] {
  const same = before !== undefined && signature(before.process) === signature(process);
  const nothing = isNew ? 'new file' : old === undefined ? 'could not be read' : 'new stage';
  const earlier = before === undefined ? nothing : sayArgv(before.process.argv, before.stage);
  const after = sayArgv(process.argv, stage);
  return [sayStage(stage), same ? 'the same' : earlier, after, sayArgv(runWith(process, example), stage)];
}

function sayStage({ name, index, final }: Stage): string {
  if (name !== undefined) return `${code(shorten(name, 80))}${final ? ' (final)' : ''}`;
  return final ? 'final stage' : `stage ${index + 1}`;
}

function sayArgv(argv: Process['argv'], { base }: Stage): string {
  if (argv === 'unknown') {
    const image = base.kind === 'image' || base.kind === 'unknown' ? ` ${code(shorten(base.text, 120))}` : '';
    return `depends on the base image${image}`;
  }
  return argv.length === 0 ? 'nothing: no command is set' : code(shorten(jsonArray(argv), longestArgv));
}

function signature(process: Process): string {
  return JSON.stringify([process.argv, runWith(process, example)]);
}
