import type { Dockerfile, Heredoc } from '../dockerfile/model.ts';
import { lineBreakOf } from '../dockerfile/rewrite.ts';
import { runScripts, shellOptionPlace, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { topLevel, type ListItem } from '../shell/commands.ts';
import { isMissed } from '../shell/dropped-status.ts';
import { noticedItems } from '../shell/needed-later.ts';
import { turnsOn } from '../shell/options.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import type { TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { textOf } from '../text/source.ts';

export const rule = defineRule({
  id: 'heredoc-without-errexit',
  aliases: [],
  summary: 'a heredoc script goes on after a command that failed, and only its last command decides about the build',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    for (const script of runScripts(file)) {
      const [heredoc] = script.run.heredocs;
      // A shebang is a choice, and a heredoc of a command line is data.
      if (heredoc === undefined || (script.as !== 'body' && script.as !== 'input')) continue;
      const ignored = turnsOn(script.shell, 'errexit') ? undefined : ignoredFailures(scriptOf(script.text));
      if (ignored !== undefined) yield report(file, script, heredoc, ignored);
    }
  },
});

/** What a heredoc loses sight of. */
interface Ignored {
  /** The first command whose failure the next line does not heed. */
  readonly failing: string;
  /** Some of them stand in front of `&&`, where errexit overlooks them as well. */
  readonly chained: boolean;
  /** The last command fails all the same without what they make. */
  readonly noticed: boolean;
}

function report(file: Dockerfile, script: RunScript, { body, opener }: Heredoc, ignored: Ignored): Report {
  const { failing, chained, noticed } = ignored;
  const place = shellOptionPlace(script);
  const edit: TextEdit =
    place === undefined
      ? {
          span: { start: body.start, end: body.start },
          text: `${indentOf(textOf(file.source, body))}set -e${lineBreakOf(file)}`,
        }
      : { span: { start: place, end: place }, text: ' -e' };
  const remedy = place === undefined ? '`set -e` as the first line stops' : '`-e` stops';
  const beyond = chained ? ' Not where `&&` follows: give such commands a line each.' : '';
  return {
    message:
      `\`${script.shell.join(' ')}\` runs this script without errexit: when \`${failing}\` fails, the next line runs all the same, ` +
      `and the build goes on if the last command succeeds. ${remedy} the build at the first failure.${beyond}`,
    severity: noticed ? 'info' : 'warning',
    span: opener,
    fixes: [{ title: 'Stop at the first command that fails', safety: 'unsafe', edits: [edit] }],
  };
}

function indentOf(body: string): string {
  return /^[ \t]*/.exec(body)?.[0] ?? '';
}

/** The commands whose failure nothing notices: not in the last chain of the list, not in one that `||` ends. */
function ignoredFailures(script: Script): Ignored | undefined {
  const items = topLevel(script);
  if (items.some(turnsErrexitOn)) return undefined;
  const chains = splitChains(items);
  const ignored = chains
    .slice(0, -1)
    .filter((chain) => !chain.some(({ operator }) => operator === '||'))
    .flatMap((chain) => chain.filter((item) => canFail(script, item)));
  const noticed = noticedItems(chains);
  const unheard = ignored.filter((item) => !noticed.has(item) && !isMissed(script, item));
  const shown = unheard.length > 0 ? unheard : ignored;
  const first = shown.find(({ operator }) => operator !== '&&') ?? shown[0];
  if (first === undefined) return undefined;
  const failing = excerpt(script.text.slice(first.span.start, first.span.end), 60);
  return { failing, chained: ignored.some(({ operator }) => operator === '&&'), noticed: unheard.length === 0 };
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
