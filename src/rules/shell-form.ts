import { scriptAsArray, wordsAsArray } from '../dockerfile/array-layout.ts';
import { rootFacts } from '../dockerfile/base-image.ts';
import { baseName, copiesFileNamed } from '../dockerfile/copied-names.ts';
import { misplacedHeredocs } from '../dockerfile/misplaced-heredocs.ts';
import { droppedCmds } from '../dockerfile/dropped-cmd.ts';
import { likelySh } from '../dockerfile/likely-shell.ts';
import type { Dockerfile, ImageFacts, Instruction, Process } from '../dockerfile/model.ts';
import { processesOf, type ImageLookup } from '../dockerfile/process.ts';
import { runningCommands } from '../dockerfile/replaced.ts';
import type { HeldCommand } from '../dockerfile/rewrite.ts';
import { shOf } from '../dockerfile/sh-in-place.ts';
import { isStartable } from '../dockerfile/startable.ts';
import type { Safety, Severity } from '../lint/finding.ts';
import { defineRule, type Facts, type ProposedFix, type Report } from '../lint/rule.ts';
import { allCommands, topLevel } from '../shell/commands.ts';
import { bashisms } from '../shell/dialect.ts';
import { surelyReturns } from '../shell/daemons.ts';
import { toExecForm, type ExecForm } from '../shell/exec-form.ts';
import { awaitsScript, usesArguments } from '../shell/invocation.ts';
import { signalsGroup } from '../shell/inits.ts';
import { keptBehind, keptSignals } from '../shell/kept-signals.ts';
import { lastProgram, metByScript } from '../shell/main-process.ts';
import { innerStays, nestedScript } from '../shell/nested-shell.ts';
import { makesWay } from '../shell/makes-way.ts';
import { scriptOf, withoutTrailingComment, type Script } from '../shell/parse.ts';
import { looksLikeScript, startsItsArguments, startsShellScript } from '../shell/programs.ts';
import { quotedLine } from '../shell/quoted-line.ts';
import { blankWords, windowsWords } from '../shell/windows-words.ts';
import { execWhatStays, withExec } from '../shell/with-exec.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

/** One CMD or ENTRYPOINT in shell form, and all that decides what is said of it. */
interface ShellForm {
  readonly file: Dockerfile;
  readonly held: HeldCommand;
  readonly script: Script;
  /** The command without the shell comment behind it. */
  readonly text: string;
  readonly comment: string | undefined;
  /** The words in exec form, or why there are none. */
  readonly exec: ExecForm;
  /** cmd reads the text: by the shell in force, or by the look of it where nothing is known of the base image. */
  readonly windows: boolean;
  readonly facts: ImageFacts | undefined;
  readonly process: Process | undefined;
  readonly repository: Facts;
  /** One of an ENTRYPOINT and the CMD that it drops, both command lines: a graver fault, of which another rule speaks. */
  readonly rival: boolean;
}

export const rule = defineRule({
  id: 'shell-form',
  aliases: ['DL3025', 'JSONArgsRecommended', 'S7019'],
  summary: 'a CMD or ENTRYPOINT in shell form starts a shell, which may keep the signals from the program',
  category: 'form',
  severity: 'warning',
  fix: 'safe',
  *check(file, { facts }) {
    const lookup = facts.image;
    const processes = processesOf(file, lookup);
    const misplaced = new Set(misplacedHeredocs(file).map(({ instruction }) => instruction));
    const rivals = rivalsIn(file, lookup);
    for (const held of runningCommands(file)) {
      if (!isShellForm(held) || misplaced.has(held.instruction)) continue;
      const { stage } = held.instruction;
      const process = processes[stage ?? -1];
      if (held.inner.keyword === 'CMD' && isShellsArgument(process)) continue;
      const image = rootFacts(file, stage, lookup);
      const rival = rivals.has(held.inner);
      yield report({ ...readText(held, image), file, held, facts: image, process, repository: facts, rival });
    }
  },
});

/** A SHELL that somebody chose is a decision; an `exec` of the last command makes the program PID 1 as well. */
function isShellForm({ inner, command }: HeldCommand): boolean {
  if (inner.keyword !== 'CMD' && inner.keyword !== 'ENTRYPOINT') return false;
  if (command.form !== 'shell' || command.malformedArray || command.shell.from !== 'default') return false;
  // Quotes around the whole line are a fault of their own.
  if (quotedLine(scriptOf(command.text)) !== undefined) return false;
  if (command.text.text.trim() === '' || /^exec\s/.test(command.text.text)) return false;
  const last = topLevel(scriptOf(command.text)).at(-1)?.commands.at(-1);
  // A daemon that leaves the container without its main process is the graver fault, and its form no matter.
  return last?.name !== 'exec' && !surelyReturns(last?.words.map(({ value, text: word }) => value ?? word) ?? []);
}

