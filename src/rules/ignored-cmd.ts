import { droppedCmds, type DroppedCmd } from '../dockerfile/dropped-cmd.ts';
import type { Command, Dockerfile, Instruction, ProcessPart } from '../dockerfile/model.ts';
import { processesOf, type ImageLookup } from '../dockerfile/process.ts';
import { replaceCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { preparationBy } from '../shell/build-steps.ts';
import { topLevel } from '../shell/commands.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { scriptOf } from '../shell/parse.ts';
import { looksLikeScript } from '../shell/programs.ts';
import { isShell } from '../shell/vocabulary.ts';
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
    for (const dropped of droppedCmds(file, facts.image)) yield report(file, dropped);
    for (const instruction of bareEntrypoints(file, facts.image)) yield bareReport(instruction);
  },
});

/** Those without a CMD that they drop: arguments of `docker run` they drop as well. */
function bareEntrypoints(file: Dockerfile, lookup: ImageLookup): ReadonlySet<Instruction> {
  const found = processesOf(file, lookup).flatMap(({ entrypoint, cmd }) => {
    if (typeof entrypoint !== 'object' || typeof cmd === 'object') return [];
    const { form, text } = entrypoint.instruction?.command ?? {};
    return form === 'shell' && text?.text === '' ? (entrypoint.instruction ?? []) : [];
  });
  return new Set(found);
}

function bareReport(instruction: Instruction): Report {
  return {
    message:
      'A bare ENTRYPOINT is an empty script: the container exits at once with status 0, whatever CMD the base image ' +
      'has and whatever `docker run` names. `ENTRYPOINT []` is what clears an inherited one.',
    span: instruction.keywordSpan,
    fixes: [clearing(instruction)],
  };
}

function report(file: Dockerfile, { instruction, command, entrypoint, cmd }: DroppedCmd): Report {
  const argv = quoted(jsonArray([...entrypoint.argv, ...cmd.argv]), 120);
  if (command.text.text === '') {
    return {
      message:
        `Docker executes ${argv}: a bare ENTRYPOINT is an empty script, so the container exits at once with status 0 ` +
        'and CMD never runs. `ENTRYPOINT []` is what clears an inherited one.',
      span: instruction.keywordSpan,
      fixes: [clearing(instruction)],
    };
  }
  const step = stepOf(cmd);
  return {
    message:
      `Docker executes ${argv}: the shell runs its script and keeps the rest as \`$0\`, \`$1\` …, so neither CMD nor ` +
      `arguments of \`docker run\` reach the program. ${step === undefined ? cure(command, cmd) : `\`${step}\` prepares the image: RUN does it during the build.`}`,
    span: instruction.span,
    fixes: step === undefined ? execForm(file, instruction, command, cmd) : toRun(instruction, cmd),
  };
}

function clearing({ keywordSpan: { end } }: Instruction): ProposedFix {
  const edits = [{ span: { start: end, end }, text: ' []' }];
  return { title: 'Clear the ENTRYPOINT', safety: 'unsafe', edits, argv: [] };
}

/** The program of a CMD that can only have been meant for the build: `CMD chmod +x run.sh`. */
function stepOf({ form, instruction }: ProcessPart): string | undefined {
  if (form !== 'shell' || instruction?.command === undefined || instruction.command.malformedArray) return undefined;
  const items = topLevel(scriptOf(instruction.command.text));
  return preparationBy(items.map(({ commands }) => (commands[0]?.words ?? []).map(({ text }) => text)));
}

function toRun({ stage }: Instruction, { instruction }: ProcessPart): readonly ProposedFix[] {
  if (instruction?.stage !== stage || instruction === undefined) return [];
  const edits = [{ span: instruction.keywordSpan, text: 'RUN' }];
  return [{ title: 'Do it during the build', safety: 'unsafe', edits }];
}

function cure({ text }: Command, cmd: ProcessPart): string {
  const exec = toExecForm(text.text);
  if ('argv' in exec && isShell(exec.argv[0] ?? '') && cmd.form === 'exec')
    return 'Name the program itself in ENTRYPOINT, as a JSON array, or drop ENTRYPOINT and keep CMD.';
  if (cmd.form === 'exec' && 'no' in exec)
    return 'Its text needs the shell: drop CMD, or let `["sh", "-c", "… \\"$@\\"", "--"]` pass it on.';
  if (cmd.form === 'exec') return 'Write ENTRYPOINT in exec form.';
  return 'Two commands do not run one after the other: keep one, or give CMD arguments only.';
}

/** None where the script needs its shell, or where the program would get a shell-form CMD's shell as its argument. */
function execForm(
  file: Dockerfile,
  instruction: Instruction,
  command: Command,
  cmd: ProcessPart,
): readonly ProposedFix[] {
  const exec = toExecForm(command.text.text);
  if ('no' in exec || cmd.form !== 'exec') return [];
  const [program = ''] = exec.argv;
  // A shell would take the CMD for its script or its options.
  if (isShell(program)) return [];
  return [
    {
      title: `Write ${instruction.keyword} in exec form`,
      // Only options are plainly arguments; `CMD ["bash"]` may have been meant as another command.
      safety: looksLikeScript(program) || cmd.argv[0]?.startsWith('-') !== true ? 'unsafe' : 'safe',
      edits: replaceCommand(file, { instruction, inner: instruction, command }, jsonArray(exec.argv)),
      argv: exec.argv,
    },
  ];
}

function quoted(text: string, most = 120): string {
  return `\`${excerpt(text, most)}\``;
}
