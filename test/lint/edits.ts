import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { candidateOf, type Candidate } from '../../src/lint/groups.ts';
import type { Proposal } from '../../src/lint/proposal.ts';
import type { RawFinding } from '../../src/lint/run.ts';
import type { TextEdit } from '../../src/text/edit.ts';
import { wordRule } from './rules.ts';

/** Write `to` for the first `of` in the text. */
export function replaced(text: string, of: string, to: string): TextEdit {
  const start = text.indexOf(of);
  if (start < 0) throw new Error(`${JSON.stringify(of)} is not in the text`);
  return { span: { start, end: start + of.length }, text: to };
}

/** Write `what` in front of the first `of`. */
export function above(text: string, of: string, what: string): TextEdit {
  const { start } = replaced(text, of, '').span;
  return { span: { start, end: start }, text: what };
}

/** Write `what` behind the first `of`. */
export function behind(text: string, of: string, what: string): TextEdit {
  const { end } = replaced(text, of, '').span;
  return { span: { start: end, end }, text: what };
}

export function findingAt(start: number, severity: RawFinding['severity'] = 'warning'): RawFinding {
  return { rule: wordRule('a'), aliases: [], severity, message: '', span: { start, end: start }, fixes: [] };
}

/** A proposal with a finding of its own where the first edit is, unless another is given. */
export function proposalOf(
  edits: readonly TextEdit[],
  more: { readonly safety?: Proposal['safety']; readonly finding?: RawFinding; readonly argv?: readonly string[] } = {},
): Proposal {
  const { safety = 'safe', finding = findingAt(edits[0]?.span.start ?? 0), argv } = more;
  return { finding, safety, fix: { title: 'Fix', safety, edits, ...(argv && { argv }) } };
}

export function candidate(file: Dockerfile, ...of: Parameters<typeof proposalOf>): Candidate {
  const made = candidateOf(file, proposalOf(...of));
  if (made === undefined) throw new Error('its edits cannot be made');
  return made;
}

export function textsOf({ source }: Dockerfile, instructions: Iterable<Instruction>): readonly string[] {
  return Array.from(instructions, ({ span }) => source.text.slice(span.start, span.end));
}
