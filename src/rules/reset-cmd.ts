import { filesAt } from '../dockerfile/found-files.ts';
import type { Dockerfile, Instruction, Process, ProcessPart, Stage } from '../dockerfile/model.ts';
import { knownFacts, processesOf } from '../dockerfile/process.ts';
import { lineBreakOf } from '../dockerfile/rewrite.ts';
import { searchPathOf } from '../dockerfile/search-path.ts';
import { placeOf } from '../dockerfile/started-files.ts';
import type { Severity } from '../lint/finding.ts';
import { defineRule, type Facts, type ProposedFix, type Report } from '../lint/rule.ts';
import { looksLikeEntrypointScript, looksLikeScript, unwrap } from '../shell/programs.ts';
import { isShell } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'reset-cmd',
  aliases: [],
  summary: 'ENTRYPOINT resets the CMD that the base has, unless this stage sets CMD again',
  category: 'process',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const processes = processesOf(file, facts.image);
    for (const stage of file.stages) {
      const process = processes[stage.index];
      const entrypoint = stage.instructions.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
      if (process === undefined || entrypoint === undefined || setsCmd(stage, process)) continue;
      const report =
        stage.base.kind === 'stage'
          ? checkParent(file, stage, entrypoint, processes[stage.base.stage])
          : checkImage(file, stage, entrypoint, facts);
      if (report !== undefined) yield report;
    }
  },
});

/** Whether CMD is set in the stage itself, or by the parent's ONBUILD, which counts as the same. */
function setsCmd({ instructions }: Stage, { cmd }: Process): boolean {
  return cmd !== undefined || instructions.some(({ keyword }) => keyword === 'CMD');
}

/** A CMD of an earlier stage of this file is lost. One of that stage's own base image is the next function's. */
function checkParent(
  file: Dockerfile,
  stage: Stage,
  entrypoint: Instruction,
  parent: Process | undefined,
): Report | undefined {
  const cmd = parent?.cmd;
  const lost = typeof cmd === 'object' ? cmd.instruction : undefined;
  if (typeof cmd !== 'object' || lost?.stage === undefined) return undefined;
  const use = useOf(entrypoint, cmd, parent?.entrypoint);
  if (use === 'cannot') return undefined;
  const where = `stage ${quoted(file.stages[lost.stage]?.name ?? String(lost.stage))} (line ${lost.startLine})`;
  const fixes = use === 'runs it' ? [repeated(file, entrypoint, cmdLine(file, lost, cmd, stage), 'safe')] : [];
  return {
    message: `${consequence(entrypoint, cmd, `the CMD of ${where}`)} ${cure(use)}`,
    span: entrypoint.span,
    severity: use === 'runs it' ? 'error' : 'info',
    fixes,
  };
}

function consequence({ command }: Instruction, cmd: ProcessPart, whose: string): string {
  const argv = command?.argv ?? [];
  const executes = argv.length === 0 ? 'has nothing to execute' : `executes ${quoted(jsonArray(argv), 100)} alone`;
  return `This ENTRYPOINT resets ${whose}, ${quoted(jsonArray(cmd.argv), 100)}: \`docker run\` ${executes}.`;
}

function cure(use: Use): string {
  return use === 'runs it' ? 'Repeat CMD in this stage.' : 'If that is meant, say so with `CMD []`.';
}

type Use = 'runs it' | 'may not need it' | 'cannot';

/** What the new ENTRYPOINT would do with the CMD that is lost. */
function useOf({ command }: Instruction, cmd: ProcessPart, before: Process['entrypoint'] | undefined): Use {
  if (command === undefined || command.malformedArray) return 'cannot';
  if (command.form === 'shell') return /\$[@*1]|\$\{[@*1]/.test(command.text.text) ? 'runs it' : 'cannot';
  const [program, ...rest] = unwrap(command.argv);
  if (program === undefined || looksLikeEntrypointScript(program)) return 'runs it';
  if (cmd.argv[0]?.startsWith('-') === true) return 'runs it';
  const same = typeof before === 'object' && unwrap(before.argv)[0] === program;
  return same || (rest.length === 0 && looksLikeScript(program)) ? 'runs it' : 'may not need it';
}

/** The lost line as it stands, where it means the same here; else its argv. */
function cmdLine(file: Dockerfile, lost: Instruction, cmd: ProcessPart, stage: Stage): string {
  const { span, command } = lost.trigger ?? lost;
  const plain = command?.form === 'exec' && lost.stage !== stage.index && lost.trigger === undefined;
  return plain ? file.source.text.slice(span.start, span.end) : `CMD ${jsonArray(cmd.argv)}`;
}

function repeated(file: Dockerfile, entrypoint: Instruction, line: string, safety: 'safe' | 'unsafe'): ProposedFix {
  const { end } = entrypoint.span;
  return { title: 'Repeat CMD', safety, edits: [{ span: { start: end, end }, text: lineBreakOf(file) + line }] };
}

/** A server image's CMD is lost to an entrypoint script that runs, or may run, what it is given. */
function checkImage(file: Dockerfile, stage: Stage, entrypoint: Instruction, facts: Facts): Report | undefined {
  const cmd = stage.base.kind === 'image' ? knownFacts(stage.base.image, facts.image)?.cmd : undefined;
  const [script, ...rest] = entrypoint.command?.form === 'exec' ? entrypoint.command.argv : [];
  if (!cmd || isInteractive(cmd) || script === undefined || rest.length > 0) return undefined;
  if (!looksLikeEntrypointScript(script)) return undefined;
  const passes = passesArguments(file, stage, script, facts);
  if (passes === false) return undefined;
  const severity: Severity = passes === true ? 'warning' : 'info';
  const part: ProcessPart = { form: 'exec', argv: cmd, from: 'base-image', instruction: undefined };
  const doubt =
    passes === true
      ? 'The script passes its arguments on: repeat CMD.'
      : `If ${quoted(script)} ends with \`exec "$@"\`, repeat CMD.`;
  return {
    message: `${consequence(entrypoint, part, 'the CMD of the base image')} ${doubt}`,
    span: entrypoint.span,
    severity,
    fixes: [repeated(file, entrypoint, `CMD ${jsonArray(cmd)}`, 'unsafe')],
  };
}

/** A shell or an interpreter's prompt: nobody misses it. */
function isInteractive(argv: readonly string[]): boolean {
  const [program = '', ...rest] = argv;
  if (isShell(program)) return true;
  return (rest.length === 0 && /^(?:node|python\d?|irb|jshell)$/.test(program)) || argv.join(' ') === 'php -a';
}

/** Whether the script runs what it is given; undefined when the repository does not show it. */
function passesArguments(file: Dockerfile, stage: Stage, script: string, facts: Facts): boolean | undefined {
  const place = placeOf(file, stage, searchPathOf(file, stage, undefined), script);
  const found = place === undefined ? [] : filesAt(file, stage, place, facts.file);
  const uses = found.map(({ text }) => text && /\$[@*]|\$\{[@*]/.test(text));
  if (uses.length === 0 || uses.some((use) => typeof use !== 'boolean')) return undefined;
  return uses.every((use) => use === true) ? true : uses.every((use) => use === false) ? false : undefined;
}

function quoted(text: string, most = 120): string {
  return `\`${excerpt(text, most)}\``;
}
