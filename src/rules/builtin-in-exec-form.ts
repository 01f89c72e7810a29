import { copiesFileNamed } from '../dockerfile/copied-names.ts';
import { executedArgv } from '../dockerfile/entrypoint.ts';
import { execArrays, hasNoShell, type ExecArray } from '../dockerfile/exec-arrays.ts';
import { replaceCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { activatedCommand, liveCommand, operatorsIn, variablesInElement } from '../shell/array-words.ts';
import { ownsDollar } from '../shell/owners.ts';
import { startsGivenProgram } from '../shell/programs.ts';
import { builtinsWithFedoraFile, isBuiltinOnly } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'builtin-in-exec-form',
  aliases: [],
  summary: 'exec form starts a program, and `cd`, `source`, `exec` and the like are part of a shell',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    for (const array of execArrays(file, facts.image)) {
      const { held, json } = array;
      if (!namesBuiltin(array)) continue;
      const fix = fixOf(array);
      yield {
        message: `${whatHappens(array)} ${remedy(json.values, fix)}`,
        span: json.spans[0] ?? held.inner.span,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

function namesBuiltin({ file, held, json: { values }, entrypoint }: ExecArray): boolean {
  const [name = ''] = values;
  if (!isBuiltinOnly(name) || !startsGivenProgram(entrypoint)) return false;
  // With any other operator the line was meant for a shell, and that is said by another rule.
  if (operatorsIn(values).length > 0 && activatedCommand(values) === undefined) return false;
  if (copiesFileNamed(file.stages[held.instruction.stage ?? -1], name)) return false;
  const mayBeArgument = held.inner.keyword === 'CMD' && entrypoint !== undefined;
  return !mayBeArgument || isPlainlyShell(values);
}

/** Where a base image may have an ENTRYPOINT, `help` and `read` are likely its commands; `cd /app` is nobody's. */
function isPlainlyShell([name = '', first = '']: readonly string[]): boolean {
  if (name === 'export' || name === 'alias') return first.includes('=');
  return ['.', 'cd', 'exec', 'source', 'ulimit', 'umask'].includes(name) && first !== '';
}

function whatHappens({ held, json: { values }, entrypoint, facts }: ExecArray): string {
  const [name = ''] = values;
  const isBuild = held.inner.keyword === 'RUN';
  const argv = excerpt(jsonArray(executedArgv(held.command, entrypoint)), 100);
  const executes = `Docker ${isBuild ? 'executes' : 'will execute'} \`${argv}\``;
  const fails = isBuild
    ? 'the build stops here'
    : held.inner.keyword === 'HEALTHCHECK'
      ? 'every check fails'
      : 'the container does not start';
  const mayExist = builtinsWithFedoraFile.has(name) && (facts?.family === undefined || facts.family === 'fedora');
  if (!mayExist) return `\`${name}\` is built into shells and no program has that name: ${executes}, and ${fails}.`;
  return `\`${name}\` is built into shells: ${executes}, and where a program of that name exists at all (Fedora has one) it changes nothing but itself.`;
}

function remedy(values: readonly string[], fix: ProposedFix | undefined): string {
  const [name = '', first = ''] = values;
  if (name === 'exec' && fix !== undefined) {
    return fix.argv?.[0] === 'sh'
      ? 'A shell knows `exec`, and expands the variables.'
      : 'Exec form needs no `exec`: drop the word.';
  }
  if (activatedCommand(values) !== undefined) return 'The program inside the environment needs no activating.';
  if (fix !== undefined) return 'Shell form knows it.';
  if (name === 'cd') return 'WORKDIR sets the directory, for the container too.';
  if (name === 'export') return 'ENV sets variables, for the container too.';
  if (name === 'source' || name === '.') {
    return `Let a shell read it and start the program: \`["bash", "-c", ". ${excerpt(first, 30)} && exec …"]\`.`;
  }
  return 'Let a shell do it: `["sh", "-c", "…"]`.';
}

function fixOf(array: ExecArray): ProposedFix | undefined {
  const { file, held, json } = array;
  const activated = activatedCommand(json.values);
  if (activated !== undefined) {
    const edits = replaceCommand(file, held, jsonArray(activated));
    return { title: 'Start the program of the environment', safety: 'unsafe', edits, argv: activated };
  }
  const { kind } = held.command.shell;
  const shell = (kind === 'sh' || kind === 'bash') && !hasNoShell(file, held.instruction.stage, array.facts);
  if (json.values[0] === 'exec') return withoutExec(array, shell);
  return shell && worksInShellForm(array) ? inShellForm(array) : undefined;
}

/** `["exec", "app"]` is `["app"]`; one with variables was meant for a shell. */
function withoutExec({ file, held, json }: ExecArray, shell: boolean): ProposedFix | undefined {
  const rest = json.values.slice(1);
  const [first, second] = json.spans;
  if (first === undefined || second === undefined || rest[0]?.startsWith('-') !== false) return undefined;
  const live = rest.some((value) => variablesInElement(value).length > 0 && !ownsDollar(rest, value));
  if (!live) {
    const edits = [{ span: { start: first.start, end: second.start }, text: '' }];
    return { title: 'Drop `exec`', safety: 'safe', edits, argv: rest };
  }
  const { keyword } = held.inner;
  if (!shell || (keyword !== 'CMD' && keyword !== 'ENTRYPOINT')) return undefined;
  const text = `exec ${liveCommand(rest)}`;
  const argv = keyword === 'ENTRYPOINT' ? ['sh', '-c', `${text} "$@"`, '--'] : ['sh', '-c', text];
  const edits = replaceCommand(file, held, jsonArray(argv));
  return { title: 'Let a shell exec it', safety: 'unsafe', edits, argv };
}

/** What a RUN or a health check asks a shell for, and does not need afterwards. */
const asks: ReadonlySet<string> = new Set(['command', 'eval', 'hash', 'type']);

function worksInShellForm({ held, json }: ExecArray): boolean {
  const { keyword } = held.inner;
  return (keyword === 'RUN' || keyword === 'HEALTHCHECK') && asks.has(json.values[0] ?? '');
}

function inShellForm({ file, held, json }: ExecArray): ProposedFix {
  const text = liveCommand(json.values);
  const edits = replaceCommand(file, held, text);
  return { title: 'Write it in shell form', safety: 'unsafe', edits, argv: [...held.command.shell.argv, text] };
}
