import { executedArgv } from '../dockerfile/entrypoint.ts';
import { execArrays, hasNoShell, type ExecArray } from '../dockerfile/exec-arrays.ts';
import type { Dockerfile, JsonArray } from '../dockerfile/model.ts';
import { replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { activatedCommand, commandWithOperators, operatorsIn } from '../shell/array-words.ts';
import { allCommands, topLevel } from '../shell/commands.ts';
import { parseScript } from '../shell/parse.ts';
import { ownsOperators } from '../shell/owners.ts';
import { startsItsArguments, startsService } from '../shell/programs.ts';
import { withExec } from '../shell/with-exec.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'operator-in-exec-form',
  aliases: [],
  summary: 'exec form starts no shell, so `&&`, `|`, `>` and the like reach the program as arguments',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    for (const given of execArrays(file, facts.image)) {
      const { held, json, entrypoint } = given;
      const whole = [...(typeof entrypoint === 'object' ? entrypoint.argv : []), ...json.values];
      const [first] = operatorsIn(json.values);
      if (first === undefined || ownsOperators(json.values) || ownsOperators(whole)) continue;
      // To `source` an environment is a fault of its own, which needs no operator once it is mended.
      if (activatedCommand(json.values) !== undefined) continue;
      const fix = fixOf(given);
      yield {
        message: `${whatHappens(held, json, entrypoint, first)} ${typeof fix === 'string' ? `No suggestion: ${fix}.` : 'Let a shell run the line.'}`,
        span: json.spans[first] ?? json.span,
        fixes: typeof fix === 'string' ? [] : [fix],
      };
    }
  },
});

function whatHappens(
  { inner, command }: HeldCommand,
  { values }: JsonArray,
  entrypoint: ExecArray['entrypoint'],
  at: number,
): string {
  const argv = executedArgv(command, entrypoint);
  const build = inner.keyword === 'RUN' ? 'executes' : 'will execute';
  const first = at === 0 && argv.length === values.length;
  const gets = first ? 'looks for a program of the name' : `\`${excerpt(argv[0] ?? '', 40)}\` gets`;
  const count = values.length - at;
  const rest = count > 1 ? ' and the rest of the line as arguments' : ' as an argument';
  return `Exec form starts no shell: Docker ${build} \`${excerpt(jsonArray(argv), 100)}\`, and ${gets} \`${values[at] ?? ''}\`${first ? '' : rest}.`;
}

/** The fix, or in words why there is none. */
function fixOf({ file, held, json, entrypoint, facts }: ExecArray): ProposedFix | string {
  const { inner, command } = held;
  const { kind, argv: shell } = command.shell;
  if (kind !== 'sh' && kind !== 'bash') return 'the shell in force reads operators in its own way';
  if (hasNoShell(file, held.instruction.stage, facts)) return 'the base image has no shell';
  const { text, sure } = commandWithOperators(json.values);
  if (!parseScript(text).valid) return 'the words make no shell command';
  if (inner.keyword === 'RUN' || inner.keyword === 'HEALTHCHECK') {
    const edits = replaceCommand(file, held, text);
    return { title: 'Write it in shell form', safety: sure ? 'safe' : 'unsafe', edits, argv: [...shell, text] };
  }
  if (typeof entrypoint === 'object' && entrypoint.from !== 'base-image' && !startsItsArguments(entrypoint.argv)) {
    return 'the ENTRYPOINT gets these words, so it would have to change';
  }
  return underShell(file, held, text, sure);
}

/** `["sh", "-c", "a && exec b"]`; a line that cannot end in `exec` stays as it is, and a person looks. */
function underShell(file: Dockerfile, held: HeldCommand, text: string, sure: boolean): ProposedFix | string {
  const items = topLevel(parseScript(text));
  if (items.some(({ operator }) => operator === '&')) return 'it leaves a process in the background';
  const last = items.at(-1)?.commands.at(-1);
  if (allCommands(parseScript(text)).some(({ name }) => startsService(name)) && startsService(last?.name)) {
    return 'the container would end as soon as the services are started';
  }
  const replaced = withExec(text);
  const script = 'text' in replaced ? replaced.text : text;
  const isEntrypoint = held.inner.keyword === 'ENTRYPOINT';
  if (isEntrypoint && 'no' in replaced) return `it cannot hand on the arguments of \`docker run\`: ${replaced.no}`;
  const argv = isEntrypoint ? ['sh', '-c', `${script} "$@"`, '--'] : ['sh', '-c', script];
  const safe = sure && 'text' in replaced && replaced.sure && !isEntrypoint;
  return {
    title: 'Let a shell run it',
    safety: safe ? 'safe' : 'unsafe',
    edits: replaceCommand(file, held, jsonArray(argv)),
    argv,
  };
}
