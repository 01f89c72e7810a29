import { styleText } from 'node:util';
import type { Fix, Severity } from '../../lint/finding.ts';
import { linesOf, positionAt, spanOfLines, textOf, type Source } from '../../text/source.ts';
import type { Span } from '../../text/span.ts';
import type { Inspected } from '../inspect.ts';

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** How many units of a source line are shown; a longer one is cut around its marker. */
const widestLine = 160;

const colourOf: Readonly<Record<Severity, 'red' | 'yellow' | 'cyan'>> = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
};

/** For people: a block a finding, then one line that sums up. */
export function formatText(files: readonly Inspected[], { colour }: { readonly colour: boolean }): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const blocks = files.flatMap((inspected) =>
    remarksOf(inspected).map((remark) => block(inspected.file.source, remark, paint)),
  );
  return [...blocks, `${summary(files, paint)}\n`].join('\n');
}

/** A finding, or what Docker itself says. */
interface Remark {
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly rule: string | undefined;
  readonly fix: Fix | undefined;
}

function remarksOf({ findings, problems }: Inspected): readonly Remark[] {
  const found = findings.map((finding): Remark => ({ ...finding, fix: finding.fixes[0] }));
  const said = problems.map(({ severity, message, span }): Remark => {
    const verb = severity === 'error' ? 'refuses' : 'warns about';
    return { severity, message: `Docker ${verb} this line: ${message}`, span, rule: undefined, fix: undefined };
  });
  return [...found, ...said].sort((a, b) => a.span.start - b.span.start);
}

function block(source: Source, remark: Remark, paint: Paint): string {
  const { line, column } = positionAt(source, remark.span.start);
  const { text, marker } = excerpt(source, remark.span);
  const gutter = String(line);
  const colour = colourOf[remark.severity];
  const head = [
    paint('bold', `${printable(source.path)}:${line}:${column}`),
    paint(colour, remark.severity),
    printable(remark.message),
    ...(remark.rule === undefined ? [] : [paint('dim', `(${remark.rule})`)]),
  ];
  const lines = [
    head.join(' '),
    `  ${paint('dim', `${gutter} |`)} ${text}`,
    `  ${paint('dim', `${' '.repeat(gutter.length)} |`)} ${paint(colour, marker)}`,
  ];
  const { fix } = remark;
  if (fix !== undefined) lines.push(`  ${paint('green', `fix (${fix.safety}):`)} ${printable(fix.title)}`);
  return `${lines.join('\n')}\n`;
}

/** The span's first line, and carets under the part of the span that stands on it. */
function excerpt(source: Source, span: Span): { readonly text: string; readonly marker: string } {
  const { first, last } = linesOf(source, span);
  const whole = spanOfLines(source, first, first);
  const line = textOf(source, whole).replace(/\r?\n$/, '');
  const start = span.start - whole.start;
  const cut = line.length > widestLine && start > widestLine / 2 ? start - widestLine / 4 : 0;
  const shown = line.slice(cut, cut + widestLine);
  const from = start - cut;
  const to = Math.max(from + 1, Math.min(span.end - whole.start - cut, shown.length));
  const pad = shown.slice(0, from).replace(/[^\t]/g, ' ');
  const onwards = last > first ? ` to line ${last}` : '';
  return { text: printable(shown), marker: `${pad}${'^'.repeat(to - from)}${onwards}` };
}

/** A Dockerfile may hold escape sequences that would rule the terminal: each control character becomes one visible sign. */
function printable(text: string): string {
  return text
    .replace(/\r?\n/g, ' ')
    .replace(/[\0-\x08\x0a-\x1f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
    .replace(/[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '\ufffd');
}

function summary(files: readonly Inspected[], paint: Paint): string {
  const remarks = files.flatMap(remarksOf);
  const checked = `${plural(files.length, 'file')} checked`;
  if (remarks.length === 0) return `${checked}: ${paint('green', 'nothing found')}`;
  const count = (severity: Severity) => remarks.filter((remark) => remark.severity === severity).length;
  const counts = [plural(count('error'), 'error'), plural(count('warning'), 'warning'), `${count('info')} info`].filter(
    (text) => !text.startsWith('0 '),
  );
  const fixable = remarks.filter(({ fix }) => fix !== undefined && fix.safety !== 'display').length;
  return `${checked}: ${counts.join(', ')}${fixable > 0 ? `; ${fixable} can be fixed` : ''}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
