import type { MappedText, Segment } from '../text/mapped.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { isBlank, skipBlanks } from './blanks.ts';
import type { Comment, Dockerfile } from './model.ts';

/** One instruction's text: continuations joined, comments and empty lines inside dropped. */
export interface LogicalLine {
  readonly mapped: MappedText;
  /** Half-open, in line indexes from 0; comments and empty lines inside are counted. */
  readonly first: number;
  readonly next: number;
  /** Without leading blanks and without the last line break. */
  readonly span: Span;
  readonly comments: readonly Comment[];
  /** Empty lines inside the instruction, which Docker warns about. */
  readonly emptyLines: readonly Span[];
}

/** How many lines the builder sees: a line break at the very end begins no further line. */
export function countLines(source: Source): number {
  const { text, lineStarts } = source;
  return text === '' || text.endsWith('\n') ? lineStarts.length - 1 : lineStarts.length;
}

/** A line without its break. All `\r` and `\n` at the end go, as the builder trims them. */
export function lineSpan(source: Source, index: number): Span {
  const start = source.lineStarts[index] ?? source.text.length;
  let end = source.lineStarts[index + 1] ?? source.text.length;
  while (end > start && isBreak(source.text.charCodeAt(end - 1))) end--;
  return { start: index === 0 && source.text.startsWith('\uFEFF') ? 1 : start, end };
}

/** The comment that a line is, when its first non-blank unit is `#`. */
export function commentAt(source: Source, index: number): Comment | undefined {
  const { start, end } = lineSpan(source, index);
  const hash = skipBlanks(source.text, start, end);
  if (hash === end || source.text.charCodeAt(hash) !== HASH) return undefined;
  return { line: index + 1, span: { start: hash, end }, text: source.text.slice(hash + 1, end).trim() };
}

/** Join the lines of the instruction that begins in line `first` (from 0), which is neither empty nor a comment. */
export function readLogicalLine(source: Source, first: number, escape: Dockerfile['escape']): LogicalLine {
  const count = countLines(source);
  const pieces = new Pieces(source.text);
  const comments: Comment[] = [];
  const emptyLines: Span[] = [];
  const line = lineSpan(source, first);
  const start = skipBlanks(source.text, line.start, line.end);
  let open = pieces.add(start, line.end, escape);
  let end = line.end;
  let next = first + 1;
  for (; open && next < count; next++) {
    const { start: from, end: to } = lineSpan(source, next);
    const content = skipBlanks(source.text, from, to);
    const comment = source.text.charCodeAt(content) === HASH && content < to ? commentAt(source, next) : undefined;
    if (comment !== undefined) comments.push(comment);
    else if (content === to) emptyLines.push({ start: from, end: to });
    else open = pieces.add(from, to, escape);
    end = to;
  }
  return { mapped: pieces.join(start), first, next, span: { start, end }, comments, emptyLines };
}

const HASH = 0x23;

function isBreak(unit: number): boolean {
  return unit === 0x0a || unit === 0x0d;
}

/** Collects the stretches of source that make up a logical line. */
class Pieces {
  private readonly source: string;
  private text = '';
  private readonly segments: Segment[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /** Takes `[start, end)` without its continuation; says whether the next line continues it. */
  add(start: number, end: number, escape: Dockerfile['escape']): boolean {
    const mark = continuationAt(this.source, start, end, escape);
    const stop = mark ?? end;
    if (stop > start) {
      this.segments.push({ at: this.text.length, source: start });
      this.text += this.source.slice(start, stop);
    }
    return mark !== undefined;
  }

  join(start: number): MappedText {
    return { text: this.text, segments: this.segments.length > 0 ? this.segments : [{ at: 0, source: start }] };
  }
}

/** Where the escape character that continues a line stands: its last non-blank unit, and not doubled. */
function continuationAt(text: string, start: number, end: number, escape: string): number | undefined {
  let last = end - 1;
  while (last >= start && (text[last] === ' ' || text[last] === '\t')) last--;
  if (last < start || text[last] !== escape) return undefined;
  return last > start && text[last - 1] === escape ? undefined : last;
}

/** Whether a line holds nothing but blanks. */
export function isEmptyLine(source: Source, index: number): boolean {
  const { start, end } = lineSpan(source, index);
  for (let at = start; at < end; at++) if (!isBlank(source.text.charCodeAt(at))) return false;
  return true;
}
