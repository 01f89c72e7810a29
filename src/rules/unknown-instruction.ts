import { KEYWORDS, nearestKeyword } from '../dockerfile/keywords.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { parseScript } from '../shell/parse.ts';
import { looksLikeCommandLine } from '../shell/programs.ts';
import { builtins } from '../shell/vocabulary.ts';
import { excerpt, sayEscape } from '../text/excerpt.ts';
import { spanOfLines, textOf } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/** A line that begins with no keyword. */
interface Unknown {
  readonly file: Dockerfile;
  readonly instruction: Instruction;
  /** The word as it is written. */
  readonly word: string;
  /** The instruction or unknown line right above. */
  readonly above: Instruction | undefined;
}

/** What was meant, in words, and how to write it. */
interface Meant {
  readonly words: string;
  readonly fix?: ProposedFix | undefined;
  /** The lines below that are unknown for the same reason: they are not reported again. */
  readonly spreads?: boolean;
}

export const rule = defineRule({
  id: 'unknown-instruction',
  aliases: [],
  summary: 'every line begins with an instruction, unless the line above ends with a continuation',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    let above: Instruction | undefined;
    let spreading = false;
    for (const instruction of file.instructions) {
      if (KEYWORDS.has(instruction.keyword)) spreading = opensHeredoc(instruction);
      else {
        const unknown: Unknown = { file, instruction, word: textOf(file.source, instruction.keywordSpan), above };
        const spelled: Meant | undefined =
          !spreading || unknown.word === instruction.keyword ? spelling(unknown) : undefined;
        const meant: Meant | undefined = spelled ?? (spreading ? undefined : structure(unknown));
        if (meant !== undefined) yield report(unknown, meant);
        spreading ||= meant?.spreads === true;
      }
      above = instruction;
    }
  },
});

