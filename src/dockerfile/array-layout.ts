import { applyEdits, type TextEdit } from '../text/edit.ts';
import { jsonArray } from '../text/json-array.ts';
import type { Span } from '../text/span.ts';
import type { Dockerfile } from './model.ts';
import { commentsAbove, hasCommentsInside, mapEdits, replaceCommand, type HeldCommand } from './rewrite.ts';

/** Edits that turn a command into exec form, and the argv that Docker executes afterwards. */
export interface ArrayEdits {
  readonly edits: readonly TextEdit[];
  readonly argv: readonly string[];
}

/** One word of a shell-form command: what it becomes, and where it stands in the command's text. */
export interface ArrayWord {
  readonly value: string;
  readonly span: Span;
}

/** A converted command of several lines goes on one line when it fits; longer ones keep their lines. */
const widest = 80;

/** Write the words of a shell-form command as an array, each on the line where it stands now. */
export function wordsAsArray(
  file: Dockerfile,
  held: HeldCommand,
  words: readonly ArrayWord[],
  comment?: string,
): ArrayEdits {
  const argv = words.map(({ value }) => value);
  const line = jsonArray(argv);
  if (fitsOneLine(file, held, line)) return { edits: replaceCommand(file, held, line, comment), argv };
  const last = words.length - 1;
  const edits = words.map(({ value, span }, index) => ({
    span,
    text: `${index === 0 ? '[' : ''}${JSON.stringify(value)}${index === last ? ']' : ','}`,
  }));
  const tail = cutTail(held, words[last]?.span.end ?? 0);
  return { edits: withComment(file, held, mapEdits(held.command.text, [...edits, ...tail]), comment), argv };
}

/** How a script becomes one element of an array. */
export interface ShellArray {
  /** What comes before the script: `["sh", "-c"]`. */
  readonly before: readonly string[];
  /** Changes to the script itself, in the command's text. */
  readonly changes: readonly TextEdit[];
  /** Where the script ends; what stands behind it is dropped. */
  readonly end: number;
  /** What is added to the script's end, and the elements after it. */
  readonly addition: string;
  readonly after: readonly string[];
  readonly comment?: string | undefined;
}

/** Write a shell-form command as `["sh", "-c", "…"]`; one of several lines keeps them, and the comments between them. */
export function scriptAsArray(file: Dockerfile, held: HeldCommand, array: ShellArray): ArrayEdits {
  const { before, changes, end, addition, after, comment } = array;
  const { text } = held.command.text;
  const script = applyEdits(text.slice(0, end), changes) + addition;
  if (held.command.text.segments.length === 1) {
    const argv = [...before, script, ...after];
    return { edits: replaceCommand(file, held, jsonArray(argv), comment), argv };
  }
  const escapes = escapesOf(text.slice(0, end));
  const open = { span: { start: 0, end: 0 }, text: `${jsonArray(before).slice(0, -1)}, "` };
  const rest = after.map((value) => `, ${JSON.stringify(value)}`).join('');
  const close = { span: { start: end, end: text.length }, text: `${JSON.stringify(addition).slice(1)}${rest}]` };
  const edits = mergeInsertions([open, ...changes, ...escapes, close]);
  return {
    edits: withComment(file, held, mapEdits(held.command.text, edits), comment),
    argv: [...before, script, ...after],
  };
}

/** What JSON wants escaped, where it stands. */
function escapesOf(text: string): readonly TextEdit[] {
  return [...text.matchAll(/["\\\0-\x1f]/g)].map((match) => ({
    span: { start: match.index, end: match.index + 1 },
    text: JSON.stringify(match[0]).slice(1, -1),
  }));
}

/** Insertions at one place, and one in front of a replacement, become a single edit: two would conflict. */
function mergeInsertions(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const merged: TextEdit[] = [];
  for (const edit of sorted) {
    const previous = merged.at(-1);
    const joins = previous?.span.end === edit.span.start && previous.span.start === previous.span.end;
    if (joins) merged.pop();
    merged.push(joins ? { span: edit.span, text: previous.text + edit.text } : edit);
  }
  return merged;
}

function cutTail({ command }: HeldCommand, end: number): readonly TextEdit[] {
  const { length } = command.text.text;
  return end < length ? [{ span: { start: end, end: length }, text: '' }] : [];
}

function withComment(
  file: Dockerfile,
  held: HeldCommand,
  edits: readonly TextEdit[],
  comment: string | undefined,
): readonly TextEdit[] {
  return comment === undefined ? edits : [commentsAbove(file, held.instruction, [comment]), ...edits];
}

function fitsOneLine(file: Dockerfile, { inner, command }: HeldCommand, line: string): boolean {
  if (command.text.segments.length === 1) return true;
  return !hasCommentsInside(file, command.span) && inner.keyword.length + 1 + line.length <= widest;
}
