import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { conflicts } from '../text/edit.ts';
import { lastInstructionBefore } from './locate.ts';
import type { Proposal } from './proposal.ts';
import type { RawFinding } from './run.ts';

/** A proposal whose edits can be made. */
export interface Candidate extends Proposal {
  readonly proposal: Proposal;
  /** The instructions that its edits reach into or stand beside; never none in a file that has any. */
  readonly reach: readonly Instruction[];
}

/** Undefined where its edits are none, overlap, or lie outside the file. */
export function candidateOf(file: Dockerfile, proposal: Proposal): Candidate | undefined {
  const { edits } = proposal.fix;
  const { length } = file.source.text;
  const canBeMade = edits.every(
    (edit, index) =>
      0 <= edit.span.start &&
      edit.span.start <= edit.span.end &&
      edit.span.end <= length &&
      !edits.some((other, at) => at > index && conflicts(edit, other)),
  );
  if (edits.length === 0 || !canBeMade) return undefined;
  return {
    ...proposal,
    proposal,
    reach: [...new Set(edits.flatMap(({ span }) => around(file, span.start, span.end)))],
  };
}

/** From the instruction that holds the start, or ends before it, to the one that holds the end, or begins behind it. */
function around(file: Dockerfile, start: number, end: number): readonly Instruction[] {
  const first = lastInstructionBefore(file, start);
  const last = lastInstructionBefore(file, end);
  const behind = end > (file.instructions[last]?.span.end ?? -1);
  return file.instructions.slice(Math.max(first, 0), last + (behind ? 2 : 1));
}

/** A person looks at an unsafe fix, and a remark on the line that a fault became is no reason to leave them the fault. */
export function mayLeaveRemark({ finding, safety }: Proposal): boolean {
  return finding.severity !== 'info' && safety === 'unsafe';
}

/** Candidates that are made and judged together. */
export interface Group {
  readonly members: readonly Candidate[];
  /** Those that reach into an instruction. */
  readonly at: ReadonlyMap<Instruction, readonly Candidate[]>;
}

/**
 * Of two candidates in a group each has its own finding, their edits do not conflict, and they reach into the same
 * instructions or into others altogether: then what the rules say of the result can be told apart by place. One that
 * may leave a remark behind goes with its like.
 */
export function inGroups(candidates: readonly Candidate[]): readonly Group[] {
  const groups: GrowingGroup[] = [];
  for (const candidate of candidates) {
    let group = groups.find((one) => takes(one, candidate));
    if (group === undefined) {
      group = { members: [], at: new Map(), findings: new Set() };
      groups.push(group);
    }
    add(group, candidate);
  }
  return groups;
}

/** Some members of a group, as one of their own. */
export function groupOf(members: readonly Candidate[]): Group {
  const group: GrowingGroup = { members: [], at: new Map(), findings: new Set() };
  for (const member of members) add(group, member);
  return group;
}

interface GrowingGroup extends Group {
  readonly members: Candidate[];
  readonly at: Map<Instruction, Candidate[]>;
  readonly findings: Set<RawFinding>;
}

function add({ members, at, findings }: GrowingGroup, candidate: Candidate): void {
  members.push(candidate);
  findings.add(candidate.finding);
  for (const instruction of candidate.reach) {
    const there = at.get(instruction);
    if (there === undefined) at.set(instruction, [candidate]);
    else there.push(candidate);
  }
}

function takes({ members, at, findings }: GrowingGroup, candidate: Candidate): boolean {
  const [first] = members;
  if (first === undefined || mayLeaveRemark(first) !== mayLeaveRemark(candidate)) return false;
  if (findings.has(candidate.finding) || candidate.reach.length === 0) return false;
  const near = candidate.reach.flatMap((instruction) => at.get(instruction) ?? []);
  return near.every((other) => goTogether(other, candidate));
}

function goTogether(a: Candidate, b: Candidate): boolean {
  if (a.reach.length !== b.reach.length || !a.reach.every((instruction) => b.reach.includes(instruction))) return false;
  return !a.fix.edits.some((edit) => b.fix.edits.some((other) => conflicts(edit, other)));
}
