import { createSource, textOf, type Source } from '../text/source.ts';
import { readDirectives } from './directives.ts';
import { HeredocReader } from './heredoc.ts';
import { readInstruction, type PlainInstruction } from './instruction.ts';
import { commentAt, countLines, isEmptyLine, readLogicalLine } from './lines.ts';
import { misplacedHeredocs, type MisplacedHeredoc } from './misplaced-heredocs.ts';
import type { Comment, Dockerfile, Problem } from './model.ts';
import { refusalOf, refusalsBeforeFrom } from './refusals.ts';
import { assembleStages } from './stages.ts';

/**
 * Read a Dockerfile as BuildKit's parser does (frontend/dockerfile/parser), with the exact place of everything.
 * Never throws and takes linear time, whatever the text; what Docker would refuse stands in `problems`.
 */
export function parse(path: string, text: string): Dockerfile {
  const source = createSource(path, text);
  const head = readDirectives(source);
  const body = readBody(source, head.next, head.escape);
  const file: Dockerfile = {
    source,
    escape: head.escape,
    directives: head.directives,
    ...assembleStages(source, body.instructions, head.escape),
    comments: body.comments,
    problems: [...head.problems, ...body.problems, ...refusalsBeforeFrom(body.instructions)],
    answers: [],
  };
  return { ...file, problems: withoutEchoes(file) };
}

/** `CMD <<EOF` makes a problem of each line of the body: the first one speaks for all. */
function withoutEchoes(file: Dockerfile): readonly Problem[] {
  const places = new Map<number, MisplacedHeredoc>();
  for (const heredoc of misplacedHeredocs(file)) for (const { span } of heredoc.body) places.set(span.start, heredoc);
  if (places.size === 0) return file.problems;
  const told = new Set<MisplacedHeredoc>();
  return file.problems.filter(({ span }) => {
    const heredoc = places.get(span.start);
    return heredoc === undefined || (!told.has(heredoc) && told.add(heredoc));
  });
}

interface Body {
  readonly instructions: readonly PlainInstruction[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

function readBody(source: Source, first: number, escape: Dockerfile['escape']): Body {
  const instructions: PlainInstruction[] = [];
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  const heredocs = new HeredocReader(source);
  const count = countLines(source);
  for (let index = first; index < count;) {
    const comment = commentAt(source, index);
    if (comment !== undefined) comments.push(comment);
    if (comment !== undefined || isEmptyLine(source, index)) {
      index++;
      continue;
    }
    const line = readLogicalLine(source, index, escape);
    const read = readInstruction(source, line, escape, heredocs);
    instructions.push(read.instruction);
    for (const inner of line.comments) comments.push(inner);
    for (const span of line.emptyLines)
      problems.push({ message: 'empty continuation line', span, severity: 'warning' });
    problems.push(...read.problems);
    const refusal = refusalOf(read.instruction, textOf(source, read.instruction.keywordSpan));
    if (refusal !== undefined) problems.push(refusal);
    index = read.next;
  }
  if (instructions.length === 0) {
    problems.push({ message: 'file with no instructions', span: { start: 0, end: 0 }, severity: 'error' });
  }
  return { instructions, comments, problems };
}
