import { sourceOffset, sourceSpan, type MappedText, type Segment } from '../text/mapped.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { looksLikeArray } from './form.ts';
import { healthcheckCommand, type PlainInstruction } from './instruction.ts';
import type { Command, Heredoc, Shell } from './model.ts';

const COMMAND_KEYWORDS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'SHELL']);

/** What an instruction makes Docker execute, given the shell in force; undefined for instructions that execute nothing. */
export function commandOf(source: Source, instruction: PlainInstruction, shell: Shell): Command | undefined {
  const text = commandText(instruction);
  if (text === undefined) return undefined;
  const { json, heredocs } = instruction;
  const span = sourceSpan(text, { start: 0, end: text.text.length });
  if (json !== undefined) return { form: 'exec', malformedArray: false, argv: json.values, text, span, shell };
  const [heredoc] = heredocs;
  if (heredoc !== undefined) return heredocCommand(source, instruction, heredoc, shell);
  const malformedArray = looksLikeArray(text.text, shell.kind);
  return { form: 'shell', malformedArray, argv: [...shell.argv, text.text], text, span, shell };
}

function commandText(instruction: PlainInstruction): MappedText | undefined {
  const { keyword, args } = instruction;
  if (COMMAND_KEYWORDS.has(keyword)) return args;
  return keyword === 'HEALTHCHECK' && /^cmd(?:\s|$)/i.test(args.text) ? healthcheckCommand(args) : undefined;
}

/**
 * `RUN <<EOF`: the body is the script. `RUN cat <<EOF >x`: the shell gets the line and the bodies as they stand,
 * which is plain shell form (convert.go, dispatchRun).
 */
function heredocCommand(source: Source, instruction: PlainInstruction, first: Heredoc, shell: Shell): Command {
  const { args: line, heredocs } = instruction;
  const { end } = instruction.span;
  if (heredocs.length === 1 && isLone(line, first)) {
    const text = bodyText(source, first);
    const span = { start: first.opener.start, end };
    return {
      form: 'heredoc',
      malformedArray: false,
      argv: scriptArgv(text.text, first.name, shell),
      text,
      span,
      shell,
    };
  }
  const text = withBodies(source, line, heredocs);
  const span = { start: sourceOffset(line, 0), end };
  return { form: 'shell', malformedArray: false, argv: [...shell.argv, text.text], text, span, shell };
}

function isLone(line: MappedText, heredoc: Heredoc): boolean {
  const whole = sourceSpan(line, { start: 0, end: line.text.length });
  return whole.start === heredoc.opener.start && whole.end === heredoc.opener.end;
}

/** A body that begins `#!` is put in a file and run, whatever SHELL says. */
function scriptArgv(body: string, name: string, shell: Shell): readonly string[] {
  if (!body.startsWith('#!')) return [...shell.argv, body];
  const [, interpreter = '', argument = ''] = /^#![ \t]*([^ \t\r\n]*)([^\r\n]*)/.exec(body) ?? [];
  return [interpreter, ...(argument.trim() === '' ? [] : [argument.trim()]), `/dev/pipes/${name}`];
}

/** A heredoc's body; with `<<-` without the tabs at the beginning of its lines. */
function bodyText(source: Source, heredoc: Heredoc): MappedText {
  const { body, chomp } = heredoc;
  const whole: MappedText = {
    text: source.text.slice(body.start, body.end),
    segments: [{ at: 0, source: body.start }],
  };
  if (!chomp || !/^\t/m.test(whole.text)) return whole;
  const parts: Span[] = [];
  for (let at = 0; at < whole.text.length;) {
    const next = whole.text.indexOf('\n', at) + 1 || whole.text.length;
    let start = at;
    while (whole.text[start] === '\t') start++;
    parts.push({ start: body.start + start, end: body.start + next });
    at = next;
  }
  return join(source, parts);
}

/** The line, and after it each body with its delimiter. */
function withBodies(source: Source, line: MappedText, heredocs: readonly Heredoc[]): MappedText {
  const bodies = heredocs.flatMap(({ body, delimiter }) => {
    const lineBreak = source.text[body.start - 1] === '\n' ? [{ start: body.start - 1, end: body.start }] : [];
    return [...lineBreak, body, delimiter];
  });
  const tail = join(source, bodies);
  const shift = line.text.length;
  const segments = tail.text === '' ? [] : tail.segments.map(({ at, source }) => ({ at: at + shift, source }));
  return { text: line.text + tail.text, segments: [...line.segments, ...segments] };
}

function join(source: Source, parts: readonly Span[]): MappedText {
  const segments: Segment[] = [];
  let text = '';
  for (const { start, end } of parts) {
    if (start === end) continue;
    segments.push({ at: text.length, source: start });
    text += source.text.slice(start, end);
  }
  return { text, segments: segments.length > 0 ? segments : [{ at: 0, source: parts[0]?.start ?? 0 }] };
}

/** The words of CMD or ENTRYPOINT with another shell in front of their text, as when the base image turns out to set one. */
export function withShell({ form, argv, text }: Command, shell: Shell): readonly string[] {
  return form === 'exec' ? argv : [...shell.argv, text.text];
}
