import { isUsualPath, lastsAlready } from '../dockerfile/lasting-values.ts';
import type { Command, Dockerfile, ImageFacts, Instruction } from '../dockerfile/model.ts';
import { copiedToRelative, isNamedBelow, isSourcedBelow } from '../dockerfile/named-below.ts';
import { hasCommentsInside, lineBreakOf } from '../dockerfile/rewrite.ts';
import { shOf } from '../dockerfile/sh-in-place.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel, type ListItem, type SimpleCommand } from '../shell/commands.ts';
import { lastingLines } from '../shell/lasting.ts';
import { scriptOf } from '../shell/parse.ts';
import { cdTarget, mayEndWithChange, namesExported, stateKind, swallowedWord, type StateKind } from '../shell/state.ts';
import { stateWords } from '../shell/state-words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { spanOfLines } from '../text/source.ts';

/** A command that changes nothing but the shell it runs in. */
interface Change {
  readonly kind: StateKind;
  readonly command: SimpleCommand;
  readonly item: ListItem;
}

/** A RUN that ends with changes to its own shell. */
interface LostState {
  readonly file: Dockerfile;
  /** As it stands in the file; differs from `run` inside ONBUILD. */
  readonly instruction: Instruction;
  readonly run: Instruction;
  readonly command: Command;
  /** Where it runs, as the last WORKDIR of the stage has it. */
  readonly workdir: string | undefined;
  /** WORKDIR goes elsewhere in the next line. */
  readonly isLeft: boolean;
  /** What runs before the changes; empty when the RUN does nothing else. */
  readonly rest: readonly ListItem[];
  readonly changes: readonly Change[];
}

export const rule = defineRule({
  id: 'lost-shell-state',
  aliases: ['DL3003'],
  summary: 'directory, variables, aliases and options of a shell end with its RUN',
  category: 'build-and-run',
  severity: 'warning',
  fix: 'unsafe',
  *check(file, { facts }) {
    const found: LostState[] = [];
    let workdir: string | undefined;
    for (const [at, instruction] of file.instructions.entries()) {
      if (instruction.keyword === 'FROM') workdir = undefined;
      if (instruction.keyword === 'WORKDIR') workdir = instruction.args.text.trim().replace(/(?<=.)\/$/, '');
      const lost = findLostState(file, at, workdir);
      if (lost !== undefined) found.push(lost);
    }
    const wanders = found.filter(({ changes }) => changes.some(isRelativeMove)).length > 1;
    for (const lost of found) {
      const sh = shOf(file, lost.instruction, facts.image);
      yield missingOperator(lost) ?? needless(lost) ?? report(lost, wanders, sh);
    }
  },
});

function findLostState(file: Dockerfile, at: number, workdir: string | undefined): LostState | undefined {
  const [instruction, next] = file.instructions.slice(at, at + 2);
  if (instruction === undefined) return undefined;
  const run = instruction.trigger ?? instruction;
  const { command } = run;
  if (run.keyword !== 'RUN' || command === undefined || !isBourneScript(command)) return undefined;
  if (!mayEndWithChange(command.text.text)) return undefined;
  const items = topLevel(scriptOf(command.text));
  let first = items.length;
  const changes: Change[] = [];
  for (let item = items[first - 1]; item !== undefined; item = items[first - 1]) {
    const change = changeOf(item);
    if (change === undefined || item.operator === '||') break;
    changes.unshift(change);
    first--;
  }
  const rest = items.slice(0, first);
  const meant = rest.length === 0 ? changes : changes.filter(({ kind }) => kind !== 'set');
  const conditional = rest.at(-1)?.operator === '||';
  if (meant.length === 0 || conditional || comesBack(meant, rest)) return undefined;
  const isLeft = next?.keyword === 'WORKDIR' && next.args.text.startsWith('/');
  return { file, instruction, run, command, workdir, isLeft, rest, changes };
}

function isBourneScript({ form, malformedArray, shell, text }: Command): boolean {
  if (form === 'exec' || malformedArray || text.text.startsWith('#!')) return false;
  return shell.kind === 'sh' || shell.kind === 'bash';
}

function changeOf(item: ListItem): Change | undefined {
  const [command] = item.commands;
  if (command === undefined || item.commands.length !== 1 || item.compound || item.negated || item.operator === '&') {
    return undefined;
  }
  const kind = stateKind(command);
  return kind && { kind, command, item };
}

/** `cd src && make && cd ..`: tidy, not mistaken. */
function comesBack(changes: readonly Change[], rest: readonly ListItem[]): boolean {
  const went = rest.some(({ commands }) => commands.some(({ name }) => name === 'cd' || name === 'pushd'));
  return went && changes.every(({ kind }) => kind === 'cd');
}

