import { entrypointFor, executedArgv } from '../dockerfile/entrypoint.ts';
import type { Command, Dockerfile, Process } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { repairArray, type RepairedArray } from '../dockerfile/repair-array.ts';
import { commentsAbove, heldCommands, mapEdits, replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { liveCommand, meantForShell, variablesInElement } from '../shell/array-words.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { ownsDollar } from '../shell/owners.ts';
import { startsItsArguments } from '../shell/programs.ts';
import { withExec } from '../shell/with-exec.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'malformed-json-array',
  // Peers report such a line as shell form, which it is to Docker.
  aliases: ['S7030', 'tally/invalid-json-form', 'DL3025', 'JSONArgsRecommended'],
  summary: 'an array that is not valid JSON is no exec form: Docker hands the text to a shell, brackets and all',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const processes = processesOf(file, facts.image);
    for (const held of heldCommands(file)) {
      if (!held.command.malformedArray && !joinsStrings(held.command)) continue;
      const repaired = repairArray(held.command.text.text);
      const further = 'no' in repaired ? undefined : mended(held, repaired.values);
      yield {
        message: `${whatHappens(held, repaired, processes[held.instruction.stage ?? -1])} ${remedy(repaired, further)}`,
        span: held.inner.span,
        fixes: 'no' in repaired ? [] : [fixOf(file, held, repaired, further)],
      };
    }
  },
});

type Repair = RepairedArray | { readonly no: string };

/** `["/bin/bash”, “-c"]`: valid JSON, but one string where the typographic quotes were meant to end two. */
function joinsStrings({ form, argv }: Command): boolean {
  return form === 'exec' && argv.some((value) => /[“”„‟]\s*,\s*[“”„‟"]/.test(value));
}

function whatHappens({ inner, command }: HeldCommand, repaired: Repair, process: Process | undefined): string {
  const entrypoint = entrypointFor(inner, process);
  const executed = excerpt(jsonArray(executedArgv(command, entrypoint)), 100);
  if (command.form === 'exec') {
    return `Only straight quotes end a string, so Docker will execute \`${executed}\`: words you wrote as two are one.`;
  }
  const reason = 'no' in repaired ? '' : ` (${repaired.defects[0]?.words ?? 'it does not parse'})`;
  if (isJson(command.text.text)) return `Docker refuses to build this: an array must hold strings only${reason}.`;
  const isArgument = typeof entrypoint === 'object' && !startsItsArguments(entrypoint.argv);
  const program = 'no' in repaired || isArgument ? '' : (repaired.values[0] ?? '');
  const misses = program === '' ? 'brackets and all' : `which does not start \`${excerpt(program, 40)}\``;
  const it = entrypoint === 'unknown' ? 'Unless the base has an ENTRYPOINT, it' : 'It';
  return `This is not a JSON array${reason}, so Docker takes it as shell form. ${it} will execute \`${executed}\`, ${misses}.`;
}

/** Valid JSON that Docker refuses all the same. */
function isJson(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function remedy(repaired: Repair, further: Mended | undefined): string {
  if ('no' in repaired) return `Write strings in double quotes between \`[\` and \`]\`; here ${repaired.no}.`;
  if (further !== undefined) return `\`${excerpt(further.text, 60)}\` is what it seems to mean.`;
  if (!isDoubtful(repaired)) return 'Write it as valid JSON.';
  return `\`${excerpt(jsonArray(repaired.values), 60)}\` is what it seems to mean.`;
}

function isDoubtful({ defects }: RepairedArray): boolean {
  return defects.some(({ doubt }) => doubt);
}

function fixOf(file: Dockerfile, held: HeldCommand, repaired: RepairedArray, further: Mended | undefined): ProposedFix {
  const { values, edits, comment } = repaired;
  const { instruction, command } = held;
  if (further !== undefined) {
    const whole = replaceCommand(file, held, further.text, comment);
    return { title: 'Write what the array means', safety: 'unsafe', edits: whole, argv: further.argv };
  }
  const moved = comment === undefined ? [] : [commentsAbove(file, instruction, [comment])];
  return {
    title: 'Repair the JSON array',
    safety: isDoubtful(repaired) ? 'unsafe' : 'safe',
    edits: [...moved, ...mapEdits(command.text, edits)],
    argv: values,
  };
}

interface Mended {
  readonly text: string;
  readonly argv: readonly string[];
}

/**
 * `['node app.js']`, `['app', '$PORT']`, `['a', '&&', 'b']`: mended quotes alone would leave one string that no
 * program is named, or an array that needs a shell. Undefined where the array is right as it is.
 */
function mended({ inner, command }: HeldCommand, values: readonly string[]): Mended | undefined {
  const { kind, argv: shell } = command.shell;
  const live = values.some((value) => variablesInElement(value).length > 0 && !ownsDollar(values, value));
  const text = meantForShell(values) ?? (live ? liveCommand(values) : undefined);
  if (text === undefined) return undefined;
  const words = values.length === 1 ? toExecForm(text) : { no: '' };
  if ('argv' in words) return { text: jsonArray(words.argv), argv: words.argv };
  if (kind !== 'sh' && kind !== 'bash') return undefined;
  if (inner.keyword === 'RUN' || inner.keyword === 'HEALTHCHECK') return { text, argv: [...shell, text] };
  const replaced = withExec(text);
  if ('no' in replaced) return undefined;
  const argv =
    inner.keyword === 'ENTRYPOINT' ? ['sh', '-c', `${replaced.text} "$@"`, '--'] : ['sh', '-c', replaced.text];
  return { text: jsonArray(argv), argv };
}