function rivalsIn(file: Dockerfile, lookup: ImageLookup): ReadonlySet<Instruction> {
  const pairs = droppedCmds(file, lookup).filter(({ cmd }) => cmd.form === 'shell');
  return new Set(pairs.flatMap(({ instruction, cmd }) => [instruction, cmd.instruction ?? []].flat()));
}

/** `ENTRYPOINT ["sh", "-c"]`: two shells are a fault of their own. */
function isShellsArgument(process: Process | undefined): boolean {
  const entrypoint = process?.entrypoint;
  return typeof entrypoint === 'object' && entrypoint.form === 'exec' && awaitsScript(entrypoint.argv);
}

function readText(
  { command }: HeldCommand,
  facts: ImageFacts | undefined,
): Pick<ShellForm, 'script' | 'text' | 'comment' | 'exec' | 'windows'> {
  const raw = command.text.text;
  const script = scriptOf(command.text);
  const uncommented = withoutTrailingComment(script) ?? raw;
  const comment = /^\s*#\s*(.+)$/.exec(raw.slice(uncommented.length))?.[1]?.trim();
  const text = comment === undefined ? raw : uncommented;
  const windows =
    command.shell.kind === 'cmd' || (facts === undefined && /^(?:[A-Za-z]:\\|\S+\.exe(?:\s|$))/i.test(raw));
  return { script, text, comment, windows, exec: windows ? windowsWords(raw) : toExecForm(text) };
}

function report(shellForm: ShellForm): Report {
  const { held } = shellForm;
  const fix = fixOf(shellForm);
  return {
    message: `${executes(shellForm)} ${why(shellForm)} ${remedy(shellForm, fix)}`,
    span: held.inner.span,
    severity: severityOf(shellForm),
    fixes: typeof fix === 'string' ? [] : [fix],
  };
}

/** A warning where the shell does harm: it keeps signals that the program would heed, or drops arguments. */
function severityOf(shellForm: ShellForm): Severity {
  const { held, exec, process, windows } = shellForm;
  if ('argv' in exec && exec.argv.length === 1) return 'info';
  if (windows) return 'warning';
  if (shellForm.rival) return 'info';
  if (metByScript(shellForm.exec, shellForm.script) !== 'serves' || innerStays(shellForm.exec)) return 'info';
  // A file that the script sources would see the arguments: they are not passed on, and nothing else is amiss.
  if (held.inner.keyword === 'ENTRYPOINT')
    return usesArguments(shellForm.text) && likelyMakesWay(shellForm) ? 'info' : 'warning';
  const entrypoint = typeof process?.entrypoint === 'object' ? process.entrypoint : undefined;
  if (entrypoint?.form === 'shell') return 'info';
  if (entrypoint !== undefined && signalsGroup(entrypoint.argv)) return 'info';
  const alone = entrypoint === undefined || entrypoint.from === 'base-image' || startsItsArguments(entrypoint.argv);
  return alone && likelyMakesWay(shellForm) ? 'info' : 'warning';
}

/** Also where `sh` is no more than likely: a stage that calls apk has that of Alpine. */
function likelyMakesWay({ file, held, text, repository }: ShellForm): boolean {
  const sh = likelySh(file, held.instruction, repository.image);
  return (sh === 'busybox' || sh === 'bash') && makesWay(sh, text);
}

function executes({ held, process, windows }: ShellForm): string {
  if (windows && held.command.shell.kind !== 'cmd') {
    const argv = ['cmd', '/S', '/C', held.command.text.text];
    return `On Windows Docker will execute \`${excerpt(jsonArray(argv), 90)}\`.`;
  }
  const inForce = typeof process?.cmd === 'object' && process.cmd.instruction === held.inner;
  const argv = inForce && typeof process.argv !== 'string' ? process.argv : held.command.argv;
  const unless = inForce && process.entrypoint === 'unknown' ? 'Unless the base has an ENTRYPOINT, ' : '';
  return `${unless}Docker will execute \`${excerpt(jsonArray(argv), 90)}\`.`;
}

/** What the shell does to the program: only what is true for this base image, and for the ENTRYPOINT that gets the words. */
function why(shellForm: ShellForm): string {
  const { file, held, process, script, exec, text, repository } = shellForm;
  const { keyword } = held.inner;
  if (shellForm.windows) return 'cmd starts the program as its child and stays in front of it.';
  const entrypoint = keyword === 'CMD' && typeof process?.entrypoint === 'object' ? process.entrypoint : undefined;
  if (entrypoint?.form === 'shell') return 'The ENTRYPOINT in shell form never looks at these words.';
  const sh = shOf(file, held.instruction, repository.image);
  if (sh === 'none') return 'This base image has no shell, so the container cannot start unless the stage adds one.';
  const inFront = { script, exec, text, sh };
  if (entrypoint !== undefined && startsItsArguments(entrypoint.argv)) return keptBehind(inFront, entrypoint.argv);
  if (entrypoint !== undefined && entrypoint.from !== 'base-image')
    return 'The ENTRYPOINT gets the shell and its `-c` as arguments.';
  const dropped = keyword === 'ENTRYPOINT' ? ' Arguments of `docker run` are dropped.' : '';
  return `${keptSignals(inFront)}${dropped}`;
}

