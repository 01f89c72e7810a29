import { agrees } from '../dockerfile/cross-check.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { applyEdits, conflicts, type TextEdit } from '../text/edit.ts';
import { commandOf, compareFiles, sameWords, type Comparison } from './compare.ts';
import type { Finding, Fix, Safety } from './finding.ts';
import { instructionAt } from './locate.ts';
import type { ProposedFix } from './rule.ts';
import type { RawFinding, RuleFailure } from './run.ts';
import type { Span } from '../text/span.ts';

/** A fix that was proposed and is not offered. */
export interface RejectedFix {
  readonly rule: string;
  readonly title: string;
  readonly reason: string;
}

/** Lints a changed file with the same rules, without verifying. */
export type Relint = (file: Dockerfile) => {
  readonly findings: readonly RawFinding[];
  readonly failures: readonly RuleFailure[];
};

/**
 * How much one file's fixes may make us read again, in units of text. Each proof parses and lints the whole file, so
 * without a bound a file of 10,000 fixable lines would take quadratic time; beyond it findings keep their words only.
 * An instruction costs about as much as 200 units of plain text, however short it is (npm run bench).
 */
const budget = 4_000_000;
const unitsOfInstruction = 200;

const outOfBudget = 'too much text to prove every fix of this file';

/** Whether some fixes went unproven for the file's size alone. */
export function ranOutOfBudget(rejected: readonly RejectedFix[]): boolean {
  return rejected.some(({ reason }) => reason === outOfBudget);
}

/**
 * Turn raw findings into findings: of each proposed fix make the edit in memory and prove the result, or drop it.
 * With `within`, findings that begin elsewhere lose their fixes unproven.
 */
export function verifyFixes(
  file: Dockerfile,
  raw: readonly RawFinding[],
  relint: Relint,
  within?: Span,
): { readonly findings: readonly Finding[]; readonly rejected: readonly RejectedFix[] } {
  const rejected: RejectedFix[] = [];
  const prove = createProver(file, raw, relint);
  const findings = raw.map((finding): Finding => {
    const fixes: Fix[] = [];
    const wanted = within === undefined || (within.start <= finding.span.start && finding.span.start < within.end);
    for (const proposed of wanted ? finding.fixes : []) {
      const { title, edits } = proposed;
      const safety = lower(proposed.safety, finding.rule.fix);
      if (proposed.safety === 'display') continue;
      const reason = safety === 'display' ? 'its rule fixes nothing' : prove(finding, proposed);
      if (reason === undefined) fixes.push({ title, safety, edits });
      else rejected.push({ rule: finding.rule.id, title, reason });
    }
    const { rule, aliases, severity, message, span } = finding;
    return { rule: rule.id, aliases, severity, message, span, fixes };
  });
  return { findings, rejected };
}

const trust: Readonly<Record<Safety, number>> = { display: 0, unsafe: 1, safe: 2 };

/** A fix may claim no more than its rule. */
function lower(claimed: Safety, ceiling: Safety | 'none'): Safety {
  if (ceiling === 'none') return 'display';
  return trust[claimed] > trust[ceiling] ? ceiling : claimed;
}

interface Trial {
  readonly file: Dockerfile;
  readonly relinted: () => ReturnType<Relint>;
}

/** A function that answers why a fix must not be offered, or undefined. Two rules that make one edit in one place share its proof. */
function createProver(
  file: Dockerfile,
  findings: readonly RawFinding[],
  relint: Relint,
): (finding: RawFinding, fix: ProposedFix) => string | undefined {
  const cost = file.source.text.length + unitsOfInstruction * file.instructions.length;
  let left = budget;
  let previous: Trial | undefined;
  const peers = new Map<Instruction, boolean>();
  const tryOut = (edits: readonly TextEdit[]): Trial | undefined => {
    if (cost > left) return undefined;
    left -= cost;
    const text = applyEdits(file.source.text, edits);
    if (previous?.file.source.text === text) return previous;
    const changed = parse(file.source.path, text);
    let result: ReturnType<Relint> | undefined;
    previous = { file: changed, relinted: () => (result ??= relint(changed)) };
    return previous;
  };
  return (finding, fix) => {
    if (!canBeMade(file, fix.edits)) return 'its edits are none, overlap, or lie outside the file';
    const instruction = instructionAt(file, finding.span.start);
    const trial = tryOut(fix.edits);
    if (trial === undefined) return outOfBudget;
    const comparison = compareFiles(file, trial.file, fix.edits);
    if (typeof comparison === 'string') return comparison;
    if (!executesIntended(instruction, fix, comparison)) return 'the result would not execute the intended argv';
    if (!readsLikePeer(file, comparison, peers)) return 'dockerfile-ast reads this instruction otherwise';
    if (trial.relinted().failures.length > 0) return 'a rule fails on the result';
    return compareFindings(file, findings, trial, comparison, finding, fix);
  };
}

