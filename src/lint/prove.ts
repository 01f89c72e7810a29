import { agrees } from '../dockerfile/cross-check.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { commandOf, compareFiles, sameWords, type Comparison } from './compare.ts';
import { groupOf, mayLeaveRemark, type Candidate, type Group } from './groups.ts';
import { instructionAt } from './locate.ts';
import { placesOf, type Places } from './places.ts';
import { keepsPromise } from './promise.ts';
import type { RawFinding } from './run.ts';
import { createTrials, outOfBudget, type Relint } from './trials.ts';

/** A function that answers which candidates of a group must not be offered, and why. */
export type Prove = (group: Group) => ReadonlyMap<Candidate, string>;

/**
 * All fixes of a group are made at once and the result is held against the file: it parses, nothing else changes, what
 * was promised will be executed, a second parser reads the same, and the rules find less and nothing new. Where
 * anything is amiss each half of the group is tried, down to the one that is at fault.
 */
export function createProof(file: Dockerfile, findings: readonly RawFinding[], relint: Relint): Prove {
  const trials = createTrials(file, relint);
  const peers = new Map<Instruction, boolean>();
  const whyNot = (group: Group): string | undefined => {
    const edits = group.members.flatMap(({ fix }) => fix.edits);
    const after = trials.parse(edits);
    if (after === undefined) return outOfBudget;
    const comparison = compareFiles(file, after, edits);
    if (typeof comparison === 'string') return comparison;
    const places = placesOf(file, after, comparison, group);
    const written = Map.groupBy(comparison.touchedAfter, ({ span }) => places.after(span.start));
    if (!group.members.every((candidate) => executesIntended(file, group, candidate, places, written)))
      return 'the result would not execute the intended argv';
    if (!readsLikePeer(file, comparison, peers)) return 'dockerfile-ast reads this instruction otherwise';
    const found = trials.lint(after);
    if (found === undefined) return outOfBudget;
    if (found.failures.length > 0) return 'a rule fails on the result';
    return compareFindings(findings, found.findings, places, group);
  };
  const prove = (group: Group): ReadonlyMap<Candidate, string> => {
    const { members } = group;
    const reason = whyNot(group);
    if (reason === undefined) return new Map();
    if (members.length === 1 || reason === outOfBudget) return new Map(members.map((member) => [member, reason]));
    const middle = members.length >> 1;
    return new Map([...prove(groupOf(members.slice(0, middle))), ...prove(groupOf(members.slice(middle)))]);
  };
  return prove;
}

/** Among the instructions that the fix wrote, the one that took the place of the finding's executes what the fix promises. */
function executesIntended(
  file: Dockerfile,
  { members, at }: Group,
  candidate: Candidate,
  places: Places,
  written: ReadonlyMap<string, readonly Instruction[]>,
): boolean {
  const { finding, fix, reach } = candidate;
  const { argv } = fix;
  if (argv === undefined) return true;
  const instruction = instructionAt(file, finding.span.start);
  // What they make of one instruction together, none of them can have promised.
  if (reach.some((each) => (at.get(each)?.length ?? 0) > 1)) return keepsPromise(file, candidate, instruction);
  const [first] = reach;
  const all = members.length === 1 ? [...written.values()].flat() : (written.get(first ? places.of(first) : '') ?? []);
  const same = all.filter(({ keyword }) => keyword === instruction?.keyword);
  return (same.length > 0 ? same : all).some((each) => sameWords(commandOf(each)?.argv ?? [], argv));
}

/** Where two independent parsers see an instruction on other lines, a person decides what to edit. `known`: their answers so far. */
function readsLikePeer(file: Dockerfile, { touchedBefore }: Comparison, known: Map<Instruction, boolean>): boolean {
  return [...touchedBefore].every((instruction) => {
    const said = known.get(instruction) ?? agrees(file, instruction);
    known.set(instruction, said);
    return said;
  });
}

/** Each fixed finding is gone, and no rule says more of any place than it did before, a remark in a graver one's place excepted. */
function compareFindings(
  before: readonly RawFinding[],
  after: readonly RawFinding[],
  places: Places,
  { members }: Group,
): string | undefined {
  const left = tally(before, places.before);
  const fixed = members.map(({ finding }) => keyOf(finding, places.before));
  for (const key of fixed) left.set(key, (left.get(key) ?? 0) - 1);
  const found = tally(after, places.after);
  const isMore = (key: string, count: number): boolean => count > (left.get(key) ?? 0);
  if (fixed.some((key) => isMore(key, found.get(key) ?? 0))) return 'the finding would stay';
  const grave = members.every(mayLeaveRemark)
    ? tally(
        after.filter(({ severity }) => severity !== 'info'),
        places.after,
      )
    : found;
  const [more] = [...grave].find(([key, count]) => isMore(key, count)) ?? [];
  return more === undefined ? undefined : `a new finding would appear: ${more}`;
}

function tally(findings: readonly RawFinding[], place: (offset: number) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const key = keyOf(finding, place);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf({ rule, span }: RawFinding, place: (offset: number) => string): string {
  return `${rule.id} ${place(span.start)}`;
}
