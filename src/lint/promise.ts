import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { applyEdits } from '../text/edit.ts';
import { spanOfLines } from '../text/source.ts';
import { commandOf, sameWords } from './compare.ts';
import type { Candidate } from './groups.ts';

/**
 * Whether a fix, made alone, writes an instruction that executes what it promises. Only the lines that it reaches into
 * are read; the shell is the one that the instruction has in its file.
 */
export function keepsPromise(
  file: Dockerfile,
  { fix: { argv = [], edits }, reach }: Candidate,
  instruction: Instruction | undefined,
): boolean {
  const first = reach[0];
  const last = reach.at(-1);
  const shell = instruction && commandOf(instruction)?.shell;
  if (first === undefined || last === undefined || shell === undefined) return false;
  const { start, end } = spanOfLines(file.source, first.startLine, last.endLine);
  if (edits.some(({ span }) => span.start < start || end < span.end)) return false;
  const head = file.escape === '`' ? '# escape=`\n' : '';
  const moved = edits.map(({ span, text }) => ({ span: { start: span.start - start, end: span.end - start }, text }));
  const { instructions } = parse(file.source.path, head + applyEdits(file.source.text.slice(start, end), moved));
  return instructions.some((written) => {
    const command = written.keyword === instruction?.keyword ? commandOf(written) : undefined;
    if (command === undefined) return false;
    const script = command.argv.slice(command.shell.argv.length);
    return sameWords(command.form === 'shell' ? [...shell.argv, ...script] : command.argv, argv);
  });
}