/** One of several such steps means little alone: where it leads depends on the others. */
function isRelativeMove({ kind, command }: Change): boolean {
  return kind === 'cd' && !/^["']?[/$~]/.test(command.words[1]?.text ?? '');
}

/** `cd src \` + `make`: the next line's command became an argument. */
function missingOperator({ command, changes }: LostState): Report | undefined {
  const swallowing = changes.find((change) => swallowedWord(change.kind, change.command) !== undefined);
  if (swallowing === undefined) return undefined;
  const { kind, item } = swallowing;
  const word = excerpt(swallowedWord(kind, swallowing.command) ?? '', 30);
  return {
    message: `\`${excerpt(command.text.text.slice(item.span.start, item.span.end))}\` is one command: without \`&&\` in front of it, \`${word}\` is an argument of \`${kind}\` and does not run. Put \`&&\` between the two commands.`,
    span: sourceSpan(command.text, item.span),
    aliases: [],
  };
}

/** `RUN cd ..`, `RUN cd` to the WORKDIR, `RUN export A=b` where ENV sets A: nothing is lost but the line. */
function needless(lost: LostState): Report | undefined {
  const { file, instruction, command, rest, changes } = lost;
  if (rest.length > 0 || instruction !== lost.run) return undefined;
  // Where no WORKDIR stands above, a RUN starts in the root: few base images have one.
  const isHome = lost.workdir === undefined && file.stages[instruction.stage ?? -1]?.base.kind === 'image';
  const up = isHome ? /^(?:\/|\.\.(?:\/\.\.)*\/?)?$/ : /^(?:\.\.(?:\/\.\.)*\/?)?$/;
  const goesUp = changes.every((change) => up.test(cdTarget(change.command) ?? '-'));
  const isThere = changes.every(
    (change) => /^[/$]/.test(lost.workdir ?? '') && cdTarget(change.command) === lost.workdir,
  );
  const names = namesExported(changes);
  const isExported = (lasts: (text: string) => boolean): boolean =>
    changes.every(
      ({ kind, command: { words } }) => kind === 'export' && words.slice(1).every(({ text }) => lasts(text)),
    );
  const isUsual = isExported(isUsualPath);
  const isActive = changes.every(
    (change) => change.kind === 'source' && linesFor(lost, change, '')?.every((line) => lasts(lost, line)),
  );
  const isSet = isUsual || isActive || isExported((text) => lastsAlready(file, instruction, text));
  const moves = lost.isLeft && changes.every(({ kind }) => kind === 'cd');
  if (!goesUp && !isThere && !isSet && !moves) return undefined;
  const written = command.text.text.slice(changes[0]?.item.span.start, changes.at(-1)?.item.span.end);
  let reason = `ENV or ARG hands ${names.map((name) => `\`${name}\``).join(', ')} to every RUN as it is`;
  if (isActive) reason = 'ENV has its folder in PATH already';
  if (isUsual) reason = 'every image has these folders in its PATH';
  if (goesUp) reason = 'every RUN starts in the WORKDIR again, wherever the one before it went';
  if (moves) reason = 'the WORKDIR behind it goes elsewhere';
  if (isThere) reason = 'that is the WORKDIR already';
  const span = spanOfLines(file.source, instruction.startLine, instruction.endLine);
  const whole = mayBeRewritten(lost) && file.source.text.slice(span.start, instruction.span.start).trim() === '';
  const fix: ProposedFix = { title: 'Delete the RUN without effect', safety: 'unsafe', edits: [{ span, text: '' }] };
  return {
    message: `\`${excerpt(written)}\` has no effect: ${reason}. Delete it.`,
    severity: 'info',
    span: sourceSpan(command.text, {
      start: changes[0]?.item.span.start ?? 0,
      end: changes.at(-1)?.item.span.end ?? 0,
    }),
    aliases: isSet ? [] : ['DL3003'],
    fixes: whole ? [fix] : [],
  };
}

