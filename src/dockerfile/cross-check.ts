import { DockerfileParser } from 'dockerfile-ast';
import { spanOfLines, textOf } from '../text/source.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** A text longer than this is not given to a parser whose work we do not know to be linear; then nothing is fixed. */
const LONGEST = 200_000;

/**
 * Whether dockerfile-ast sees the same keyword on the same lines. It is asked before a fix is offered: where two
 * independent parsers disagree about an instruction we comment and leave the edit to a person. It is shown the
 * instruction between the one above and the first line of the one below: where they end and begin is what the two may
 * differ in, and a whole file takes it longer than all of our rules.
 */
export function agrees(file: Dockerfile, instruction: Instruction): boolean {
  const at = file.instructions.indexOf(instruction);
  const first = (file.instructions[at - 1] ?? instruction).startLine;
  const last = file.instructions[at + 1]?.startLine ?? instruction.endLine;
  const head = file.escape === '`' ? '# escape=`\n' : '';
  const text = head + textOf(file.source, spanOfLines(file.source, first, last));
  const shift = first - 1 - (head === '' ? 0 : 1);
  return text.length <= LONGEST && sees(text, instruction, shift);
}

/** `shift`: how many lines of the file stand in front of the text's first. */
function sees(text: string, { keyword, startLine, endLine }: Instruction, shift: number): boolean {
  try {
    return DockerfileParser.parse(text)
      .getInstructions()
      .some((other) => {
        const { start, end } = other.getRange();
        const lines = start.line + 1 + shift === startLine && end.line + 1 + shift === endLine;
        return lines && other.getKeyword() === keyword;
      });
  } catch {
    // It is no authority: where it fails it has no opinion, and nothing is fixed.
    return false;
  }
}
