import { memo } from '../text/memo.ts';
import { lastIndexOf } from '../text/bisect.ts';
import type { TextEdit } from '../text/edit.ts';
import { sourceOffset, sourceSpan, type MappedText } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { Command, Comment, Dockerfile, Instruction } from './model.ts';

/** The command an instruction holds, that of its ONBUILD trigger included, and the instruction it belongs to. */
export interface HeldCommand {
  /** As it stands in the file. */
  readonly instruction: Instruction;
  /** What it does: the trigger of an ONBUILD, else the instruction itself. */
  readonly inner: Instruction;
  readonly command: Command;
}

/** Every RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD of the file, those that ONBUILD keeps for later too. */
export const heldCommands: (file: Dockerfile) => readonly HeldCommand[] = memo(({ instructions }) =>
  instructions.flatMap((instruction): readonly HeldCommand[] => {
    const inner = instruction.trigger ?? instruction;
    const { command } = inner;
    return command === undefined || inner.keyword === 'SHELL' ? [] : [{ instruction, inner, command }];
  }),
);

/**
 * Put `text` in the place of a whole command, over all of its lines. Comments between these lines, and
 * `comment` (what stood behind the command), move to lines of their own above the instruction.
 */
export function replaceCommand(
  file: Dockerfile,
  { instruction, command }: HeldCommand,
  text: string,
  comment?: string,
): readonly TextEdit[] {
  const edit = { span: command.span, text };
  const inside = commentsInside(file, command.span).map(({ text: words }) => words);
  const all = comment === undefined ? inside : [...inside, comment];
  return all.length === 0 ? [edit] : [commentsAbove(file, instruction, all), edit];
}

/** An insertion of comment lines above an instruction. */
export function commentsAbove(file: Dockerfile, instruction: Instruction, comments: readonly string[]): TextEdit {
  const { text, lineStarts } = file.source;
  const at = instruction.span.start;
  const lineStart = lineStarts[instruction.startLine - 1] ?? at;
  const indent = text.slice(lineStart, at);
  const end = lineBreakOf(file);
  const lines = comments.map((comment) => `# ${comment.trim()}${end}${indent}`);
  return { span: { start: at, end: at }, text: lines.join('') };
}

/** Whether whole-line comments stand between the lines of a span. */
export function hasCommentsInside(file: Dockerfile, span: Span): boolean {
  return commentsInside(file, span).length > 0;
}

function commentsInside(file: Dockerfile, span: Span): Dockerfile['comments'] {
  const inside: Comment[] = [];
  for (let at = firstFrom(file.comments, span.start); at < file.comments.length; at++) {
    const comment = file.comments[at];
    if (comment === undefined || comment.span.end > span.end) break;
    inside.push(comment);
  }
  return inside;
}

/** Index of the first comment that begins at or behind `offset`; comments stand in file order. */
function firstFrom(comments: readonly Comment[], offset: number): number {
  return lastIndexOf(comments.length, (index) => (comments[index]?.span.start ?? 0) < offset) + 1;
}

/** The line break that the file uses: that of its first line. */
export function lineBreakOf({ source }: Dockerfile): string {
  return source.text.charAt(source.text.indexOf('\n') - 1) === '\r' ? '\r\n' : '\n';
}

/** Edits of a mapped text as edits of the source. What is inserted behind a line's last unit stays on that line. */
export function mapEdits(mapped: MappedText, edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.map(({ span, text }) => {
    if (span.end > span.start) return { span: sourceSpan(mapped, span), text };
    const startsLine = span.start === 0 || mapped.segments.some((segment) => segment.at === span.start);
    const at = startsLine ? sourceOffset(mapped, span.start) : sourceOffset(mapped, span.start - 1) + 1;
    return { span: { start: at, end: at }, text };
  });
}
