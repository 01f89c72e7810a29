import type { Command, Dockerfile, Instruction, ProcessPart } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { replaceCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { runsItsArguments, runsShell, unwrap } from '../shell/programs.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'shell-form-arguments',
  aliases: [],
  summary: 'a shell-form CMD gives the ENTRYPOINT program a shell and a script as its arguments',
  category: 'process',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const seen = new Set<Instruction>();
    for (const { entrypoint, cmd } of processesOf(file, facts.image)) {
      if (typeof entrypoint !== 'object' || typeof cmd !== 'object') continue;
      const { instruction } = cmd;
      const command = instruction?.command;
      if (instruction === undefined || command === undefined || seen.has(instruction)) continue;
      if (command.form !== 'shell' || command.malformedArray || command.text.text === '') continue;
      const program = programOf(entrypoint, command.text.text);
      if (program === undefined) continue;
      seen.add(instruction);
      yield {
        message:
          `Docker executes ${quoted(jsonArray([...entrypoint.argv, ...cmd.argv]), 160)}: ` +
          `shell form makes ${quoted(cmd.argv[0] ?? '')} the first argument of ${quoted(program)}. ` +
          'Write CMD as a JSON array of the arguments.',
        span: instruction.span,
        fixes: execForm(file, instruction, command, program),
      };
    }
  },
});

/** The program that gets a shell as its argument and can do nothing with it; undefined for all that run what they are given. */
function programOf({ form, argv }: ProcessPart, text: string): string | undefined {
  const [program] = unwrap(argv);
  if (form !== 'exec' || program === undefined || runsShell(argv)) return undefined;
  if (text.startsWith('-')) return program;
  return runsItsArguments(program) ? undefined : program;
}

function execForm(
  file: Dockerfile,
  instruction: Instruction,
  command: Command,
  program: string,
): readonly ProposedFix[] {
  const exec = toExecForm(command.text.text);
  if ('no' in exec) return [];
  // `node` + `node app.js`: the program is named twice, and which of the two goes is not for us to say.
  if (programName(exec.argv[0] ?? '') === programName(program)) return [];
  const edits = replaceCommand(file, { instruction, inner: instruction, command }, jsonArray(exec.argv));
  return [{ title: 'Write CMD as a JSON array', safety: 'safe', edits, argv: exec.argv }];
}

function quoted(text: string, most = 120): string {
  return `\`${excerpt(text, most)}\``;
}
