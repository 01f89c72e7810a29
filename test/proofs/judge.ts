import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf, type ImageLookup } from '../../src/dockerfile/process.ts';
import type { Finding, Fix } from '../../src/lint/finding.ts';

/*
 * A second opinion on fixes. It shares no code with src/lint/verify.ts and src/lint/compare.ts, so that a fault there is
 * seen here: it knows the parser and the process model, both held against BuildKit elsewhere, and nothing else.
 */

type Edit = Fix['edits'][number];

/** Findings by the instruction they stand on; what the fix has touched is one place. */
type Place = number | 'touched';

export interface Case {
  readonly text: string;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly findings: readonly Finding[];
  /** All findings of a changed text. */
  readonly lint: (file: Dockerfile) => readonly Finding[];
  readonly images: ImageLookup;
}

/** What is wrong with a fix; an empty list is a proof. */
export function judge({ text, finding, fix, findings, lint, images }: Case): readonly string[] {
  const edits = [...fix.edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const before = parse('Dockerfile', text);
  const after = parse('Dockerfile', splice(text, edits));
  const kept = pair(before, after, edits);
  return [
    ...newErrors(before, after),
    ...lostInstructions(before, after, edits, kept),
    ...otherProcesses(before, after, kept, images),
    ...findingFaults({ finding, fix, findings, before, after, kept }, lint(after)),
  ];
}

export function splice(text: string, sorted: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: inserted } of sorted) {
    result += text.slice(at, span.start) + inserted;
    at = span.end;
  }
  return result + text.slice(at);
}

/** For each instruction of the new text the index of the old one that stands there, letter by letter. */
function pair(before: Dockerfile, after: Dockerfile, edits: readonly Edit[]): ReadonlyMap<Instruction, number> {
  const news = new Map(after.instructions.map((instruction) => [instruction.span.start, instruction]));
  const kept = new Map<Instruction, number>();
  before.instructions.forEach((old, index) => {
    const { start, end } = old.span;
    const touched = edits.some(({ span }) => span.start < end && span.end > start);
    const now = news.get(start + shiftAt(start, edits));
    if (!touched && now !== undefined && textOf(after, now) === textOf(before, old)) kept.set(now, index);
  });
  return kept;
}

function shiftAt(offset: number, edits: readonly Edit[]): number {
  const above = edits.filter(({ span }) => span.end <= offset);
  return above.reduce((shift, { span, text }) => shift + text.length - (span.end - span.start), 0);
}

function textOf({ source }: Dockerfile, { span }: Instruction): string {
  return source.text.slice(span.start, span.end);
}

function newErrors(before: Dockerfile, after: Dockerfile): readonly string[] {
  const count = ({ problems }: Dockerfile, message: string): number =>
    problems.filter((problem) => problem.message === message).length;
  const messages = [...new Set(after.problems.map(({ message }) => message))];
  return messages
    .filter((message) => count(after, message) > count(before, message))
    .map((message) => `new: ${message}`);
}

/** Whatever no edit comes near stands in the same stage and executes the same; whatever is new stands where an edit is. */
function lostInstructions(
  before: Dockerfile,
  after: Dockerfile,
  edits: readonly Edit[],
  kept: ReadonlyMap<Instruction, number>,
): readonly string[] {
  const faults: string[] = [];
  const found = new Set(kept.values());
  const rewritten = writtenRegions(before, edits, found);
  before.instructions.forEach((old, index) => {
    const near = edits.some(({ span }) => span.start <= old.span.end && span.end >= old.span.start);
    if (!near && !found.has(index)) faults.push(`line ${old.startLine} is gone or changed`);
  });
  for (const now of after.instructions) {
    const index = kept.get(now);
    const old = index === undefined ? undefined : before.instructions[index];
    if (old === undefined) {
      const written = rewritten.some(({ start, end }) => start <= now.span.end && end >= now.span.start);
      if (!written) faults.push(`line ${now.startLine} is new, and no edit wrote it`);
    } else if (old.stage !== now.stage) faults.push(`line ${old.startLine} is in another stage`);
    else if (executed(old) !== executed(now) && !hasNewShell(old, now, kept, before, after))
      faults.push(`line ${old.startLine} executes something else`);
  }
  return faults;
}

