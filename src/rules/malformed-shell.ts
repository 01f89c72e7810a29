import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { repairArray } from '../dockerfile/repair-array.ts';
import { commentsAbove } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { readInvocation } from '../shell/invocation.ts';
import { isShell, isWindowsShell, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';

/** What is wrong with a SHELL, and the words that it should have; undefined when that is for people to say. */
interface Fault {
  readonly message: string;
  readonly words: readonly string[] | undefined;
  readonly comment?: string | undefined;
}

export const rule = defineRule({
  id: 'malformed-shell',
  aliases: [],
  summary: 'SHELL is a JSON array of a shell and its options, `-c` the last of them',
  category: 'form',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    for (const instruction of file.instructions) {
      const shell = instruction.trigger ?? instruction;
      if (shell.keyword !== 'SHELL' || shell.args.text === '' || shell.flags.length > 0) continue;
      const fault = shell.json === undefined ? notAnArray(shell) : faultOf(shell.json.values);
      if (fault === undefined) continue;
      const { message, words } = fault;
      const fixes = words === undefined ? [] : [fixOf(file, instruction, shell, { ...fault, words })];
      const unused = shell.json !== undefined && shell === instruction && !isUsed(file, instruction);
      yield { message, span: shell.span, fixes, ...(unused ? { severity: 'info' as const } : {}) };
    }
  },
});

/** Whether a command of this file is handed to it; else only images built upon this one meet the fault. */
function isUsed(file: Dockerfile, { span }: Instruction): boolean {
  return file.instructions.some((one) => {
    const command = (one.trigger ?? one).command;
    return command !== undefined && command.form !== 'exec' && command.shell.span?.start === span.start;
  });
}

function notAnArray({ args: { text } }: Instruction): Fault {
  const message = 'Docker refuses to build this: SHELL takes a JSON array of strings and nothing else.';
  const repaired = repairArray(text);
  if (!('no' in repaired)) return { message, words: complete(repaired.values), comment: repaired.comment };
  const words = text.includes('[') ? { no: '' } : toExecForm(text);
  return { message, words: 'argv' in words ? complete(words.argv) : undefined };
}

/** Split, and with the `-c` that it lacks. */
function complete(values: readonly string[]): readonly string[] {
  const words = splitLine(values) ?? values;
  return lacksOption(words) ? [...words, '-c'] : words;
}

/** `["/bin/bash -c"]`: a shell and its options in one string. */
function splitLine(values: readonly string[]): readonly string[] | undefined {
  const [line = ''] = values;
  const words = line.trim().split(/\s+/);
  const [shell = ''] = words;
  return values.length === 1 && words.length > 1 && (isShell(shell) || isWindowsShell(shell)) ? words : undefined;
}

function lacksOption(words: readonly string[]): boolean {
  const invocation = readInvocation(words);
  return invocation !== undefined && !invocation.takesScript && invocation.operand === undefined;
}

function faultOf(values: readonly string[]): Fault | undefined {
  const [line = ''] = values;
  if (splitLine(values) !== undefined) {
    const message = `Exec form splits nothing: every RUN will look for a program named \`${excerpt(line, 40)}\`, blank included, and the build stops. Give each word a string of its own.`;
    return { message, words: complete(values) };
  }
  const executed = excerpt(jsonArray([...values, '…']), 90);
  if (lacksOption(values)) {
    const message = `RUN will execute \`${executed}\` with its text at the end: without \`-c\` ${programName(line)} takes the text for the name of a script file, and the build stops. Add \`-c\`.`;
    return { message, words: complete(values) };
  }
  const { takesScript = false, operand } = readInvocation(values) ?? {};
  const script = operand === undefined ? undefined : values[operand];
  if (!takesScript || script === undefined || /\$\{?[0-9@*#]/.test(script)) return undefined;
  const message = `RUN will execute \`${executed}\` with its text at the end: the script is \`${excerpt(script, 30)}\`, and the text of RUN only its \`$0\`, which nobody reads. \`-c\` must come last.`;
  return { message, words: undefined };
}

function fixOf(
  file: Dockerfile,
  instruction: Instruction,
  { args, json }: Instruction,
  { words, comment }: Fault & { readonly words: readonly string[] },
): ProposedFix {
  const last = json?.spans.at(-1);
  const isAdded = last !== undefined && json?.values.every((value, at) => words[at] === value) === true;
  const edit = isAdded
    ? { span: { start: last.end, end: last.end }, text: ', "-c"' }
    : { span: sourceSpan(args, { start: 0, end: args.text.length }), text: jsonArray(words) };
  const moved = comment === undefined ? [] : [commentsAbove(file, instruction, [comment])];
  return { title: 'Write SHELL as Docker reads it', safety: 'safe', edits: [...moved, edit], argv: words };
}
