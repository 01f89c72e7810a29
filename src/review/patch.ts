import type { Source } from '../text/source.ts';
import type { LineRange } from './model.ts';

/** One hunk as the new file sees it: line `first + n` is `lines[n]`. Deleted lines have no number there and are left out. */
export interface Hunk extends LineRange {
  readonly lines: readonly HunkLine[];
}

export interface HunkLine {
  /** Without the line feed; a carriage return stays. */
  readonly text: string;
  readonly added: boolean;
}

export interface Patch {
  readonly hunks: readonly Hunk[];
  /** False when the text ends inside a hunk or holds what no diff holds; the hunks before that are good. */
  readonly complete: boolean;
}

const header = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Reads the `patch` of GitHub's list of files: a unified diff from its first `@@` on.
 * The header's counts say where a hunk ends, so that a line of content which looks like a header is none.
 */
export function parsePatch(patch: string): Patch {
  const hunks: Hunk[] = [];
  const lines = patch.split('\n');
  let at = 0;
  while (at < lines.length) {
    const line = lines[at++] ?? '';
    const match = header.exec(line);
    if (match === null) {
      if (line === '' || line.startsWith('\\')) continue;
      return { hunks, complete: false };
    }
    const first = Number(match[2]);
    const body = readBody(lines, at, Number(match[1] ?? 1), Number(match[3] ?? 1));
    if (body === undefined) return { hunks, complete: false };
    hunks.push({ first, last: first + body.right.length - 1, lines: body.right });
    at = body.end;
  }
  return { hunks, complete: true };
}

/** Reads `left` old and `right` new lines from `at` on; undefined when they are not there. */
function readBody(
  lines: readonly string[],
  at: number,
  left: number,
  right: number,
): { readonly right: readonly HunkLine[]; readonly end: number } | undefined {
  const found: HunkLine[] = [];
  while (left > 0 || right > 0) {
    const line = lines[at++];
    if (line === undefined) return undefined;
    const mark = line.charAt(0);
    if (mark === '\\') continue; // "\ No newline at end of file" speaks of the line before
    if (mark !== '+' && mark !== '-' && mark !== ' ' && mark !== '') return undefined;
    if (mark !== '+') left -= 1;
    if (mark !== '-') {
      right -= 1;
      found.push({ text: line.slice(1), added: mark === '+' });
    }
  }
  return left === 0 && right === 0 ? { right: found, end: at } : undefined;
}

/** The hunks whose lines are those of the file: GitHub refuses a whole review for one comment on another line. */
export function hunksOf(patch: string | undefined, source: Source): readonly Hunk[] {
  if (patch === undefined) return [];
  return parsePatch(patch).hunks.filter((hunk) =>
    hunk.lines.every((line, index) => lineText(source, hunk.first + index) === line.text),
  );
}

/** Line `line` (from 1) without its line feed; undefined when the file has no such line. */
function lineText({ text, lineStarts }: Source, line: number): string | undefined {
  const start = lineStarts[line - 1];
  const next = lineStarts[line];
  if (start === undefined || (next === undefined && start === text.length)) return undefined;
  return text.slice(start, next === undefined ? text.length : next - 1);
}

/** The part of `lines` that one hunk holds, of several hunks the one with the most added lines in it. */
export function clipToHunk(hunks: readonly Hunk[], lines: LineRange): LineRange | undefined {
  let best: LineRange | undefined;
  let bestAdded = -1;
  for (const hunk of hunks) {
    const first = Math.max(hunk.first, lines.first);
    const last = Math.min(hunk.last, lines.last);
    if (first > last) continue;
    const added = countAdded(hunk, { first, last });
    if (added > bestAdded) [best, bestAdded] = [{ first, last }, added];
  }
  return best;
}

export function hunkHolding(hunks: readonly Hunk[], lines: LineRange): Hunk | undefined {
  return hunks.find((hunk) => hunk.first <= lines.first && lines.last <= hunk.last);
}

/** Whether the pull request wrote any of these lines. */
export function touches(hunks: readonly Hunk[], lines: LineRange): boolean {
  return hunks.some((hunk) => countAdded(hunk, lines) > 0);
}

function countAdded(hunk: Hunk, { first, last }: LineRange): number {
  const inside = hunk.lines.slice(Math.max(0, first - hunk.first), Math.max(0, last - hunk.first + 1));
  return inside.filter((line) => line.added).length;
}
