import type { Command, Dockerfile, Heredoc, Instruction } from '../dockerfile/model.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel, type ListItem, type SimpleCommand } from '../shell/commands.ts';
import { turnsOn } from '../shell/options.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';

/** A script's interpreter as the instruction writes it, and where a ` -e` would go. */
interface Interpreter {
  readonly shown: string;
  /** undefined: the shell in force, which takes `set -e` as the script's first line. */
  readonly insertAt: number | undefined;
}

export const rule = defineRule({
  id: 'heredoc-without-errexit',
  aliases: [],
  summary: 'a heredoc script goes on after a command that failed, and only its last command decides about the build',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    for (const instruction of file.instructions) {
      const run = instruction.trigger ?? instruction;
      const [heredoc] = run.heredocs;
      if (run.keyword !== 'RUN' || run.command === undefined || heredoc === undefined || run.heredocs.length > 1)
        continue;
      const interpreter = interpreterOf(run, run.command, heredoc);
      if (interpreter === undefined) continue;
      const report = checkScript(file, run.command, heredoc, interpreter);
      if (report !== undefined) yield report;
    }
  },
});

/** The Bourne shell that reads the script without errexit; undefined for any other, and for a heredoc that is data. */
function interpreterOf(run: Instruction, command: Command, heredoc: Heredoc): Interpreter | undefined {
  if (command.form === 'heredoc') {
    const { argv, kind } = command.shell;
    if (command.text.text.startsWith('#!') || (kind !== 'sh' && kind !== 'bash') || turnsOn(argv, 'errexit'))
      return undefined;
    return { shown: argv.join(' '), insertAt: undefined };
  }
  const items = topLevel(parseScript(run.args.text.replace(/[ \t]*\r?$/, '')));
  const [only] = items[0]?.commands ?? [];
  if (items.length !== 1 || only === undefined || items[0]?.commands.length !== 1) return undefined;
  return shellReadingStdin(run, only, heredoc);
}

/** `<<EOF bash`, `bash -x <<EOF`: a shell whose options all begin with `-`, so the script is its standard input. */
function shellReadingStdin(
  run: Instruction,
  { name, words, redirects }: SimpleCommand,
  heredoc: Heredoc,
): Interpreter | undefined {
  const [first, ...options] = words;
  const values = options.map(({ value }) => value ?? '');
  if (first === undefined || name === undefined || !isShell(name) || programName(name) === 'fish') return undefined;
  const readsScript = redirects.length === 1 && heredoc.fileDescriptor === 0;
  if (
    !readsScript ||
    turnsOn(values, 'errexit') ||
    values.some((value) => !/^-[a-z]*$/.test(value) || /[cs]/.test(value))
  )
    return undefined;
  const at = run.args.segments.findLast((segment) => segment.at < first.span.end);
  return { shown: words.map(({ text }) => text).join(' '), insertAt: at && at.source + first.span.end - at.at };
}

function checkScript(
  file: Dockerfile,
  command: Command,
  heredoc: Heredoc,
  { shown, insertAt }: Interpreter,
): Report | undefined {
  const body = file.source.text.slice(heredoc.body.start, heredoc.body.end);
  const script =
    command.form === 'heredoc'
      ? scriptOf(command.text)
      : parseScript(heredoc.chomp ? body.replace(/^\t+/gm, '') : body);
  const failing = firstIgnoredFailure(script);
  if (failing === undefined) return undefined;
  const edit =
    insertAt === undefined
      ? {
          span: { start: heredoc.body.start, end: heredoc.body.start },
          text: `${indentOf(body)}set -e${body.includes('\r\n') ? '\r\n' : '\n'}`,
        }
      : { span: { start: insertAt, end: insertAt }, text: ' -e' };
  const remedy = insertAt === undefined ? '`set -e` as the first line stops' : '`-e` stops';
  const fix: ProposedFix = { title: 'Stop at the first command that fails', safety: 'unsafe', edits: [edit] };
  return {
    message:
      `\`${shown}\` runs this script without errexit: when \`${failing}\` fails, the next line runs all the same, ` +
      `and the build goes on if the last command succeeds. ${remedy} the build at the first failure.`,
    span: heredoc.opener,
    fixes: [fix],
  };
}

function indentOf(body: string): string {
  return /^[ \t]*/.exec(body)?.[0] ?? '';
}

/** The first command whose failure nothing notices: not the last of the list, not tested by `&&` or `||`. */
function firstIgnoredFailure(script: Script): string | undefined {
  const items = topLevel(script);
  if (items.some(turnsErrexitOn)) return undefined;
  const chains = splitChains(items);
  const fails = (item: ListItem): boolean => canFail(script, item);
  const ignored = chains
    .slice(0, -1)
    .find((chain) => chain.some(fails) && !chain.some(({ operator }) => operator === '||'));
  const item = ignored?.find(fails);
  return item && excerpt(script.text.slice(item.span.start, item.span.end), 60);
}

function turnsErrexitOn({ commands }: ListItem): boolean {
  return commands.some(
    ({ name, words }) =>
      name === 'set' &&
      turnsOn(
        words.map(({ value }) => value ?? ''),
        'errexit',
      ),
  );
}

/** The list cut where the status of what stands before is dropped: at `;`, `&` and line ends. */
function splitChains(items: readonly ListItem[]): readonly (readonly ListItem[])[] {
  const chains: ListItem[][] = [[]];
  for (const item of items) {
    chains.at(-1)?.push(item);
    if (item.operator !== '&&' && item.operator !== '||') chains.push([]);
  }
  return chains.filter((chain) => chain.length > 0);
}

const cannotFail: ReadonlySet<string> = new Set([
  'set',
  'shopt',
  'echo',
  'printf',
  ':',
  'true',
  'export',
  'alias',
  'unset',
  'umask',
  'local',
  'declare',
  'trap',
  'exit',
]);

/** A compound command can; a function's definition, an assignment, what runs in the background cannot. */
function canFail(script: Script, { commands, compound, span, operator }: ListItem): boolean {
  if (operator === '&') return false;
  if (compound) return !/^(?:function\b|[\w-]+[ \t]*\()/.test(script.text.slice(span.start, span.end));
  return commands.some(({ name, words }) => words.length > 0 && !cannotFail.has(name ?? ''));
}
