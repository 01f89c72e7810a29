import { executedArgv } from '../dockerfile/entrypoint.ts';
import { execArrays, hasNoShell, type ExecArray } from '../dockerfile/exec-arrays.ts';
import { replaceCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { looksLikeCommandLine, looksLikeEntrypointScript, runsShell, startsGivenProgram } from '../shell/programs.ts';
import { ownsDollar } from '../shell/owners.ts';
import { withExec } from '../shell/with-exec.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'unsplit-exec-form',
  aliases: [],
  summary: 'exec form does not split strings: a whole command line in one of them is one word',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    for (const given of execArrays(file, facts.image)) {
      if (isShellsBusiness(given)) continue;
      const report = checkProgram(given) ?? checkOptions(given);
      if (report !== undefined) yield report;
    }
  },
});

/** `sh -c` takes its script as one string; so do the languages that take a program after `-e`. */
function isShellsBusiness({ json, entrypoint }: ExecArray): boolean {
  const before = typeof entrypoint === 'object' ? entrypoint.argv : [];
  return (
    runsShell(json.values) ||
    runsShell(before) ||
    ownsDollar(json.values, '') ||
    ownsDollar([...before, ...json.values], '')
  );
}

/** `["node app.js"]`: the whole line where the program's name should be. */
function checkProgram(given: ExecArray): Report | undefined {
  const { held, json, entrypoint } = given;
  const [first = ''] = json.values;
  if (!startsGivenProgram(entrypoint) || !looksLikeCommandLine(first)) return undefined;
  const fix = splitProgram(given, first);
  const build = held.inner.keyword === 'RUN' ? 'executes' : 'will execute';
  return {
    message:
      `Exec form splits nothing: Docker ${build} \`${excerpt(jsonArray(executedArgv(held.command, entrypoint)), 100)}\` and looks for a program whose ` +
      `name is all of \`${excerpt(first, 50)}\`. There is none. ${fix === undefined ? 'Give each word a string of its own.' : remedyOf(fix)}`,
    span: json.spans[0] ?? json.span,
    fixes: fix === undefined ? [] : [fix],
  };
}

function remedyOf({ argv = [] }: ProposedFix): string {
  return argv[0] === 'sh' || argv[0] === '/bin/sh' ? 'It needs a shell.' : 'Give each word a string of its own.';
}

function splitProgram(given: ExecArray, first: string): ProposedFix | undefined {
  const { file, held, json } = given;
  const words = toExecForm(first.trim());
  const span = json.spans[0] ?? json.span;
  if ('argv' in words) {
    const options = optionsFrom(json.values, 1);
    const rest = splitOptions(given, options);
    return {
      title: 'Split the string',
      safety: options.length === 0 ? 'safe' : rest.safety,
      edits: [{ span, text: listOf(words.argv) }, ...rest.edits],
      argv: [...words.argv, ...rest.argv.slice(1)],
    };
  }
  if (json.values.length > 1) return undefined;
  const { kind, argv: shell } = held.command.shell;
  if (kind !== 'sh' && kind !== 'bash') return undefined;
  if (hasNoShell(file, held.instruction.stage, given.facts)) return undefined;
  if (held.inner.keyword === 'RUN' || held.inner.keyword === 'HEALTHCHECK') {
    const edits = replaceCommand(file, held, first);
    return { title: 'Write it in shell form', safety: 'safe', edits, argv: [...shell, first] };
  }
  const replaced = withExec(first);
  const argv = ['sh', '-c', 'text' in replaced ? replaced.text : first];
  return { title: 'Let a shell run it', safety: 'unsafe', edits: replaceCommand(file, held, jsonArray(argv)), argv };
}

/** `-w 2`, `--dir /x`: an option and its value in one string. */
function checkOptions(given: ExecArray): Report | undefined {
  const { held, json } = given;
  const found = optionsFrom(json.values, startsGivenProgram(given.entrypoint) ? 1 : 0);
  const at = found.find((index) => isGrave(json.values[index])) ?? found[0];
  if (at === undefined) return undefined;
  const value = json.values[at] ?? '';
  const long = value.startsWith('--');
  const build = held.inner.keyword === 'RUN' ? 'executes' : 'will execute';
  return {
    message:
      `Exec form splits nothing: Docker ${build} \`${excerpt(jsonArray(executedArgv(held.command, given.entrypoint)), 100)}\`, and the program gets ` +
      `\`${excerpt(value, 40)}\` as one argument, blank${isQuoted(value) ? ' and quotes' : ''} included. ${consequence(value, long)}`,
    span: json.spans[at] ?? json.span,
    severity: isGrave(value) ? 'error' : 'info',
    fixes: [splitOptions(given, found)],
  };
}

/** Indexes, from `first` on, of strings that hold an option and its value; not so what follows `-e` and the like. */
function optionsFrom(values: readonly string[], first: number): readonly number[] {
  return values.flatMap((value, index) =>
    index >= first && isOptionWithValue(value) && !takesProgramText(values[index - 1]) ? [index] : [],
  );
}

function isOptionWithValue(value: string): boolean {
  return /^(?:-[A-Za-z]|--[A-Za-z][\w-]*) +(?:[^\s"'$`\\|&;<>]+|(["'])[^\s"'$`\\]+\1)$/.test(value);
}

/** `-b '0.0.0.0'`: only a shell takes such quotes off. */
function isQuoted(value: string): boolean {
  return /["']$/.test(value);
}

function isGrave(value = ''): boolean {
  return value.startsWith('--') || isQuoted(value);
}

function consequence(value: string, long: boolean): string {
  if (long) return 'No option has that name.';
  if (isQuoted(value)) return 'No shell takes the quotes off, so they are a part of the value.';
  return 'Some programs read the value with the blank in front, others refuse it.';
}

function takesProgramText(option: string | undefined): boolean {
  return option !== undefined && /^(?:-[cerE]|--eval|--command|--execute|-Command)$/.test(option);
}

function splitOptions(
  { json, entrypoint }: ExecArray,
  found: readonly number[],
): ProposedFix & { readonly argv: readonly string[] } {
  const pieces = json.values.map((value, index) =>
    found.includes(index) ? value.split(/ +/).map((word) => word.replaceAll(/["']/g, '')) : [value],
  );
  const edits = found.map((index) => ({ span: json.spans[index] ?? json.span, text: listOf(pieces[index] ?? []) }));
  const long = found.every((index) => json.values[index]?.startsWith('--'));
  // A script may split its arguments itself.
  const program = typeof entrypoint === 'object' && entrypoint.from !== 'base-image' ? entrypoint.argv : json.values;
  const safe = long && !looksLikeEntrypointScript(program[0] ?? '');
  return { title: 'Split option and value', safety: safe ? 'safe' : 'unsafe', edits, argv: pieces.flat() };
}

function listOf(words: readonly string[]): string {
  return jsonArray(words).slice(1, -1);
}
