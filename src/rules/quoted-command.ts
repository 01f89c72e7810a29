import { entrypointFor, executedArgv } from '../dockerfile/entrypoint.ts';
import { hasNoShell } from '../dockerfile/exec-arrays.ts';
import { rootFacts } from '../dockerfile/base-image.ts';
import type { Command, Dockerfile } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { runningCommands } from '../dockerfile/replaced.ts';
import { replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { looksLikeScript, startsGivenProgram } from '../shell/programs.ts';
import { quotedLine } from '../shell/quoted-line.ts';
import { execWhatStays } from '../shell/with-exec.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'quoted-command',
  aliases: [],
  summary: 'quotes around a whole command make one word of it, and no program has that name',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const lookup = facts.image;
    const processes = processesOf(file, lookup);
    for (const held of runningCommands(file)) {
      const line = lineOf(held.command);
      const { stage } = held.instruction;
      const entrypoint = entrypointFor(held.inner, processes[stage ?? -1]);
      if (line === undefined || !startsGivenProgram(entrypoint)) continue;
      const shell = !hasNoShell(file, stage, rootFacts(file, stage, lookup));
      const fix = fixOf(file, held, line, shell);
      const isBuild = held.inner.keyword === 'RUN';
      const name = `\`${excerpt(line, 40)}\``;
      yield {
        message:
          `Docker ${isBuild ? 'executes' : 'will execute'} \`${excerpt(jsonArray(executedArgv(held.command, entrypoint)), 100)}\`: ` +
          `the quotes make one word of it, so the shell looks for a program named ${name}, blanks included, and fails with 127. ` +
          (isBuild || fix?.argv?.length === 3 ? 'Take the quotes away.' : 'Write the words as an array.'),
        span: held.command.span,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

/** cmd takes the outer quotes away itself, PowerShell prints a string. */
function lineOf({ form, malformedArray, shell, text }: Command): string | undefined {
  const bourne = form === 'shell' && !malformedArray && (shell.kind === 'sh' || shell.kind === 'bash');
  return bourne ? quotedLine(scriptOf(text)) : undefined;
}

function fixOf(file: Dockerfile, held: HeldCommand, line: string, shell: boolean): ProposedFix | undefined {
  const { inner, command } = held;
  if (inner.keyword === 'RUN' || inner.keyword === 'HEALTHCHECK') {
    if (!parseScript(line).valid || !shell) return undefined;
    const edits = replaceCommand(file, held, line);
    return { title: 'Take the quotes away', safety: 'safe', edits, argv: [...command.shell.argv, line] };
  }
  const exec = toExecForm(line);
  if ('argv' in exec) {
    const edits = replaceCommand(file, held, jsonArray(exec.argv));
    const safety = looksLikeScript(exec.argv[0] ?? '') ? 'unsafe' : 'safe';
    return { title: 'Write it in exec form', safety, edits, argv: exec.argv };
  }
  const replaced = execWhatStays(line);
  if ('no' in replaced || !shell) return undefined;
  const argv =
    inner.keyword === 'ENTRYPOINT' ? ['sh', '-c', `${replaced.text} "$@"`, '--'] : ['sh', '-c', replaced.text];
  return { title: 'Let a shell run it', safety: 'unsafe', edits: replaceCommand(file, held, jsonArray(argv)), argv };
}
