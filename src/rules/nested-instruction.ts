import { KEYWORDS } from '../dockerfile/keywords.ts';
import type { Command, Dockerfile } from '../dockerfile/model.ts';
import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import type { ShellWord } from '../shell/words.ts';
import { excerpt, sayEscape } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { positionAt } from '../text/source.ts';

/** A quick look that spares most commands the reading of their script. */
const namesKeyword = new RegExp(`(?:^|[\\s;&|({])(?:${[...KEYWORDS].join('|')})(?:\\s|$)`);

export const rule = defineRule({
  id: 'nested-instruction',
  aliases: ['hadolint#760'],
  summary: 'inside RUN the shell reads on, and to a shell RUN, COPY or CMD is a program that does not exist',
  category: 'script',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    for (const held of heldCommands(file)) {
      const { command } = held;
      if (command.form === 'exec' || command.malformedArray || command.text.text.startsWith('#!')) continue;
      if (command.shell.kind !== 'sh' && command.shell.kind !== 'bash') continue;
      if (namesKeyword.test(command.text.text)) yield* checkScript(file, held, scriptOf(command.text));
    }
  },
});

function* checkScript(file: Dockerfile, held: HeldCommand, script: Script): Iterable<Report> {
  for (const command of allCommands(script)) {
    const [name] = command.words;
    if (name !== undefined && KEYWORDS.has(name.text)) yield asCommand(held, script, command, name);
    else yield* swallowed(file, held, command);
  }
}

/** `a && RUN b`: the keyword stands where a program's name is expected. */
function asCommand(held: HeldCommand, script: Script, command: SimpleCommand, name: ShellWord): Report {
  const { inner } = held;
  const span = sourceSpan(held.command.text, name.span);
  const keyword = name.text;
  const fix = keyword === 'RUN' && inner.keyword === 'RUN' ? dropWord(held, command, name) : undefined;
  const remedy =
    fix !== undefined
      ? 'Drop the word.'
      : keyword === 'RUN'
        ? 'Drop the word, or begin a RUN of its own.'
        : `Begin ${keyword} on a line of its own, and end the ${inner.keyword} before it.`;
  const written = excerpt(script.text.slice(command.span.start, command.span.end), 50);
  return {
    message: `This is still the script of ${inner.keyword}: the shell looks for a program named ${keyword} to execute \`${written}\`, finds none, and fails with status 127. ${remedy}`,
    span,
    fixes: fix ? [fix] : [],
  };
}

function dropWord({ command }: HeldCommand, { words }: SimpleCommand, name: ShellWord): ProposedFix | undefined {
  const next = words[1];
  if (next === undefined || words[1]?.text.startsWith('-')) return undefined;
  const { text } = command.text;
  const cut = { start: name.span.start, end: next.span.start };
  const argv = [...command.shell.argv, text.slice(0, cut.start) + text.slice(cut.end)];
  const span = { start: sourceSpan(command.text, name.span).start, end: sourceSpan(command.text, next.span).start };
  return { title: 'Drop the nested RUN', safety: 'safe', argv, edits: [{ span, text: '' }] };
}

/** A keyword at a line's start that became an argument, because the line above ends with a continuation. */
function* swallowed(
  file: Dockerfile,
  { inner, command }: HeldCommand,
  { words, name }: SimpleCommand,
): Iterable<Report> {
  if (command.form !== 'shell' || name === undefined) return;
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    if (before === undefined || !KEYWORDS.has(word.text)) continue;
    const span = sourceSpan(command.text, word.span);
    const { line } = positionAt(file.source, span.start);
    const beginsLine = file.source.text.slice(file.source.lineStarts[line - 1], span.start).trim() === '';
    if (!beginsLine || words[at + 1] === undefined) continue;
    yield {
      message: `The line above ends with a ${sayEscape(file.escape)}, so this is no instruction: ${word.text} and what follows are arguments of \`${excerpt(name, 30)}\` in the ${inner.keyword}. Take it away.`,
      span,
      fixes: endLine(file, command, before, word),
    };
    return;
  }
}

/** Take the continuation away; empty lines between the two instructions stay. */
function endLine(file: Dockerfile, command: Command, before: ShellWord, word: ShellWord): readonly ProposedFix[] {
  const start = sourceSpan(command.text, before.span).end;
  const between = file.source.text.slice(start, sourceSpan(command.text, word.span).start);
  const mark = /^[ \t]*[\\`](?=[ \t]*\r?\n\s*$)/.exec(between)?.[0];
  if (mark === undefined) return [];
  const argv = [...command.shell.argv, command.text.text.slice(0, before.span.end)];
  const edits = [{ span: { start, end: start + mark.length }, text: '' }];
  return [{ title: 'End the instruction before it', safety: 'unsafe', argv, edits }];
}
