import { DockerfileParser } from 'dockerfile-ast';
import type { Dockerfile, Instruction } from './model.ts';

/** Where the other parser sees its instructions: first line (from 1) → keyword and last line. */
type SecondOpinion = ReadonlyMap<number, { readonly keyword: string; readonly endLine: number }>;

const opinions = new WeakMap<Dockerfile, SecondOpinion>();

/** A text longer than this is not given to a parser whose work we do not know to be linear; then nothing is fixed. */
const LONGEST = 200_000;

/**
 * Whether dockerfile-ast sees the same keyword on the same lines. It is asked before a fix is offered: where two
 * independent parsers disagree about an instruction we comment and leave the edit to a person. Reads a file once.
 */
export function agrees(file: Dockerfile, instruction: Instruction): boolean {
  let opinion = opinions.get(file);
  if (opinion === undefined) {
    opinion = ask(file.source.text);
    opinions.set(file, opinion);
  }
  const other = opinion.get(instruction.startLine);
  return other?.keyword === instruction.keyword && other.endLine === instruction.endLine;
}

function ask(text: string): SecondOpinion {
  const seen = new Map<number, { readonly keyword: string; readonly endLine: number }>();
  if (text.length > LONGEST) return seen;
  try {
    for (const instruction of DockerfileParser.parse(text).getInstructions()) {
      const { start, end } = instruction.getRange();
      seen.set(start.line + 1, { keyword: instruction.getKeyword(), endLine: end.line + 1 });
    }
  } catch {
    // It is no authority: where it fails it has no opinion, and nothing is fixed.
    return new Map();
  }
  return seen;
}
