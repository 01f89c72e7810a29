/** One line of an edit script: kept, taken from the old text, or brought by the new one. The text has its line break. */
interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

const contextLines = 3;

/** Above this many cells the changed middle is replaced as a whole: a longer patch, and never a wrong one. */
const largestTable = 4_000_000;

/** A patch that `git apply` takes; empty when the texts are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const steps = editScript(linesOf(before), linesOf(after));
  const body = hunksOf(steps).map((hunk) => printHunk(steps, hunk));
  const name = path.replace(/^\/+/, '');
  return `--- a/${name}\n+++ b/${name}\n${body.join('')}`;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function editScript(a: readonly string[], b: readonly string[]): readonly Step[] {
  const least = Math.min(a.length, b.length);
  let head = 0;
  while (head < least && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < least - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const kept = (text: string): Step => ({ sign: ' ', text });
  return [
    ...a.slice(0, head).map(kept),
    ...changes(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(kept),
  ];
}

/** The shortest script by the table of longest common subsequences. */
function changes(a: readonly string[], b: readonly string[]): readonly Step[] {
  const width = b.length + 1;
  const fits = (a.length + 1) * width <= largestTable;
  const common = new Uint32Array(fits ? (a.length + 1) * width : 0);
  const at = (row: number, column: number) => common[row * width + column] ?? 0;
  for (let row = fits ? a.length - 1 : -1; row >= 0; row--) {
    for (let column = b.length - 1; column >= 0; column--) {
      const same = a[row] === b[column];
      common[row * width + column] = same
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const steps: Step[] = [];
  let row = 0;
  let column = 0;
  while (row < a.length || column < b.length) {
    const [old, fresh] = [a[row], b[column]];
    if (fits && old !== undefined && old === fresh) {
      steps.push({ sign: ' ', text: old });
      row++;
      column++;
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      steps.push({ sign: '-', text: old });
      row++;
    } else if (fresh !== undefined) {
      steps.push({ sign: '+', text: fresh });
      column++;
    }
  }
  return steps;
}

interface Hunk {
  readonly start: number;
  readonly end: number;
}

/** Ranges of steps: changes with their context, those that touch joined. */
function hunksOf(steps: readonly Step[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, { sign }] of steps.entries()) {
    if (sign === ' ') continue;
    const last = hunks.at(-1);
    const start = Math.max(0, index - contextLines);
    const end = Math.min(steps.length, index + contextLines + 1);
    if (last !== undefined && last.end >= start) hunks[hunks.length - 1] = { start: last.start, end };
    else hunks.push({ start, end });
  }
  return hunks;
}

function printHunk(steps: readonly Step[], { start, end }: Hunk): string {
  const count = (from: number, to: number, sign: '-' | '+') =>
    steps.slice(from, to).filter((step) => step.sign === ' ' || step.sign === sign).length;
  const range = (sign: '-' | '+') => {
    const length = count(start, end, sign);
    return `${sign}${count(0, start, sign) + (length === 0 ? 0 : 1)},${length}`;
  };
  const lines = steps.slice(start, end).map(({ sign, text }) => {
    return text.endsWith('\n') ? `${sign}${text}` : `${sign}${text}\n\\ No newline at end of file\n`;
  });
  return `@@ ${range('-')} ${range('+')} @@\n${lines.join('')}`;
}
