import { resolve } from '../dockerfile/copies.ts';
import { filesAt } from '../dockerfile/found-files.ts';
import { workdirOf } from '../dockerfile/image-files.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { repairArray } from '../dockerfile/repair-array.ts';
import { runningCommands } from '../dockerfile/replaced.ts';
import { replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type Facts, type ProposedFix, type Report } from '../lint/rule.ts';
import { commandWithOperators, operatorsIn } from '../shell/array-words.ts';
import { topLevel } from '../shell/commands.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { signalsGroup } from '../shell/inits.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { unwrap } from '../shell/programs.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

/** `scripts` of a package.json. */
type Scripts = Readonly<Record<string, unknown>>;

/** A package manager that starts one of the project's scripts. */
interface ScriptStart {
  readonly manager: string;
  /** `start` */
  readonly script: string;
  /** `npm start`, as it is written. */
  readonly shown: string;
  /** The command as a whole is these words, so it can be replaced. */
  readonly argv: readonly string[] | undefined;
  /** What must be mended before it starts at all. */
  readonly once?: string;
}

export const rule = defineRule({
  id: 'package-manager-as-main-process',
  aliases: [],
  summary: 'npm, yarn and pnpm stay in front of the program that they start, and need not pass signals on',
  category: 'build-and-run',
  severity: 'info',
  fix: 'unsafe',
  *check(file, { facts }) {
    const known = new Map<number, Scripts | undefined>();
    const scriptsOf = (stage: number): Scripts | undefined => {
      if (!known.has(stage)) known.set(stage, scriptsIn(file, stage, facts));
      return known.get(stage);
    };
    for (const held of runningCommands(file)) {
      if (held.inner.keyword !== 'CMD' && held.inner.keyword !== 'ENTRYPOINT') continue;
      const start = findScriptStart(held);
      if (start !== undefined) yield report(file, held, start, scriptsOf);
    }
  },
});

function findScriptStart({ command }: HeldCommand): ScriptStart | undefined {
  if (command.malformedArray) {
    const array = repairArray(command.text.text);
    const start = 'no' in array ? undefined : startInArray(array.values);
    return start && { ...start, once: 'Once it is a valid array, ' };
  }
  if (command.form !== 'exec') {
    const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
    return bourne ? startInScript(scriptOf(command.text)) : undefined;
  }
  return startInArray(command.argv);
}

function startInArray(argv: readonly string[]): ScriptStart | undefined {
  const [shell = '', option = '', text] = argv;
  if (isShell(shell)) {
    return /^-[a-z]*c$/.test(option) && text !== undefined ? startInScript(parseScript(text)) : undefined;
  }
  const meant = operatorsIn(argv).length > 0 ? startInScript(parseScript(commandWithOperators(argv).text)) : undefined;
  return meant ? { ...meant, argv: undefined, once: 'Once a shell reads the line, ' } : scriptStart(argv, argv);
}

/** The last command of the script is what stays. */
function startInScript(script: Script): ScriptStart | undefined {
  const items = topLevel(script);
  const last = items.at(-1);
  const [command] = last?.commands ?? [];
  if (last === undefined || command === undefined || last.compound || last.commands.length > 1) return undefined;
  if (last.operator === '&') return undefined;
  const exec = toExecForm(script.text);
  const words = command.words.map(({ value, text }) => value ?? text);
  return scriptStart(words, 'argv' in exec && exec.argv.length === words.length ? exec.argv : undefined);
}

function scriptStart(words: readonly string[], argv: readonly string[] | undefined): ScriptStart | undefined {
  const [first = '', ...rest] = unwrap(words);
  const manager = programName(first);
  if (!['npm', 'yarn', 'pnpm'].includes(manager) || signalsGroup(words)) return undefined;
  const [verb = '', name, ...more] = rest;
  const runs = verb === 'run' || verb === 'run-script';
  const script = runs ? name : verb;
  const starts = runs || verb === 'start' || (manager !== 'npm' && /^(?:dev|serve|server|prod|production)$/.test(verb));
  if (!starts || script === undefined || script.startsWith('-')) return undefined;
  const extra = runs ? more : [...(name === undefined ? [] : [name]), ...more];
  const alone = argv !== undefined && extra.length === 0 && programName(argv[0] ?? '') === manager;
  return { manager, script, shown: [first, ...rest].join(' '), argv: alone ? argv : undefined };
}

function report(
  file: Dockerfile,
  held: HeldCommand,
  start: ScriptStart,
  scriptsOf: (stage: number) => Scripts | undefined,
): Report {
  const { manager, script, shown, once = '' } = start;
  const program = start.argv && programOf(script, scriptsOf(held.inner.stage ?? -1));
  const fix = program && fixOf(file, held, program);
  const remedy = program
    ? `package.json says \`${excerpt(program.join(' '), 60)}\`: start that.`
    : `Start what \`scripts.${excerpt(script, 30)}\` in package.json says.`;
  return {
    message:
      `${once}\`${excerpt(shown, 50)}\` keeps ${manager} and, as a rule, a shell between Docker and the program: whether ` +
      `SIGTERM reaches it depends on the version of ${manager} and on that shell, and both take memory. ${remedy}`,
    span: held.inner.span,
    fixes: fix ? [fix] : [],
  };
}

function fixOf(file: Dockerfile, held: HeldCommand, argv: readonly string[]): ProposedFix {
  return {
    title: 'Start the program itself',
    safety: 'unsafe',
    argv,
    edits: replaceCommand(file, held, jsonArray(argv)),
  };
}

/** What the script of package.json executes, where that is one call of node and nothing runs before or after it. */
function programOf(script: string, scripts: Scripts | undefined): readonly string[] | undefined {
  if (scripts === undefined || Object.hasOwn(scripts, `pre${script}`) || Object.hasOwn(scripts, `post${script}`)) {
    return undefined;
  }
  const text = Object.hasOwn(scripts, script) ? scripts[script] : undefined;
  if (typeof text !== 'string') return undefined;
  const exec = toExecForm(text);
  return 'argv' in exec && exec.argv[0] === 'node' && exec.argv.length > 1 ? exec.argv : undefined;
}

/** The scripts of the package.json that the stage copies to where it runs. */
function scriptsIn(file: Dockerfile, index: number, facts: Facts): Scripts | undefined {
  const stage = file.stages[index];
  if (stage === undefined) return undefined;
  const place = resolve(workdirOf(file, stage), 'package.json');
  const [only, ...others] = filesAt(file, stage, place, facts.file);
  if (only?.text === undefined || others.length > 0) return undefined;
  try {
    const parsed: unknown = JSON.parse(only.text);
    const scripts = isRecord(parsed) ? parsed['scripts'] : undefined;
    return isRecord(scripts) ? scripts : undefined;
  } catch {
    // Not JSON: then it says nothing.
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