/** `CMD <<EOF`: the lines of the body are unknown for a reason that another rule names. */
function opensHeredoc({ keyword, heredocs, args, json }: Instruction): boolean {
  const takesNone = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL'].includes(keyword);
  return takesNone && heredocs.length === 0 && json === undefined && /<<-?\s*["']?\w/.test(args.text);
}

/** A slip within the word itself. */
function spelling(unknown: Unknown): Meant | undefined {
  const { instruction, word } = unknown;
  const { start } = instruction.keywordSpan;
  const glued = /^([A-Za-z]+)(\[|["'<$=:\u00a0\u200b\ufeff\u3000]+)/.exec(word);
  const keyword = glued?.[1]?.toUpperCase() ?? '';
  if (glued !== null && KEYWORDS.has(keyword))
    return gluedKeyword(unknown.file, start + keyword.length, keyword, glued[2] ?? '');
  const marked = /^[-+>*.,`'"~]([A-Z]+)$/.exec(word)?.[1] ?? '';
  if (KEYWORDS.has(marked)) return markedKeyword(start, marked, word.slice(0, 1));
  const meant = /^[A-Za-z]+$/.test(word) ? nearestKeyword(word) : undefined;
  // `rm`, `env` and the like are commands that lost their RUN, near as a keyword may be.
  if (meant === undefined || isCommand(instruction, word)) return undefined;
  const words = `${meant} was probably meant.`;
  // One more FROM would divide the stage that all lines below are read in.
  if (meant === 'FROM' && unknown.file.stages[0]?.from !== undefined) return { words };
  const edits = [{ span: instruction.keywordSpan, text: meant }];
  return { words, fix: { title: `Write ${meant}`, safety: 'unsafe', edits } };
}

/** `CMD["a"]`, `FROM: x`, `RUN` with a blank that is none. */
function gluedKeyword({ source }: Dockerfile, at: number, keyword: string, behind: string): Meant {
  const invisible = /^[\u00a0\u200b\ufeff\u3000]/.test(behind);
  const drops = /^[:=\u00a0\u200b\ufeff\u3000]+/.exec(behind)?.[0].length ?? 0;
  const blank = /^[ \t]/.test(source.text.slice(at + drops)) ? '' : ' ';
  const edits = [{ span: { start: at, end: at + drops }, text: blank }];
  const words = invisible
    ? `What stands behind ${keyword} looks like a blank and is another character: write a plain blank.`
    : `Behind ${keyword} a blank is missing${drops > 0 ? `, and \`${behind.slice(0, drops)}\` does not belong there` : ''}.`;
  return { words, fix: { title: `Put a blank behind ${keyword}`, safety: 'safe', edits } };
}

/** `-RUN`, `+COPY`: left over from a diff or a list. */
function markedKeyword(at: number, keyword: string, mark: string): Meant {
  const edits = [{ span: { start: at, end: at + 1 }, text: '' }];
  const quoted = mark === '`' ? 'the backtick' : `\`${mark}\``;
  const words = `In front of ${keyword} ${quoted} does not belong there.`;
  return { words, fix: { title: `Write ${keyword}`, safety: 'unsafe', edits } };
}

/** Something around the line went wrong. */
function structure(unknown: Unknown): Meant {
  const { file, instruction, word, above } = unknown;
  if (/^(?:<{7}|={7}|>{7})/.test(word)) {
    return {
      words: 'It is left over from a merge conflict: choose one side, and delete the three marks.',
      spreads: true,
    };
  }
  if (/^(?:\/\/|\/\*|--|;)/.test(word)) return commentFix(unknown);
  const continued = above && continuation(unknown, above);
  if (continued !== undefined) return continued;
  if (isCommand(instruction, word)) {
    const { start } = instruction.keywordSpan;
    const edits = [{ span: { start, end: start }, text: 'RUN ' }];
    const words = `To execute it in the build, put RUN in front of it.${above ? ` If it continues line ${above.endLine}, that line needs a ${sayEscape(file.escape)} at its end.` : ''}`;
    return { words, fix: { title: 'Run it', safety: 'unsafe', edits } };
  }
  const words =
    above === undefined
      ? 'A Dockerfile begins with FROM or ARG.'
      : `If it continues line ${above.endLine}, that line needs a ${sayEscape(file.escape)} at its end.`;
  return { words, spreads: true };
}

function commentFix({ instruction, word }: Unknown): Meant {
  const words = 'Comments begin with `#`, on a line of their own.';
  const mark = /^(?:\/\/|--|;)+/.exec(word)?.[0];
  const { start } = instruction.keywordSpan;
  if (mark === undefined) return { words, spreads: true };
  const edits = [{ span: { start, end: start + mark.length }, text: '#' }];
  return { words, fix: { title: 'Begin the comment with `#`', safety: 'unsafe', edits } };
}

/** The line above plainly goes on here: it ends, or this one begins, with an operator, or this one is indented. */
function continuation({ file, instruction, word }: Unknown, above: Instruction): Meant | undefined {
  const { source } = file;
  const { start } = instruction.span;
  const last = lineOf(file, above.endLine);
  const lastText = textOf(source, last).trimEnd();
  const indented = start > (source.lineStarts[instruction.startLine - 1] ?? 0);
  const adjacent = above.endLine === instruction.startLine - 1;
  const mark = strayMark(lastText);
  // An address that somebody broke: its parts are one word.
  const isBroken = adjacent && /:\/\/[^\s"']*$/.test(lastText) && /^\/\S/.test(word);
  const goesOn = /(?:&&|\|\||[|,])$/.test(lastText) || mark !== '' || /^(?:&&|\|\|?|;|-)/.test(word) || isBroken;
  if (!goesOn && !(indented && adjacent)) return undefined;
  const end = last.start + lastText.length - mark.length;
  const safe =
    !lastText.includes('#') &&
    above.heredocs.length === 0 &&
    adjacent &&
    !lastText.endsWith(file.escape) &&
    canBeRead(above, mark, instruction);
  if (lastText.endsWith(file.escape.repeat(2))) {
    const words = `Line ${above.endLine} ends with a doubled ${sayEscape(file.escape)}, which continues nothing: write it once.`;
    return { words, spreads: true };
  }
  // Up to the word, so that the edit takes both lines for what they become: one instruction.
  const span = { start: end, end: instruction.keywordSpan.end };
  const behind = textOf(source, span).slice(mark.length);
  const operator = mark === '' && isNextCommand(file, above, instruction, word) ? ' &&' : '';
  const edits = [{ span, text: `${operator}${mark === '' && !isBroken ? ' ' : ''}${file.escape}${behind}` }];
  const lacks =
    mark === ''
      ? `lacks its ${operator === '' ? '' : '`&&` and its '}${sayEscape(file.escape)} at the end`
      : `ends with \`${mark}\` where ${sayEscape(file.escape)} was meant`;
  const words = `It continues line ${above.endLine}, which ${lacks}.`;
  return {
    words,
    spreads: true,
    fix: safe ? { title: `Continue line ${above.endLine}`, safety: 'unsafe', edits } : undefined,
  };
}

/** A command of its own below one that `&& \` led to: a plain word might as well be an operand of the command above. */
function isNextCommand(file: Dockerfile, above: Instruction, instruction: Instruction, word: string): boolean {
  if (above.keyword !== 'RUN' || above.endLine === above.startLine) return false;
  const before = textOf(file.source, lineOf(file, above.endLine - 1)).trimEnd();
  const isChained = before.endsWith(file.escape) && before.slice(0, -1).trimEnd().endsWith('&&');
  return isChained && isCommand(instruction, word) && /["'>$/]|&&|\s-/.test(instruction.args.text);
}

/** A quote that stays open would stay so over both lines. */
function canBeRead({ command }: Instruction, mark: string, { line }: Instruction): boolean {
  if (command === undefined || command.form !== 'shell' || command.malformedArray) return true;
  if (command.shell.kind !== 'sh' && command.shell.kind !== 'bash') return true;
  const { text } = command.text;
  return parseScript(`${text.slice(0, text.length - mark.length)} ${line.text}`).error === undefined;
}

/** `&& 、`, `&& /`: a mark behind an operator that is no program, where the continuation should stand. */
function strayMark(text: string): string {
  return /(?:&&|\|\|?)[ \t]+(\/|[^\p{ASCII}\p{L}\p{N}\s])$/u.exec(text)?.[1] ?? '';
}

function lineOf({ source }: Dockerfile, line: number): Span {
  const { start, end } = spanOfLines(source, line, line);
  return { start, end: end - (/\r?\n$/.exec(source.text.slice(start, end))?.[0].length ?? 0) };
}

/** The line is a command: a program that people start, with words or without. */
function isCommand({ args }: Instruction, word: string): boolean {
  if (word !== word.toLowerCase()) return false;
  return builtins.has(word) || looksLikeCommandLine(`${word} ${args.text === '' ? '-' : args.text}`);
}

function report({ instruction, word }: Unknown, { words, fix }: Meant): Report {
  return {
    message: `Docker refuses to build this: it knows no instruction \`${excerpt(word, 30)}\`. ${words}`,
    span: instruction.keywordSpan,
    fixes: fix === undefined ? [] : [fix],
  };
}