/** Where the new text may differ: what the edits wrote, and the instructions they reached into. */
function writtenRegions(
  before: Dockerfile,
  edits: readonly Edit[],
  found: ReadonlySet<number>,
): readonly Edit['span'][] {
  const written = edits.map(({ span, text }, index) => {
    const start = span.start + shiftAt(span.start, edits.slice(0, index));
    return { start, end: start + text.length };
  });
  const reached = before.instructions
    .filter(
      ({ span }, index) =>
        !found.has(index) && edits.some((edit) => edit.span.start < span.end && edit.span.end > span.start),
    )
    .map(({ span }) => ({ start: span.start + shiftAt(span.start, edits), end: span.end + shiftAt(span.end, edits) }));
  return [...written, ...reached];
}

/** All that the builder is told: flags, words as exec form or with their shell, bodies. */
function executed(instruction: Instruction): string {
  const { keyword, flags, args, json, command, heredocs, trigger } = instruction;
  const words = command?.argv ?? json?.values ?? args.text;
  const options = flags.map(({ name, value }) => [name, value]);
  return JSON.stringify([keyword, options, words, heredocs.length, trigger && executed(trigger)]);
}

/** A fix may write or mend a SHELL; then the instructions below it run the same text in that shell. */
function hasNewShell(
  old: Instruction,
  now: Instruction,
  kept: ReadonlyMap<Instruction, number>,
  before: Dockerfile,
  after: Dockerfile,
): boolean {
  const [was, is] = [old.command ?? old.trigger?.command, now.command ?? now.trigger?.command];
  if (was?.text.text !== is?.text.text || was?.form !== is?.form) return false;
  const isShell = ({ keyword, trigger }: Instruction): boolean => (trigger?.keyword ?? keyword) === 'SHELL';
  const stay = new Set(kept.values());
  return (
    after.instructions.some((one) => isShell(one) && !kept.has(one)) ||
    before.instructions.some((one, index) => isShell(one) && !stay.has(index))
  );
}

/** A stage in which, and below which, nothing was touched executes what it did. */
function otherProcesses(
  before: Dockerfile,
  after: Dockerfile,
  kept: ReadonlyMap<Instruction, number>,
  images: ImageLookup,
): readonly string[] {
  if (before.stages.length !== after.stages.length) return ['the number of stages changes'];
  const stay = new Set(kept.values());
  const whole = before.instructions.map((_, index) => stay.has(index));
  const clean = before.stages.map(
    ({ index }) =>
      before.instructions.every((one, at) => one.stage !== index || whole[at]) &&
      after.instructions.every((one) => one.stage !== index || kept.has(one)),
  );
  const was = processesOf(before, images);
  const is = processesOf(after, images);
  return before.stages.flatMap(({ index }) => {
    const stages = [index];
    for (let { base } = before.stages[index]!; base.kind === 'stage'; { base } = before.stages[base.stage]!)
      stages.push(base.stage);
    const same = JSON.stringify(was[index]?.argv) === JSON.stringify(is[index]?.argv);
    return same || !stages.every((one) => clean[one]) ? [] : [`stage ${index} executes something else`];
  });
}

interface Fixed extends Pick<Case, 'finding' | 'fix' | 'findings'> {
  readonly before: Dockerfile;
  readonly after: Dockerfile;
  readonly kept: ReadonlyMap<Instruction, number>;
}

/** The finding is gone and nothing new is said. Docs/decisions/0011: an unsafe fix of more than a remark may leave one. */
function findingFaults(fixed: Fixed, found: readonly Finding[]): readonly string[] {
  const { finding, fix, findings, before, after, kept } = fixed;
  const stay = new Set(kept.values());
  const placeBefore = ({ span }: Finding): Place => {
    const index = before.instructions.findIndex((one) => one.span.start <= span.start && span.start <= one.span.end);
    return stay.has(index) ? index : 'touched';
  };
  const placeAfter = ({ span }: Finding): Place => {
    const instruction = after.instructions.find((one) => one.span.start <= span.start && span.start <= one.span.end);
    return (instruction && kept.get(instruction)) ?? 'touched';
  };
  const key = (rule: string, place: Place): string => `${rule} at ${place}`;
  const count = (list: readonly Finding[], place: (one: Finding) => Place): Map<string, Finding[]> =>
    Map.groupBy(list, (one) => key(one.rule, place(one)));
  const was = count(findings, placeBefore);
  const is = count(found, placeAfter);
  const own = key(finding.rule, placeBefore(finding));
  const faults = (is.get(own)?.length ?? 0) < (was.get(own)?.length ?? 0) ? [] : ['the finding stays'];
  const mayRemark = fix.safety === 'unsafe' && finding.severity !== 'info';
  for (const [where, list] of is) {
    const counted = mayRemark ? list.filter(({ severity }) => severity !== 'info') : list;
    if (counted.length > (was.get(where)?.length ?? 0)) faults.push(`new finding: ${where}`);
  }
  return faults;
}
