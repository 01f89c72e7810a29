import type { Command, Dockerfile, Instruction } from '../dockerfile/model.ts';
import { growthOf, inOrder, type TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';

/** Which instructions of a file an edit made new, and which stand as they stood. */
export interface Comparison {
  readonly touchedBefore: ReadonlySet<Instruction>;
  readonly touchedAfter: readonly Instruction[];
  /** For every instruction of the edited file that stands as it stood: which one it was. */
  readonly origin: ReadonlyMap<Instruction, Instruction>;
}

/** The command an instruction hands to Docker, also when ONBUILD keeps it for later. */
export function commandOf(instruction: Instruction): Command | undefined {
  return instruction.command ?? instruction.trigger?.command;
}

export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

/**
 * Hold an edited file against the original. Every instruction that no edit reaches into must stand in the result,
 * unchanged, in the same stage, and execute the same argv; where one does not, the answer is the reason in words.
 */
export function compareFiles(before: Dockerfile, after: Dockerfile, edits: readonly TextEdit[]): Comparison | string {
  if (before.escape !== after.escape) return 'the escape character changes';
  if (before.stages.length !== after.stages.length) return 'the number of stages changes';
  const problem = newProblem(before, after);
  if (problem !== undefined) return `the result does not parse: ${problem}`;
  const { origin, touched: touchedBefore, lost } = matchInstructions(before, after, inOrder(edits));
  if (lost !== undefined) return `line ${lost.startLine} (${lost.keyword}) would not stay as it is`;
  const touchedAfter = after.instructions.filter((instruction) => !origin.has(instruction));
  for (const [now, was] of origin) {
    if (now.stage !== was.stage) return `line ${was.startLine} (${was.keyword}) would move to another stage`;
    if (!executesTheSame(now, was, touchedAfter, touchedBefore)) {
      return `line ${was.startLine} (${was.keyword}) would execute something else`;
    }
  }
  return { touchedBefore, touchedAfter, origin };
}

function newProblem(before: Dockerfile, after: Dockerfile): string | undefined {
  const left = new Map<string, number>();
  for (const { message } of before.problems) left.set(message, (left.get(message) ?? 0) + 1);
  for (const { message } of after.problems) {
    const count = left.get(message) ?? 0;
    if (count === 0) return message;
    left.set(message, count - 1);
  }
  return undefined;
}

interface Matching {
  readonly origin: ReadonlyMap<Instruction, Instruction>;
  readonly touched: ReadonlySet<Instruction>;
  /** One that no edit comes near and that is gone nevertheless. */
  readonly lost: Instruction | undefined;
}

/**
 * Find each old instruction where the edits have moved it. An edit that only touches its ends may leave it alone: what
 * was its text is there again, and the length tells whether it is all of an instruction.
 * Instructions and edits both stand in the order of the file, so one walk through both is enough.
 */
function matchInstructions(before: Dockerfile, after: Dockerfile, edits: readonly TextEdit[]): Matching {
  const starts = new Map(after.instructions.map((instruction) => [instruction.span.start, instruction]));
  const origin = new Map<Instruction, Instruction>();
  const touched = new Set<Instruction>();
  let lost: Instruction | undefined;
  let shift = 0;
  let [passed, first] = [0, 0];
  for (const was of before.instructions) {
    const { start, end } = was.span;
    for (let edit = edits[passed]; edit !== undefined && edit.span.end <= start; edit = edits[++passed])
      shift += growthOf(edit);
    while ((edits[first]?.span.end ?? start) < start) first++;
    const near = [];
    for (let at = first, edit = edits[at]; edit !== undefined && edit.span.start <= end; edit = edits[++at])
      near.push(edit);
    const now = near.some(({ span }) => reachesInto(span, was.span)) ? undefined : starts.get(start + shift);
    const stays = now !== undefined && sameLength(now, was);
    if (stays) origin.set(now, was);
    else if (near.length > 0) touched.add(was);
    else lost ??= was;
  }
  return { origin, touched, lost };
}

function reachesInto(edit: Span, span: Span): boolean {
  return edit.start < span.end && span.start < edit.end;
}

function sameLength(now: Instruction, was: Instruction): boolean {
  return now.span.end - now.span.start === was.span.end - was.span.start;
}

/** Same argv; where the edit is to the SHELL in force, the difference is what it is for. */
function executesTheSame(
  now: Instruction,
  was: Instruction,
  touchedAfter: readonly Instruction[],
  touchedBefore: ReadonlySet<Instruction>,
): boolean {
  const [a, b] = [commandOf(now), commandOf(was)];
  if (a === undefined || b === undefined) return a === b;
  if (sameWords(a.argv, b.argv)) return true;
  const setBy = ({ shell }: Command, instructions: Iterable<Instruction>): boolean =>
    [...instructions].some(({ span }) => span.start === shell.span?.start);
  return a.form === b.form && (setBy(a, touchedAfter) || setBy(b, touchedBefore));
}
