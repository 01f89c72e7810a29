import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { growthOf, inOrder } from '../text/edit.ts';
import type { Comparison } from './compare.ts';
import type { Group } from './groups.ts';
import { instructionAt, lastAtOrBefore } from './locate.ts';

/**
 * Where something stands, in words that are the same before and after the fixes of a group: an instruction as it was,
 * or those that fixes of the group reach into, with whatever they make of them.
 */
export interface Places {
  readonly before: (offset: number) => string;
  readonly after: (offset: number) => string;
  /** Of an instruction as it was. */
  readonly of: (instruction: Instruction) => string;
}

const whereFixIs = 'where the fix is';

/** With one fix in the group all that it makes new is one place. */
export function placesOf(before: Dockerfile, after: Dockerfile, { origin }: Comparison, group: Group): Places {
  const owners = new Map<Instruction, string>();
  for (const [index, { reach }] of group.members.entries()) {
    const place = index === 0 ? whereFixIs : `${whereFixIs} (${index + 1})`;
    for (const instruction of reach) if (!owners.has(instruction)) owners.set(instruction, place);
  }
  const alone = group.members.length === 1;
  const stands = new Set(origin.values());
  const inLine = ({ startLine }: Instruction): string => `in line ${startLine}`;
  const of = (instruction: Instruction): string => {
    if (alone) return stands.has(instruction) ? inLine(instruction) : whereFixIs;
    return owners.get(instruction) ?? inLine(instruction);
  };
  const back = alone ? () => whereFixIs : placeBack(before, group, of);
  return {
    of,
    before: (offset) => {
      const instruction = instructionAt(before, offset);
      return instruction === undefined ? whereFixIs : of(instruction);
    },
    after: (offset) => {
      const instruction = instructionAt(after, offset);
      const was = instruction && origin.get(instruction);
      return was === undefined ? back(instruction?.span.start ?? offset) : of(was);
    },
  };
}

/** Of an instruction that was not there before, by where it begins: the place of the edit that wrote it, or of what stood there. */
function placeBack(file: Dockerfile, { members }: Group, of: Places['of']): (offset: number) => string {
  let shift = 0;
  const written = inOrder(
    members.flatMap(({ fix, reach }) => fix.edits.map((edit) => ({ ...edit, owner: reach[0] }))),
  ).map((edit) => {
    const start = edit.span.start + shift;
    shift += growthOf(edit);
    return { start, end: start + edit.text.length, owner: edit.owner, shift };
  });
  return (offset) => {
    const edit = written[lastAtOrBefore(written, offset)];
    if (edit?.owner !== undefined && offset < edit.end) return of(edit.owner);
    const was = instructionAt(file, offset - (edit?.shift ?? 0));
    return was === undefined ? whereFixIs : of(was);
  };
}
