import type { Command, Dockerfile, Instruction, Process } from '../dockerfile/model.ts';
import { mayBecomeCmd } from '../dockerfile/last-run.ts';
import { processesOf } from '../dockerfile/process.ts';
import { hasCommentsInside, lineBreakOf } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel, type ListItem, type SimpleCommand } from '../shell/commands.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { servesInForeground } from '../shell/servers.ts';
import { stateKind } from '../shell/state.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';

/** A RUN that ends with a server, or with something it leaves in the background. */
interface ServingRun {
  readonly file: Dockerfile;
  /** As it stands in the file; differs from `run` inside ONBUILD. */
  readonly instruction: Instruction;
  readonly run: Instruction;
  readonly command: Command;
  /** What the RUN does first. */
  readonly before: readonly ListItem[];
  readonly background: boolean;
  readonly span: Span;
}

export const rule = defineRule({
  id: 'server-at-build',
  aliases: [],
  summary: 'a server that RUN starts blocks the build or dies with it; containers are started by CMD',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    let processes: readonly Process[] | undefined;
    for (const instruction of file.instructions) {
      const serving = findServer(file, instruction);
      if (serving === undefined) continue;
      processes ??= processesOf(file, facts.image);
      yield report(serving, processes[instruction.stage ?? -1]);
    }
  },
});

function findServer(file: Dockerfile, instruction: Instruction): ServingRun | undefined {
  const run = instruction.trigger ?? instruction;
  const { command } = run;
  if (run.keyword !== 'RUN' || command === undefined || command.malformedArray) return undefined;
  const found = { file, instruction, run, command };
  if (command.form === 'exec') {
    const serves = servesInForeground(command.argv);
    return serves ? { ...found, before: [], background: false, span: command.span } : undefined;
  }
  const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
  if (!bourne || command.text.text.startsWith('#!')) return undefined;
  const script = scriptOf(command.text);
  const last = servingEnd(script);
  if (last === undefined) return undefined;
  const background = last.operator === '&';
  const span = sourceSpan(command.text, { start: last.span.start, end: last.operatorSpan?.end ?? last.span.end });
  return { ...found, before: topLevel(script).slice(0, -1), background, span };
}

/** The last item of a script, where it serves or stays in the background. */
const servingEnd: (script: Script) => ListItem | undefined = memo((script) => {
  const items = topLevel(script);
  const last = items.at(-1);
  return last?.operator === '&' || (last !== undefined && isServer(last, items.at(-2))) ? last : undefined;
});

/** Behind `||` it is what happens when something else fails. */
function isServer(item: ListItem, previous: ListItem | undefined): boolean {
  const [command] = item.commands;
  if (command === undefined || item.commands.length > 1 || item.compound || previous?.operator === '||') return false;
  return !readsInput(command) && servesInForeground(wordsOf(command));
}

/** `mysqld < setup.sql`: it ends with its input. */
function readsInput({ redirects }: SimpleCommand): boolean {
  return redirects.some(({ operator }) => operator.startsWith('<') && operator !== '<&');
}

function wordsOf({ words }: SimpleCommand): readonly string[] {
  return words.map(({ value, text }) => value ?? text);
}

function report(serving: ServingRun, process: Process | undefined): Report {
  const { file, command, background, span } = serving;
  const shown = excerpt(file.source.text.slice(span.start, span.end), 60);
  const fix = background ? undefined : fixOf(serving, process);
  const what = background
    ? `\`${shown}\` dies when this RUN ends: of a build step only files stay in the image, no process. ` +
      'Start it in the RUN that needs it, in front of the command that does, or when the container starts.'
    : `\`${shown}\` serves until it is stopped, so this RUN never ends and the build hangs. ` +
      (fix === undefined ? 'Start it with CMD, which runs in the container.' : 'CMD starts it in the container.');
  return { message: what, span: command.form === 'exec' ? serving.run.span : span, fixes: fix ? [fix] : [] };
}

/** RUN keeps what comes first, and CMD gets the server. */
function fixOf(serving: ServingRun, process: Process | undefined): ProposedFix | undefined {
  const { file, instruction, run, command, before, span } = serving;
  if (instruction !== run || run.flags.length > 0 || run.heredocs.length > 0) return undefined;
  if (!mayBecomeCmd(file, run, process) || hasCommentsInside(file, run.span)) return undefined;
  const title = 'Start the server with CMD';
  const exec =
    command.form === 'exec' ? { argv: command.argv } : toExecForm(file.source.text.slice(span.start, span.end).trim());
  if ('no' in exec || !('argv' in exec)) return undefined;
  const cmd = `CMD ${jsonArray(exec.argv)}`;
  const rest = before.at(-1);
  if (rest === undefined) {
    return { title, safety: 'unsafe', argv: exec.argv, edits: [{ span: run.span, text: cmd }] };
  }
  // The server would no longer be where a `cd`, or have what an `export`, left it.
  const touchesShell = before.some(
    (item) => item.compound || item.operator === '&' || item.operator === '||' || item.commands.some(changesShell),
  );
  if (touchesShell) return undefined;
  const cut = { start: sourceSpan(command.text, rest.span).end, end: run.span.end };
  const argv = [...command.shell.argv, command.text.text.slice(0, rest.span.end)];
  return { title, safety: 'unsafe', argv, edits: [{ span: cut, text: lineBreakOf(file) + cmd }] };
}

function changesShell(command: SimpleCommand): boolean {
  const { name, words } = command;
  return words.length === 0 || name === '.' || name === 'source' || (stateKind(command) ?? 'set') !== 'set';
}
