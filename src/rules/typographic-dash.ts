import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { allCommands } from '../shell/commands.ts';
import { scriptOf } from '../shell/parse.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'typographic-dash',
  aliases: [],
  summary: 'an option that begins with an en dash (`–`) or an em dash (`—`) is a plain argument to its program',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    if (!/[–—−]/.test(file.source.text)) return;
    for (const held of heldCommands(file))
      for (const words of commandsOf(held)) {
        const report = reportOf(words);
        if (report !== undefined) yield report;
      }
  },
});

/** A word without its quotes, and where what is between them stands in the file. */
interface Placed {
  readonly text: string;
  readonly span: Span;
}

/** The commands that an instruction holds, each as its words; a word in quotes that the shell takes away is left out. */
function commandsOf({ inner: { json }, command: { form, malformedArray, shell, text } }: HeldCommand): Placed[][] {
  if (form === 'exec') {
    const spans = json?.spans ?? [];
    const values = json?.values ?? [];
    return [values.map((value, at) => ({ text: value, span: insideQuotes(spans[at]) }))];
  }
  if (malformedArray || (shell.kind !== 'sh' && shell.kind !== 'bash')) return [];
  return allCommands(scriptOf(text)).map(({ words }) =>
    words.map((word) => ({ text: word.text, span: sourceSpan(text, word.span) })),
  );
}

function insideQuotes(span: Span = { start: 0, end: 2 }): Span {
  return { start: span.start + 1, end: span.end - 1 };
}

/** What prints its words, where a dash is text. */
const printers: ReadonlySet<string> = new Set(['echo', 'printf', 'figlet', 'cowsay']);

const dashed = /^(-?[–—−]+|-[–—−-]+)(?=[A-Za-z])([\w-]*)/;

function reportOf([program, ...words]: readonly Placed[]): Report | undefined {
  if (program === undefined || printers.has(programName(program.text))) return undefined;
  const found = words.flatMap((word) => {
    const [, written = '', name = ''] = dashed.exec(word.text) ?? [];
    return /[–—−]/.test(written)
      ? [{ word, written, meant: hyphensFor(written, name), sure: isPlain(written, name) }]
      : [];
  });
  const [first] = found;
  if (first === undefined) return undefined;
  const { word, written, meant } = first;
  const kind = written.includes('—') ? 'an em dash' : 'an en dash';
  const edits = found.map((each) => {
    const { start } = each.word.span;
    return { span: { start, end: start + each.written.length }, text: each.meant };
  });
  return {
    message:
      `The dash of \`${excerpt(word.text, 40)}\` is ${kind}, which text processors and web pages make of hyphens: ` +
      `\`${excerpt(programName(program.text), 30)}\` gets a plain argument, and no option. ` +
      `Write \`${meant}${excerpt(word.text.slice(written.length), 40)}\`.`,
    span: word.span,
    fixes: [
      {
        title: `Write ${found.length > 1 ? 'hyphens' : 'it with hyphens'}`,
        safety: found.every(({ sure }) => sure) ? 'safe' : 'unsafe',
        edits,
      },
    ],
  };
}

/** `–y` was `-y`; `–no-verbose`, `—install` and `-–yes` had two hyphens. */
function hyphensFor(written: string, name: string): string {
  return written.length > 1 || written === '—' || name.includes('-') ? '--' : '-';
}

/** Of `–verbose` nobody knows: find and java take long options behind one hyphen. */
function isPlain(written: string, name: string): boolean {
  return name.length === 1 || hyphensFor(written, name) === '--';
}
