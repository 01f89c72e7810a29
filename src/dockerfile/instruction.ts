import { mapDirect, sliceMapped, sourceSpan, type MappedText } from '../text/mapped.ts';
import { positionAt, type Source } from '../text/source.ts';
import { isBlank, isSeparator, skipBlanks, trimEnd } from './blanks.ts';
import { readFlags } from './flags.ts';
import type { HeredocReader } from './heredoc.ts';
import { readJsonArray } from './json.ts';
import type { LogicalLine } from './lines.ts';
import type { Dockerfile, Heredoc, Instruction, JsonArray, Problem } from './model.ts';
import { nameValueProblem } from './name-values.ts';

/** An instruction as it stands, before it is known to which stage it belongs and what its command executes. */
export type PlainInstruction = Omit<Instruction, 'trigger' | 'command' | 'stage'> & {
  readonly trigger: PlainInstruction | undefined;
};

export interface ReadInstruction {
  readonly instruction: PlainInstruction;
  readonly problems: readonly Problem[];
  /** Index of the first line after it, heredocs included. */
  readonly next: number;
}

const HEREDOC_KEYWORDS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);
const ARRAY_KEYWORDS: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'RUN', 'SHELL', 'ADD', 'COPY', 'VOLUME']);
const NO_HEREDOCS: readonly Heredoc[] = [];

/** Read the instruction of a logical line, and the heredoc bodies that follow it. */
export function readInstruction(
  source: Source,
  line: LogicalLine,
  escape: Dockerfile['escape'],
  heredocReader: HeredocReader,
): ReadInstruction {
  const { mapped } = line;
  const parts = readParts(mapped, 0, escape);
  const problems = [...parts.problems];
  const trigger = parts.keyword === 'ONBUILD' && parts.args.text !== '' ? readTrigger(parts, escape) : undefined;
  if (trigger !== undefined) problems.push(...trigger.problems);

  const target = trigger ?? parts;
  const mayHaveHeredocs =
    HEREDOC_KEYWORDS.has(target.keyword) && target.json === undefined && mapped.text.includes('<<');
  const { heredocs, next } = mayHaveHeredocs
    ? heredocReader.read(mapped, line.next)
    : { heredocs: NO_HEREDOCS, next: line.next };
  for (const heredoc of heredocs) {
    if (!heredoc.terminated)
      problems.push({ message: 'unterminated heredoc', span: heredoc.opener, severity: 'error' });
  }
  const lines = { startLine: line.first + 1, endLine: next };
  const end = heredocs.reduce((last, heredoc) => Math.max(last, endOf(source, heredoc)), line.span.end);
  const whole = { ...lines, span: { start: line.span.start, end }, heredocs };
  const instruction: PlainInstruction = {
    ...fieldsOf(parts, mapped),
    ...whole,
    trigger: trigger && {
      ...fieldsOf(trigger, parts.args),
      ...whole,
      startLine: positionAt(source, trigger.keywordSpan.start).line,
      span: { start: trigger.keywordSpan.start, end },
      trigger: undefined,
    },
  };
  return { instruction, problems, next };
}

/** Where a heredoc ends; one that is not closed, with the last line of its body that is not empty. */
function endOf(source: Source, { terminated, delimiter, body }: Heredoc): number {
  if (terminated) return delimiter.end;
  let end = body.end;
  while (end > body.start && (source.text[end - 1] === '\n' || source.text[end - 1] === '\r')) end--;
  return end === body.start ? 0 : end;
}

interface Parts extends Pick<PlainInstruction, 'keyword' | 'keywordSpan' | 'flags' | 'args' | 'json'> {
  readonly problems: readonly Problem[];
}

function fieldsOf(
  parts: Parts,
  line: MappedText,
): Omit<PlainInstruction, 'span' | 'startLine' | 'endLine' | 'heredocs'> {
  const { keyword, keywordSpan, flags, args, json } = parts;
  return { keyword, keywordSpan, line, flags, args, json, trigger: undefined };
}

/** The instruction inside ONBUILD. Docker allows no chain of them, so one inside it is not looked into further. */
function readTrigger(onbuild: Parts, escape: Dockerfile['escape']): Parts {
  return readParts(onbuild.args, 0, escape);
}

/** Keyword, flags and arguments of the text from `from` on. */
function readParts(line: MappedText, from: number, escape: Dockerfile['escape']): Parts {
  const { text } = line;
  const start = skipBlanks(text, from, text.length);
  const end = trimEnd(text, start, text.length);
  let keywordEnd = start;
  while (keywordEnd < end && !isSeparator(text.charCodeAt(keywordEnd))) keywordEnd++;
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const keywordSpan = sourceSpan(line, { start, end: keywordEnd });
  const { flags, next } = readFlags(line, keywordEnd, end, escape);
  const args = next < end ? sliceMapped(line, next, end) : mapDirect('', keywordSpan.end);
  const array = arrayOf(keyword, args);
  const problem = argumentProblem(keyword, args.text, array, escape);
  const problems: readonly Problem[] =
    problem === undefined
      ? []
      : [{ message: problem, span: sourceSpan(args, { start: 0, end: args.text.length }), severity: 'error' }];
  return { keyword, keywordSpan, flags, args, json: array === 'not-strings' ? undefined : array, problems };
}

function arrayOf(keyword: string, args: MappedText): JsonArray | 'not-strings' | undefined {
  if (ARRAY_KEYWORDS.has(keyword)) return readJsonArray(args);
  return keyword === 'HEALTHCHECK' ? readJsonArray(healthcheckCommand(args)) : undefined;
}

/** What follows the first word of HEALTHCHECK's arguments: the text of its command. */
export function healthcheckCommand(args: MappedText): MappedText {
  const { text } = args;
  let end = 0;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  return sliceMapped(args, skipBlanks(text, end, text.length));
}

function argumentProblem(
  keyword: string,
  args: string,
  array: JsonArray | 'not-strings' | undefined,
  escape: string,
): string | undefined {
  if (array === 'not-strings') return 'when using JSON array syntax, arrays must be comprised of strings only';
  if (keyword === 'ENV' || keyword === 'LABEL') return nameValueProblem(keyword, args, escape);
  return undefined;
}
