import { applyEdits, type TextEdit } from '../text/edit.ts';
import { sourceOffset, type MappedText } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { Dockerfile } from './model.ts';
import { lineBreakOf, mapEdits } from './rewrite.ts';
import type { RunScript } from './run-scripts.ts';

/** A change of a script, in the file and as the shell will read it. */
export interface ScriptEdit {
  readonly edits: readonly TextEdit[];
  /** The whole script afterwards. */
  readonly text: string;
}

/** Edits of a script's text, mapped to the file. */
export function editScript(script: MappedText, edits: readonly TextEdit[]): ScriptEdit {
  return { edits: mapEdits(script, edits), text: applyEdits(script.text, edits) };
}

/**
 * Put ` && command` behind a command of a script. Where the command stands on continued lines it gets a line of its
 * own, with the operator where the author writes it.
 */
export function chainBehind(
  file: Dockerfile,
  script: MappedText,
  { start, end }: Span,
  command: string,
  as: RunScript['as'],
): ScriptEdit {
  if (as !== 'line') {
    // The lines of a heredoc are the shell's own: nothing joins them, and a carriage return at their end is a word's.
    const at = script.text[end - 1] === '\r' ? end - 1 : end;
    return editScript(script, [{ span: { start: at, end: at }, text: ` && ${command}` }]);
  }
  const layout = layoutAt(file, sourceOffset(script, start), sourceOffset(script, end - 1));
  const inSource = layout(`&& ${command}`, command);
  const joined = inSource.replaceAll(continuation(file), '');
  const at = { start: end, end };
  const [edit] = mapEdits(script, [{ span: at, text: inSource }]);
  return {
    edits: edit === undefined ? [] : [edit],
    text: applyEdits(script.text, [{ span: at, text: joined }]),
  };
}

function continuation(file: Dockerfile): string {
  return `${file.escape}${lineBreakOf(file)}`;
}

type Layout = (withOperator: string, command: string) => string;

function layoutAt(file: Dockerfile, first: number, last: number): Layout {
  const { text } = file.source;
  const [firstLine, lastLine] = [lineAround(text, first), lineAround(text, last)];
  const leads = /^([ \t]*)(&&|;)?[ \t]*/.exec(firstLine);
  const continued = /^[ \t]+\S/.test(firstLine) || firstLine !== lastLine;
  if (!continued || leads === null) return (withOperator) => ` ${withOperator}`;
  const onKeyword = /^\s*(?:RUN|ONBUILD)\s/i.test(firstLine);
  const indent = (onKeyword ? /^[ \t]*/.exec(lastLine)?.[0] : leads[1]) ?? '';
  const leading = leads[2] !== undefined || onKeyword;
  const lineBreak = continuation(file);
  return leading
    ? (withOperator) => ` ${lineBreak}${indent}${withOperator}`
    : (_, command) => ` && ${lineBreak}${indent}${command}`;
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}
