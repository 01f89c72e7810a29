import { KEYWORDS } from '../dockerfile/keywords.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { isWindowsShell } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

type SyntaxFault = NonNullable<Script['error']>;

/** A word of the shell's grammar that is read as an argument, because nothing ends the command in front of it. */
interface Unseparated {
  readonly word: string;
  /** Where the `;` belongs: behind the command in front of the word. */
  readonly at: number;
}

export const rule = defineRule({
  id: 'shell-syntax-error',
  aliases: [],
  summary: 'a script that the shell cannot read fails, and the command does not run',
  category: 'script',
  severity: 'error',
  fix: 'unsafe',
  *check(file) {
    let cutOff: ReadonlySet<Instruction> | undefined;
    for (const held of heldCommands(file)) {
      if (!isReadByBourneShell(file, held)) continue;
      const script = scriptOf(held.command.text);
      if (script.error === undefined || !isMeantForShell(held)) continue;
      cutOff ??= instructionsCutOff(file);
      if (!cutOff.has(held.instruction)) yield report(held, script, script.error);
    }
  },
});

/** Not so: arrays, scripts that name their reader, and files for Windows. */
function isReadByBourneShell({ escape }: Dockerfile, { command }: HeldCommand): boolean {
  if (command.form === 'exec' || command.malformedArray || escape === '`') return false;
  if (command.text.text.startsWith('#!')) return false;
  return command.shell.kind === 'sh' || command.shell.kind === 'bash';
}

/** Not so: other languages, and what another program has yet to fill in. */
function isMeantForShell({ inner, command }: HeldCommand): boolean {
  const { text } = command.text;
  if (/\{\{|<%|\{%/.test(text) || isWindowsShell(/^[@"']*(\S*)/.exec(text)?.[1] ?? '')) return false;
  return inner.heredocs.every(({ terminated }) => terminated);
}

/** The next line is no instruction: it belongs to the script, and another rule says what cuts it off. */
function instructionsCutOff({ instructions }: Dockerfile): ReadonlySet<Instruction> {
  return new Set(
    instructions.filter((_, index) => {
      const next = instructions[index + 1];
      return next !== undefined && !KEYWORDS.has(next.keyword);
    }),
  );
}

/** `then EXPOSE 80 fi`: with all its semicolons it would still be no script. */
const namesInstruction = new RegExp(`(?:[;&|({]|\\b(?:then|do|else))\\s*(${[...KEYWORDS].join('|')})\\s`);

const outcomes: Readonly<Record<string, string>> = {
  RUN: 'the build stops here',
  HEALTHCHECK: 'every probe fails',
};

function report(held: HeldCommand, script: Script, fault: SyntaxFault): Report {
  const { inner, command } = held;
  const at = Math.max(0, Math.min(fault.at, script.text.length - 1));
  const outcome = outcomes[inner.keyword] ?? 'the container ends at once';
  const missing = unseparated(script);
  const instruction = namesInstruction.exec(script.text)?.[1];
  const separates = missing === undefined ? undefined : `Put a \`;\` in front of \`${missing.word}\`.`;
  const remedy =
    instruction === undefined
      ? (separates ?? quoteHint(script, fault))
      : `\`${instruction}\` is an instruction of its own, and no command of a script.`;
  const saying = excerpt(fault.message.replaceAll(/'([^' ]+)'/g, '$1'), 60);
  return {
    message:
      `\`${excerpt(command.shell.argv[0] ?? 'sh', 20)}\` cannot read this script: ${saying}. It fails with a syntax error, so ${outcome}. ${remedy}`.trimEnd(),
    span: sourceSpan(command.text, { start: at, end: at + 1 }),
    fixes: missing === undefined || instruction !== undefined ? [] : [separate(held, script, missing)],
  };
}

/** `then a fi`: the only word of its kind that stands behind an argument, and with a `;` the script can be read. */
const unseparated: (script: Script) => Unseparated | undefined = memo(({ text, error }) => {
  const expected = /^expected '(fi|done|esac|then|do|\})'/.exec(error?.message ?? '')?.[1];
  if (expected === undefined) return undefined;
  const escaped = expected === '}' ? '\\}' : expected;
  const found = [...text.matchAll(new RegExp(`(?<=[^\\s;&|(){}])[ \\t]+${escaped}(?=[\\s;&|)]|$)`, 'g'))];
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const { index: at } = only;
  return parseScript(withSemicolon(text, at)).valid ? { word: expected, at } : undefined;
});

function withSemicolon(text: string, at: number): string {
  return `${text.slice(0, at)};${text.slice(at)}`;
}

function separate({ command }: HeldCommand, { text }: Script, { word, at }: Unseparated): ProposedFix {
  const { end } = sourceSpan(command.text, { start: at - 1, end: at });
  return {
    title: `End the command in front of ${word}`,
    safety: 'unsafe',
    argv: [...command.shell.argv, withSemicolon(text, at)],
    edits: [{ span: { start: end, end }, text: ';' }],
  };
}

function quoteHint({ text }: Script, { message }: SyntaxFault): string {
  const typographic = /quote/.test(message) ? /[‘’“”]/.exec(text)?.[0] : undefined;
  return typographic === undefined ? '' : `\`${typographic}\` is no quote to a shell, and closes nothing.`;
}
