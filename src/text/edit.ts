import { compareSpans, overlaps, type Span } from './span.ts';

/** Replace the range `span` of the original text by `text`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Whether two edits cannot both be made. Equal edits can (they are one); two different insertions at one place cannot. */
export function conflicts(a: TextEdit, b: TextEdit): boolean {
  if (sameEdit(a, b)) return false;
  const insertsInside = (insert: Span, other: Span): boolean =>
    insert.start === insert.end && other.start <= insert.start && insert.start < other.end;
  const samePlace = a.span.start === b.span.start && a.span.end === b.span.end;
  return overlaps(a.span, b.span) || samePlace || insertsInside(a.span, b.span) || insertsInside(b.span, a.span);
}

/** Edits in the order of their places, equal ones once. */
export function inOrder<Edit extends TextEdit>(edits: readonly Edit[]): readonly Edit[] {
  const sorted = [...edits].sort((a, b) => compareSpans(a.span, b.span));
  return sorted.filter((edit, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || !sameEdit(previous, edit);
  });
}

/** Make all edits at once. Edits are ranges on the original text, must not conflict, and may come in any order; equal ones count once. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  // Not joined: added up, the parts share the memory of the original, which many fixes of one long script edit.
  let edited = '';
  let at = 0;
  for (const edit of inOrder(edits)) {
    edited += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return edited + text.slice(at);
}

/** Where a span is after the edits; what is inserted at its borders or overlaps them belongs to it. */
export function spanAfter(before: Span, edits: readonly TextEdit[]): Span {
  let { start, end } = before;
  const belongs = ({ span }: TextEdit): boolean =>
    (span.start < end && start < span.end) || (span.start === span.end && start <= span.start && span.start <= end);
  for (const edit of edits.filter(belongs)) {
    start = Math.min(start, edit.span.start);
    end = Math.max(end, edit.span.end);
  }
  const shift = (some: readonly TextEdit[]): number => some.reduce((sum, edit) => sum + growthOf(edit), 0);
  const above = shift(edits.filter((edit) => !belongs(edit) && edit.span.end <= start));
  return { start: start + above, end: end + above + shift(edits.filter(belongs)) };
}

/** How much longer an edit makes the text. */
export function growthOf({ span, text }: TextEdit): number {
  return text.length - (span.end - span.start);
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