function report(lost: LostState, wanders: boolean, sh: ImageFacts['sh']): Report {
  const { file, instruction, command, changes } = lost;
  const shown = changes.filter(({ kind }) => kind !== 'set' || changes.every((change) => change.kind === 'set'));
  const span = { start: changes[0]?.item.span.start ?? 0, end: changes.at(-1)?.item.span.end ?? 0 };
  const written = command.text.text.slice(shown[0]?.item.span.start, shown[0]?.item.span.end);
  const kinds = [...new Set(shown.map(({ kind }) => kind))].slice(0, 2);
  const names = namesExported(shown)
    .slice(0, 4)
    .map((name) => `\`${name}\``);
  const relative = changes.filter(isRelativeMove);
  const isCountedOn = relative.some((change) => isNamedBelow(file, instruction, cdTarget(change.command) ?? ''));
  const copied = lost.workdir !== undefined && kinds.includes('cd') ? copiedToRelative(file, instruction) : undefined;
  const isKept = isCountedOn || copied !== undefined || (wanders && relative.length > 0);
  const fix = isKept ? undefined : fixOf(lost);
  const isSourcedAgain = changes.every(
    ({ kind, command: { words } }) => kind === 'source' && isSourcedBelow(file, instruction, words[1]?.text),
  );
  const losses = kinds.map((kind) =>
    kind === 'export'
      ? `${stateWords.export.loss} ${names.join(', ').replace('`PATH`', 'the new `PATH`')}`
      : stateWords[kind].loss,
  );
  const remedies = (fix === undefined && kinds.includes('source') ? (['source'] as const) : kinds).map((kind) => {
    if (kind === 'export' && names.includes('`DEBIAN_FRONTEND`'))
      return 'Use ARG, which lasts for the build and stays out of the container.';
    if (kind === 'cd' && isCountedOn) return 'What follows counts on the directory in force: drop it.';
    if (kind === 'cd' && copied !== undefined)
      return `WORKDIR would change where line ${copied.startLine} copies to: put the commands that need the directory in this RUN.`;
    return fix === undefined ? stateWords[kind].otherwise : stateWords[kind].fixed;
  });
  const dash =
    shown.some((change) => change.command.name === 'source') &&
    command.shell.kind === 'sh' &&
    sh !== 'bash' &&
    sh !== 'busybox';
  if (dash)
    remedies.push('Where `sh` is dash (Debian, Ubuntu), there is no `source` and the build stops: write `.` instead.');
  return {
    message: `\`${excerpt(written)}\` changes only the shell of this RUN, which ends here: ${losses.join(', and ')}. ${[...new Set(remedies)].join(' ')}`,
    span: sourceSpan(command.text, span),
    severity: isSourcedAgain ? 'info' : 'warning',
    aliases: kinds.includes('cd') ? ['DL3003'] : [],
    fixes: fix === undefined ? [] : [fix],
  };
}

/** The lasting instructions in place of the changes; undefined when one change has none that surely means the same. */
function fixOf(lost: LostState): ProposedFix | undefined {
  const { file, instruction, run, command, rest, changes } = lost;
  const before = command.text.text.slice(0, rest.at(-1)?.span.end ?? 0);
  const lines = changes.map((change) => linesFor(lost, change, before));
  const flat = lines.flatMap((some) => some ?? []);
  if (lines.includes(undefined) || flat.length === 0 || !mayBeRewritten(lost)) return undefined;
  const prefix = instruction === run ? '' : 'ONBUILD ';
  const lineBreak = `${lineBreakOf(file)}${prefix}`;
  const title = `Use ${[...new Set(flat.map((line) => line.split(' ')[0] ?? ''))].join(' and ')}, which lasts`;
  const text = flat.join(lineBreak);
  const last = rest.at(-1);
  if (last === undefined) return { title, safety: 'unsafe', edits: [{ span: run.span, text }] };
  const span = { start: sourceSpan(command.text, last.span).end, end: run.span.end };
  const argv = [...command.shell.argv, command.text.text.slice(0, last.span.end)];
  return { title, safety: 'unsafe', argv, edits: [{ span, text: lineBreak + text }] };
}

function linesFor({ workdir }: LostState, { kind, command }: Change, before: string): readonly string[] | undefined {
  const literal = /^(?=\/)((?:\/[\w.-]+)*)\/?$/.exec(workdir ?? '')?.[1];
  return lastingLines(kind, command, { before, workdir: literal });
}

/** Whether an ENV of the stage says the same as the line would. */
function lasts({ file, instruction }: LostState, line: string): boolean {
  return lastsAlready(file, instruction, line.replace(/^ENV /, ''));
}

/** Nothing but the changes would go: no comment, no mount, no heredoc, no process left in the background. */
function mayBeRewritten({ file, run, command, rest, changes }: LostState): boolean {
  const tail = command.text.text.slice(changes.at(-1)?.item.span.end);
  const keepsFlags = rest.length > 0 || run.flags.length === 0;
  return (
    command.form === 'shell' &&
    run.heredocs.length === 0 &&
    tail.trim() === '' &&
    !hasCommentsInside(file, run.span) &&
    keepsFlags &&
    rest.at(-1)?.operator !== '&'
  );
}
