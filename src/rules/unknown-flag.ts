import { entrypointFor } from '../dockerfile/entrypoint.ts';
import { flagNames, unknownFlag } from '../dockerfile/flag-names.ts';
import { KEYWORDS, nearest } from '../dockerfile/keywords.ts';
import type { Dockerfile, Process } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { heldCommands, replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'unknown-flag',
  aliases: [],
  summary: 'what begins with `--` right behind a keyword is an option of the instruction, which takes few or none',
  category: 'process',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const processes = processesOf(file, facts.image);
    for (const held of heldCommands(file)) {
      const { inner, instruction } = held;
      const [flag] = inner.flags;
      if (flag === undefined || (inner.keyword !== 'CMD' && inner.keyword !== 'ENTRYPOINT')) continue;
      const process = processes[instruction.stage ?? -1];
      const fix = fixOf(file, held, process);
      const first = `\`--${excerpt(flag.name, 30)}\``;
      yield {
        message: `${inner.keyword} has no options, and Docker reads what begins with \`--\` as one: it refuses to build this (unknown flag: ${first}). ${remedy(held, process, fix)}`,
        span: { start: flag.span.start, end: inner.flags.at(-1)?.span.end ?? flag.span.end },
        fixes: fix === undefined ? [] : [fix],
      };
    }
    yield* others(file);
  },
});

/** Instructions that do not start what their words name: a flag of theirs is a slip, or stands in the wrong place. */
function* others(file: Dockerfile): Iterable<Report> {
  for (const instruction of file.instructions)
    for (const { keyword, flags } of [instruction, ...(instruction.trigger ? [instruction.trigger] : [])]) {
      if (keyword === 'CMD' || keyword === 'ENTRYPOINT' || !KEYWORDS.has(keyword)) continue;
      const flag = flags.length === 0 ? undefined : unknownFlag(keyword, flags);
      if (flag === undefined) continue;
      yield {
        message: `Docker refuses to build this: ${keyword} has no option \`--${excerpt(flag.name, 30)}\`. ${meant(keyword, flag.name)}`,
        span: flag.span,
      };
    }
}

function meant(keyword: string, name: string): string {
  const names = flagNames(keyword);
  const near = nearest(name.toLowerCase(), names);
  if (near !== undefined) return `\`--${near}\` was probably meant.`;
  const holders = [...KEYWORDS].filter((other) => flagNames(other).includes(name));
  if (holders.length > 0) return `It belongs to ${holders.join(' and ')}.`;
  if (keyword === 'RUN') return 'Options of a command stand behind its name.';
  if (names.length === 0) return 'It has none at all.';
  return `It takes ${names.map((each) => `\`--${each}\``).join(', ')}.`;
}

function remedy({ inner }: HeldCommand, process: Process | undefined, fix: ProposedFix | undefined): string {
  if (fix !== undefined) return 'In a JSON array they are arguments of the ENTRYPOINT.';
  if (inner.json !== undefined) return 'Arguments of the program belong inside the array.';
  if (inner.keyword === 'ENTRYPOINT' || entrypointFor(inner, process) === undefined) return 'Name the program first.';
  return 'Write the arguments as a JSON array.';
}

/** The words as arguments. None where no program stands in front of them. */
function fixOf(file: Dockerfile, held: HeldCommand, process: Process | undefined): ProposedFix | undefined {
  const { inner, command } = held;
  const [flag] = inner.flags;
  if (flag === undefined || inner.keyword !== 'CMD' || inner.json !== undefined) return undefined;
  if (entrypointFor(inner, process) === undefined) return undefined;
  const words = toExecForm(inner.line.text.replace(/^\s*(?:onbuild\s+)?cmd\s+/i, '').trim());
  if ('no' in words) return undefined;
  const span = { start: flag.span.start, end: inner.span.end };
  const edits = replaceCommand(file, { ...held, command: { ...command, span } }, jsonArray(words.argv));
  return { title: 'Write the arguments as an array', safety: 'safe', edits, argv: words.argv };
}
