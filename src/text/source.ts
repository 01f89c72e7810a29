import { lastIndexOf } from './bisect.ts';
import type { Span } from './span.ts';

/** A file's original text, and where its lines begin. Every offset of the product points into `text`. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** Offset of the first unit of each line; a text that ends with a line break has an empty last line. */
  readonly lineStarts: readonly number[];
}

/** Line and column, both from 1; the column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function createSource(path: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { path, text, lineStarts };
}

/** The position of `offset`, which may be the end of the text. Offsets outside are clamped. */
export function positionAt(source: Source, offset: number): Position {
  const { lineStarts } = source;
  const wanted = Math.max(0, Math.min(offset, source.text.length));
  const index = lastIndexOf(lineStarts.length, (each) => (lineStarts[each] ?? 0) <= wanted);
  return { line: index + 1, column: wanted - (lineStarts[index] ?? 0) + 1 };
}

/** First and last line (from 1, inclusive) that a span touches. An end at a line's very start belongs to the line before. */
export function linesOf(source: Source, span: Span): { readonly first: number; readonly last: number } {
  const first = positionAt(source, span.start).line;
  const last = positionAt(source, Math.max(span.start, span.end - 1)).line;
  return { first, last };
}

/** The span of whole lines `first..last` (from 1, inclusive), with the last one's line break. */
export function spanOfLines(source: Source, first: number, last: number): Span {
  const { lineStarts, text } = source;
  return { start: lineStarts[first - 1] ?? text.length, end: lineStarts[last] ?? text.length };
}

export function textOf(source: Source, span: Span): string {
  return source.text.slice(span.start, span.end);
}