function canBeMade(file: Dockerfile, edits: readonly TextEdit[]): boolean {
  const { length } = file.source.text;
  if (edits.length === 0) return false;
  return edits.every(
    (edit, index) =>
      0 <= edit.span.start &&
      edit.span.start <= edit.span.end &&
      edit.span.end <= length &&
      !edits.some((other, at) => at > index && conflicts(edit, other)),
  );
}

/** Among the instructions the fix wrote, the one that took the place of `instruction` executes what the fix promises. */
function executesIntended(
  instruction: Instruction | undefined,
  { argv }: ProposedFix,
  { touchedAfter }: Comparison,
): boolean {
  if (argv === undefined) return true;
  const same = touchedAfter.filter(({ keyword }) => keyword === instruction?.keyword);
  const candidates = same.length > 0 ? same : touchedAfter;
  return candidates.some((candidate) => sameWords(commandOf(candidate)?.argv ?? [], argv));
}

/** Where two independent parsers see an instruction on other lines, a person decides what to edit. `known`: their answers so far. */
function readsLikePeer(file: Dockerfile, { touchedBefore }: Comparison, known: Map<Instruction, boolean>): boolean {
  return [...touchedBefore].every((instruction) => {
    const said = known.get(instruction) ?? agrees(file, instruction);
    known.set(instruction, said);
    return said;
  });
}

/** The finding is gone, and no rule says more of any place than it did before, a remark in a graver one's place excepted. */
function compareFindings(
  file: Dockerfile,
  findings: readonly RawFinding[],
  trial: Trial,
  { origin, touchedBefore }: Comparison,
  fixed: RawFinding,
  { safety }: ProposedFix,
): string | undefined {
  const placeBefore = (finding: RawFinding): Instruction | undefined => {
    const instruction = instructionAt(file, finding.span.start);
    return instruction === undefined || touchedBefore.has(instruction) ? undefined : instruction;
  };
  const placeAfter = (finding: RawFinding): Instruction | undefined => {
    const instruction = instructionAt(trial.file, finding.span.start);
    return instruction && origin.get(instruction);
  };
  const before = tally(findings, placeBefore);
  const after = tally(trial.relinted().findings, placeAfter);
  const key = keyOf(fixed, placeBefore);
  if ((after.get(key) ?? 0) >= (before.get(key) ?? 0)) return 'the finding would stay';
  // A remark on the line that a fault became is no reason to leave the fault to whoever looks at the fix. A safe fix,
  // which nobody looks at, adds nothing.
  const { findings: found } = trial.relinted();
  const grave =
    fixed.severity !== 'info' && safety === 'unsafe'
      ? tally(
          found.filter(({ severity }) => severity !== 'info'),
          placeAfter,
        )
      : after;
  for (const [where, count] of grave) {
    if (count > (before.get(where) ?? 0)) return `a new finding would appear: ${where}`;
  }
  return undefined;
}

function tally(
  findings: readonly RawFinding[],
  place: (finding: RawFinding) => Instruction | undefined,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const key = keyOf(finding, place);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Rule and line of the original instruction; the instructions that the fix touches are one place. */
function keyOf(finding: RawFinding, place: (finding: RawFinding) => Instruction | undefined): string {
  const instruction = place(finding);
  return `${finding.rule.id} ${instruction === undefined ? 'where the fix is' : `in line ${instruction.startLine}`}`;
}
