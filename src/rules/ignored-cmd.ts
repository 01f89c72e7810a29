import type { Command, Dockerfile, Instruction, ProcessPart } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { replaceCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { looksLikeScript } from '../shell/programs.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'ignored-cmd',
  aliases: [],
  summary: 'a shell-form ENTRYPOINT does not pass CMD or the arguments of docker run on',
  category: 'process',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const seen = new Set<Instruction>();
    for (const { entrypoint, cmd } of processesOf(file, (name) => facts.image(name))) {
      if (typeof entrypoint !== 'object' || typeof cmd !== 'object') continue;
      const { instruction } = entrypoint;
      if (instruction?.command === undefined || seen.has(instruction) || takesArguments(instruction.command)) continue;
      seen.add(instruction);
      yield report(file, instruction, instruction.command, entrypoint, cmd);
    }
  },
});

/** Exec form does; so does a script that reads its arguments, and so do shells that append them to the text. */
function takesArguments({ form, malformedArray, text, shell }: Command): boolean {
  if (form !== 'shell' || malformedArray) return true;
  if (shell.kind !== 'sh' && shell.kind !== 'bash') return true;
  return /\$(?:[0-9@*#]|\{#?[0-9@*#])/.test(text.text);
}

function report(
  file: Dockerfile,
  instruction: Instruction,
  command: Command,
  entrypoint: ProcessPart,
  cmd: ProcessPart,
): Report {
  const argv = quoted(jsonArray([...entrypoint.argv, ...cmd.argv]), 160);
  if (command.text.text === '') {
    return {
      message:
        `Docker executes ${argv}: a bare ENTRYPOINT is an empty script, so the container exits at once with status 0 ` +
        'and CMD never runs. `ENTRYPOINT []` is what clears an inherited one.',
      span: instruction.keywordSpan,
      fixes: [clearing(instruction)],
    };
  }
  return {
    message:
      `Docker executes ${argv}: the shell runs its script and keeps the rest as \`$0\`, \`$1\` …, so neither CMD nor ` +
      'arguments of `docker run` reach the program. Write ENTRYPOINT in exec form.',
    span: instruction.span,
    fixes: execForm(file, instruction, command),
  };
}

function clearing({ keywordSpan: { end } }: Instruction): ProposedFix {
  const edits = [{ span: { start: end, end }, text: ' []' }];
  return { title: 'Clear the ENTRYPOINT', safety: 'unsafe', edits, argv: [] };
}

/** None where the script needs its shell. */
function execForm(file: Dockerfile, instruction: Instruction, command: Command): readonly ProposedFix[] {
  const exec = toExecForm(command.text.text);
  if ('no' in exec) return [];
  const [program = ''] = exec.argv;
  return [
    {
      title: `Write ${instruction.keyword} in exec form`,
      safety: looksLikeScript(program) ? 'unsafe' : 'safe',
      edits: replaceCommand(file, { instruction, inner: instruction, command }, jsonArray(exec.argv)),
      argv: exec.argv,
    },
  ];
}

function quoted(text: string, most = 120): string {
  return `\`${excerpt(text, most)}\``;
}
