import type { Finding } from '../lint/finding.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { hidesSomething } from './markdown.ts';
import type { LineRange, Suggestion } from './model.ts';
import { hunkHolding, type Hunk } from './patch.ts';
import { outcomesOf, type Outcome, type Relint } from './sequence.ts';
import { lineChange, splitLines, widen, type LineChange } from './whole-lines.ts';

/** One instruction, and what was found on it. */
export interface Subject {
  readonly span: Span;
  readonly lines: LineRange;
  readonly findings: readonly Finding[];
}

export interface SuggestContext {
  readonly source: Source;
  readonly hunks: readonly Hunk[];
  /** Lines that other suggestions replace. */
  readonly taken: readonly LineRange[];
  readonly relint: Relint;
}

/** A comment's body holds 65,536 characters, the suggestion is only a part of it. */
const longest = 20_000;

/**
 * The one suggestion of an instruction: the best outcome of its fixes that GitHub can apply. Where it can apply none,
 * the best outcome with the reason in `blocked`. undefined when there is no fix.
 */
export function suggest(subject: Subject, context: SuggestContext): Suggestion | undefined {
  const outcomes = outcomesOf(context.source.text, subject.span, subject.findings, context.relint);
  let best: Suggestion | undefined;
  for (const outcome of outcomes) {
    const suggestion = suggestionFrom(outcome, subject.lines, context);
    if (suggestion.blocked === undefined) return suggestion;
    best ??= suggestion;
  }
  return best;
}

/** What an outcome changes, in whole lines; `blocked` when GitHub cannot apply it. `near`: where it is meant to be. */
export function suggestionFrom(
  outcome: Outcome,
  near: LineRange,
  { source, hunks, taken }: Omit<SuggestContext, 'relint'>,
): Suggestion {
  const { text } = source;
  const old = splitLines(text);
  const change = lineChange(text, outcome.text, near);
  const inHunk = (range: LineRange): boolean => hunkHolding(hunks, range) !== undefined;
  const sameHunk = (line: number): boolean =>
    inHunk({ first: Math.min(line, change.first), last: Math.max(line, change.last) });
  const widened = widen(change, old, near, sameHunk);
  const { first, last, lines } = widened ?? change;
  const isFree = (range: LineRange): boolean =>
    !taken.some((other) => range.first <= other.last && other.first <= range.last);
  const blocked = endOrContent(text, old, widened ?? change) ?? placement(widened, inHunk, isFree);
  const [{ title } = { title: '' }, ...more] = outcome.fixes;
  const titles = [title, ...more.map((fix) => fix.title)].join('; ');
  return { first, last, lines: lines.map(withoutReturn), title: titles, safety: outcome.safety, blocked };
}

/** Why the file or the lines themselves forbid a suggestion. */
function endOrContent(
  text: string,
  old: readonly string[],
  { last, lines, changesEnd }: LineChange,
): string | undefined {
  // GitHub writes the lines of a suggestion with LF: https://github.com/w3c-fedid/digital-credentials/issues/572
  if (text.includes('\r\n')) return 'the file has CRLF line ends, which GitHub would not keep';
  const deletesTheOpenEnd = lines.length === 0 && last === old.length && !text.endsWith('\n');
  if (changesEnd || deletesTheOpenEnd) return 'it changes how the file ends, which a suggestion cannot say';
  // U+FFFD stands for bytes that are no UTF-8; a suggestion would write the character into the file.
  const unseen = lines.some((line) => hidesSomething(line) || line.includes('\ufffd'));
  if (unseen) return 'its lines hold characters that cannot be seen';
  return lines.join('\n').length > longest ? 'it is too long for a comment' : undefined;
}

function placement(
  change: LineChange | undefined,
  inHunk: (range: LineRange) => boolean,
  isFree: (range: LineRange) => boolean,
): string | undefined {
  if (change === undefined || !inHunk(change)) return 'it changes lines outside the diff';
  return isFree(change) ? undefined : 'it changes the same lines as another suggestion';
}

function withoutReturn(line: string): string {
  return line.replace(/\r$/, '');
}