function remedy({ exec, script, rival }: ShellForm, fix: ProposedFix | string): string {
  if (typeof fix === 'string') {
    if (fix.endsWith('into the shell')) return 'No array can start it.';
    const last =
      !rival && lastCanReplace(script) ? ` \`exec\` in front of ${lastProgram(script)} hands it the signals.` : '';
    return `Exec form cannot simply replace it: ${fix}.${last}`;
  }
  if ('argv' in exec)
    return `Write it as an array${startsShellScript(exec.argv) ? ', and let the script `exec` its program' : ''}.`;
  return `Since ${exec.no}, keep the shell and \`exec\` the program.`;
}

/** `a; b`: whether `exec b` would do, though the fix leaves such lists alone. */
function lastCanReplace(script: Script): boolean {
  const items = topLevel(script);
  const last = items.at(-1);
  if (last === undefined || items.slice(0, -1).some(({ operator }) => operator !== ';' && operator !== '&&'))
    return false;
  const trapped = allCommands(script).some(({ name, background }) => name === 'trap' || background);
  return !trapped && 'text' in execWhatStays(script.text.slice(last.span.start, last.span.end));
}

/** The fix, or in words why there is none. */
function fixOf(shellForm: ShellForm): ProposedFix | string {
  const { file, held, script, exec, comment, windows } = shellForm;
  if (shellForm.rival) return 'ENTRYPOINT and CMD are both command lines, and only one can be meant';
  if ('argv' in exec) {
    const words = windows ? blankWords(shellForm.text) : (allCommands(script)[0]?.words ?? []);
    const nested = nestedScript(exec);
    const values = nested?.text === undefined ? exec.argv : [...exec.argv.slice(0, 2), nested.text];
    const placed = values.map((value, index) => ({ value, span: words[index]?.span ?? { start: 0, end: 0 } }));
    const { edits, argv } = wordsAsArray(file, held, placed, comment);
    return { title: 'Write it in exec form', safety: windows ? 'unsafe' : safetyOfWords(shellForm, argv), edits, argv };
  }
  return windows ? exec.no : shellFix(shellForm);
}

/** `["sh", "-c", "… exec program"]`: the same words, the same expansions, and the program gets the signals. */
function shellFix(shellForm: ShellForm): ProposedFix | string {
  const { file, held, script, text, comment, repository } = shellForm;
  const sh = shOf(file, held.instruction, repository.image);
  if (sh === 'none') return 'there is no shell';
  const [bashism] = bashisms(script);
  if (bashism !== undefined && sh !== 'bash')
    return `\`${bashism.construct}\` needs bash, and \`/bin/sh\` may not be it`;
  const replaced = withExec(text);
  if ('no' in replaced) return replaced.no;
  const takesArguments = held.inner.keyword === 'ENTRYPOINT' && !usesArguments(text);
  const last = topLevel(script).at(-1)?.span.end ?? text.length;
  const { edits, argv } = scriptAsArray(file, held, {
    before: ['sh', '-c'],
    changes: [{ span: { start: replaced.at, end: replaced.at }, text: 'exec ' }],
    // A `;` behind the last command would part it from its arguments.
    end: takesArguments ? last : text.length,
    addition: takesArguments ? ' "$@"' : '',
    after: takesArguments ? ['--'] : [],
    comment,
  });
  const sure = replaced.sure && comment === undefined && !meetsEntrypoint(shellForm);
  return { title: 'Keep the shell, and exec the program', safety: sure ? 'safe' : 'unsafe', edits, argv };
}

function safetyOfWords(shellForm: ShellForm, argv: readonly string[]): Safety {
  const name = argv[0] ?? '';
  const doubtful = shellForm.comment !== undefined || meetsEntrypoint(shellForm);
  const stage = shellForm.file.stages[shellForm.held.instruction.stage ?? -1];
  if (!doubtful && !looksLikeScript(name) && !copiesFileNamed(stage, baseName(name))) return 'safe';
  return !doubtful && isStartable(shellForm.file, stage, name, shellForm.repository.file) ? 'safe' : 'unsafe';
}

/** The array reaches another instruction: an ENTRYPOINT that gets these words, or a CMD that reaches this ENTRYPOINT. */
function meetsEntrypoint({ held, process }: ShellForm): boolean {
  if (held.inner.keyword === 'ENTRYPOINT') return hasOwnCmd(process);
  return typeof process?.entrypoint === 'object' && process.entrypoint.from !== 'base-image';
}

function hasOwnCmd(process: Process | undefined): boolean {
  return typeof process?.cmd === 'object' && process.cmd.from !== 'base-image';
}
