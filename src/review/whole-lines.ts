import type { LineRange } from './model.ts';

/** A change said in whole lines: `first..last` become `lines`. Nothing is replaced where `last` is `first - 1`. */
export interface LineChange extends LineRange {
  readonly lines: readonly string[];
  /** The text's last line feed comes or goes, which lines cannot say. */
  readonly changesEnd: boolean;
}

/**
 * The least change in whole lines that makes `after` of `before`. Lines end with `\n`; a `\r` before it is content.
 * Of a deletion among equal lines, the one nearest to `near` is named: which one makes no difference to the text.
 */
export function lineChange(before: string, after: string, near: LineRange): LineChange {
  const old = splitLines(before);
  const now = splitLines(after);
  const changesEnd = before.endsWith('\n') !== after.endsWith('\n');
  const anchored = trimmed(old, now, near.first - 1);
  const { start, oldEnd, newEnd } = anchored.newEnd === anchored.start ? anchored : trimmed(old, now, old.length);
  return { first: start + 1, last: oldEnd, lines: now.slice(start, newEnd), changesEnd };
}

/** What is left when equal lines at both ends are taken off, at most `most` of them at the start. */
function trimmed(
  old: readonly string[],
  now: readonly string[],
  most: number,
): { readonly start: number; readonly oldEnd: number; readonly newEnd: number } {
  let start = 0;
  while (start < Math.min(most, old.length, now.length) && old[start] === now[start]) start += 1;
  let oldEnd = old.length;
  let newEnd = now.length;
  while (oldEnd > start && newEnd > start && old[oldEnd - 1] === now[newEnd - 1]) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  return { start, oldEnd, newEnd };
}

/** The lines of a text; a line feed at the end begins no line. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/**
 * A suggestion replaces at least one line, and a block with one empty line is ambiguous (no line, or one?).
 * Such a change takes in a neighbour and repeats it: the one that `mayTake` allows, best inside `near`.
 */
export function widen(
  change: LineChange,
  old: readonly string[],
  near: LineRange,
  mayTake: (line: number) => boolean,
): LineChange | undefined {
  const replacesNothing = change.last < change.first;
  const isOneEmptyLine = change.lines.length === 1 && change.lines[0] === '';
  if (!replacesNothing && !isOneEmptyLine) return change;
  const isNear = (line: number): boolean => near.first <= line && line <= near.last;
  const neighbours = [change.last + 1, change.first - 1].filter(
    (line) => line >= 1 && line <= old.length && mayTake(line),
  );
  const taken = neighbours.find(isNear) ?? neighbours[0];
  if (taken === undefined) return undefined;
  const repeated = old[taken - 1] ?? '';
  if (taken < change.first) return { ...change, first: taken, lines: [repeated, ...change.lines] };
  return { ...change, last: taken, lines: [...change.lines, repeated] };
}
