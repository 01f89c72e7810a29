export type LineType = 'context' | 'added' | 'removed';

export interface HunkLine {
  readonly type: LineType;
  /** From 1; undefined where the line does not exist on that side. */
  readonly old: number | undefined;
  readonly new: number | undefined;
  /** Without the sign; a CRLF file's lines keep their `\r`. */
  readonly text: string;
  readonly noNewline: boolean;
}

export interface Hunk {
  readonly header: string;
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
}

const HEADER = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const TYPES: Readonly<Record<string, LineType>> = { ' ': 'context', '+': 'added', '-': 'removed' };

/** Reads a patch that starts at its first `@@`, as GitHub gives it and as git writes it. */
export function parseHunks(patch: string): Hunk[] {
  const hunks: { header: string; body: string[] }[] = [];
  for (const line of patch.split('\n')) {
    if (HEADER.test(line)) hunks.push({ header: line, body: [] });
    else hunks.at(-1)?.body.push(line);
  }
  return hunks.map(({ header, body }) => readHunk(header, body));
}

function readHunk(header: string, body: readonly string[]): Hunk {
  const [, oldStart = '0', oldLines = '1', newStart = '0', newLines = '1'] = HEADER.exec(header) ?? [];
  const lines: HunkLine[] = [];
  let old = Number(oldStart);
  let fresh = Number(newStart);
  for (const [index, line] of body.entries()) {
    const type = TYPES[line.charAt(0)];
    if (type === undefined) continue;
    lines.push({
      type,
      old: type === 'added' ? undefined : old++,
      new: type === 'removed' ? undefined : fresh++,
      text: line.slice(1),
      noNewline: body[index + 1]?.startsWith('\\') ?? false,
    });
  }
  return {
    header,
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
    lines,
  };
}

export type Side = 'LEFT' | 'RIGHT';

/**
 * Whether a review comment may stand on this line: RIGHT takes added and context lines by their number in the head's
 * file, LEFT takes removed and context lines by their number in the base's file.
 */
export function isOn(line: HunkLine, side: Side, number: number): boolean {
  return side === 'RIGHT' ? line.new === number : line.old === number;
}

/** The hunk that holds the line, or undefined. */
export function hunkAt(hunks: readonly Hunk[], side: Side, number: number): Hunk | undefined {
  return hunks.find((hunk) => hunk.lines.some((line) => isOn(line, side, number)));
}

/**
 * Maps a line of the old file through the hunks (of a diff with any context) to its number in the new file;
 * undefined when the line was removed or changed.
 */
export function mapLine(hunks: readonly Hunk[], number: number): number | undefined {
  let shift = 0;
  for (const hunk of hunks) {
    const first = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart;
    if (number < first) break;
    if (number < first + hunk.oldLines) return hunk.lines.find((line) => line.old === number)?.new;
    shift += hunk.newLines - hunk.oldLines;
  }
  return number + shift;
}

/** GitHub's `diff_hunk`: the hunk from its header down to the commented line. */
export function hunkExcerpt(hunk: Hunk, side: Side, number: number): string {
  const last = hunk.lines.findIndex((line) => isOn(line, side, number));
  return [hunk.header, ...hunk.lines.slice(0, last + 1).map(writeLine)].join('\n');
}

/** GitHub's legacy `position`: lines down from the file's first `@@`, later headers counted. */
export function positionOf(hunks: readonly Hunk[], side: Side, number: number): number | undefined {
  let position = -1;
  for (const hunk of hunks) {
    position += 1;
    for (const line of hunk.lines) {
      position += 1;
      if (isOn(line, side, number)) return position;
      if (line.noNewline) position += 1;
    }
  }
  return undefined;
}

function writeLine(line: HunkLine): string {
  const sign = line.type === 'added' ? '+' : line.type === 'removed' ? '-' : ' ';
  return sign + line.text;
}
