import { DockerfileParser } from 'dockerfile-ast';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { spanOfLines, textOf } from '../text/source.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** A text longer than this is not given to a parser whose work we do not know to be linear; then nothing is fixed. */
const LONGEST = 200_000;

/**
 * Whether dockerfile-ast sees the same instruction on the same lines. It is asked before a fix is offered: where two
 * independent parsers disagree about an instruction we comment and leave the edit to a person. It is shown the
 * instruction between the one above and the first line of the one below: where they end and begin is what the two may
 * differ in, and a whole file takes it longer than all of our rules.
 */
export function agrees(file: Dockerfile, instruction: Instruction): boolean {
  const at = file.instructions.indexOf(instruction);
  const above = file.instructions[at - 1];
  const first = (above ?? instruction).startLine;
  const last = file.instructions[at + 1]?.startLine ?? instruction.endLine;
  const { start, end } = spanOfLines(file.source, first, last);
  const head = file.escape === '`' ? '# escape=`\n' : '';
  const shift = first - 1 - (head === '' ? 0 : 1);
  if (end - start > LONGEST) return false;
  const shown = textOf(file.source, { start, end });
  const nameless = above === undefined || shown.includes('<<') ? [] : [above, instruction];
  const text = applyEdits(
    shown,
    nameless.map((each) => withoutName(each, start)),
  );
  const keyword = nameless.length === 0 ? instruction.keyword : 'X'.repeat(instruction.keyword.length);
  return sees(head + text, { ...instruction, keyword }, shift);
}

/** Of an instruction that it does not know it takes no arguments apart, which is most of its work; only heredocs need the name. */
function withoutName({ keyword, keywordSpan }: Instruction, start: number): TextEdit {
  return {
    span: { start: keywordSpan.start - start, end: keywordSpan.end - start },
    text: 'X'.repeat(keyword.length),
  };
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
