import { lastIndexOf } from './bisect.ts';
import type { Span } from './span.ts';

/** One stretch of a mapped text that stands unbroken in the source: `text[at…]` is `source[source…]`. */
export interface Segment {
  readonly at: number;
  readonly source: number;
}

/**
 * A text put together from pieces of a source (a logical line without its continuations, a heredoc's body),
 * that knows for each of its units where it stands in the source.
 */
export interface MappedText {
  readonly text: string;
  /** Ascending in `at`; the first begins at 0. */
  readonly segments: readonly Segment[];
}

/** A text that stands in the source as it is, from `start` on. */
export function mapDirect(text: string, start: number): MappedText {
  return { text, segments: [{ at: 0, source: start }] };
}

/** Where the unit at `offset` stands in the source. `offset` may be the text's end: then one after its last unit. */
export function sourceOffset(mapped: MappedText, offset: number): number {
  if (offset > 0 && offset >= mapped.text.length) return sourceOffset(mapped, mapped.text.length - 1) + 1;
  const { segments } = mapped;
  const last = lastIndexOf(segments.length, (index) => segments[index]!.at <= offset);
  const segment = segments[Math.max(0, last)];
  return segment === undefined ? offset : segment.source + (offset - segment.at);
}

/** The source range of `[start, end)` of the mapped text, from its first unit to one after its last. */
export function sourceSpan(mapped: MappedText, span: Span): Span {
  const start = sourceOffset(mapped, span.start);
  return { start, end: span.end > span.start ? sourceOffset(mapped, span.end - 1) + 1 : start };
}

/** A part of a mapped text, still mapped. */
export function sliceMapped(mapped: MappedText, start: number, end: number = mapped.text.length): MappedText {
  const first = { at: 0, source: sourceOffset(mapped, start) };
  const rest = mapped.segments.filter((segment) => segment.at > start && segment.at < end);
  return {
    text: mapped.text.slice(start, end),
    segments: [first, ...rest.map((segment) => ({ at: segment.at - start, source: segment.source }))],
  };
}
