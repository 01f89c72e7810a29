import { expect, test } from 'vitest';
import type { Command, Dockerfile, Flag, Heredoc, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { linesOf } from '../../src/text/source.ts';

/** One test a row: a name, a Dockerfile, and what `show` says of it. */
export function parseTable(group: string, rows: readonly (readonly [string, string, ...string[]])[]): void {
  test.each(rows.map(([name, text, ...lines]) => [name, text, lines] as const))(`${group}: %s`, (_, text, lines) => {
    expect(show(parse('Dockerfile', text))).toEqual(lines);
  });
}

/**
 * A parsed file in few words, one line an instruction or problem:
 * `RUN 2-3 --mount=x $ text` is shell form in lines 2 to 3, `CMD 4 ["a"]` exec form, `CMD 4 ?$ ['a']` a malformed
 * array, `[bash -c] $ text` a shell of its own, `= text` arguments of an instruction that executes nothing,
 * `<<EOF "body"` a heredoc, `> RUN …` the trigger of an ONBUILD, `! 3 message` a problem and its line.
 */
export function show(file: Dockerfile): readonly string[] {
  return [
    ...file.instructions.map(showInstruction),
    ...file.problems.map(
      ({ message, span, severity }) =>
        `${severity === 'error' ? '!' : '?'} ${linesOf(file.source, span).first} ${message}`,
    ),
  ];
}

function showInstruction(instruction: Instruction): string {
  const { keyword, startLine, endLine } = instruction;
  const lines = startLine === endLine ? String(startLine) : `${startLine}-${endLine}`;
  return [`${keyword} ${lines}`, ...parts(instruction), ...instruction.heredocs.map(showHeredoc)].join(' ');
}

function parts({ flags, command, trigger, args, json }: Instruction): readonly string[] {
  const shown = flags.map(showFlag);
  if (trigger !== undefined) return [...shown, '>', trigger.keyword, ...parts(trigger)];
  if (command !== undefined) return [...shown, showCommand(command)];
  if (json !== undefined) return [...shown, JSON.stringify(json.values)];
  return args.text === '' ? shown : [...shown, `= ${args.text}`];
}

function showFlag({ name, value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name}=${value}`;
}

function showCommand({ form, argv, shell, malformedArray, text }: Command): string {
  if (form === 'exec') return JSON.stringify(argv);
  const own = shell.argv.join(' ') === '/bin/sh -c' ? '' : `[${shell.argv.join(' ')}] `;
  if (form === 'heredoc') return `${own}script`;
  return `${own}${malformedArray ? '?' : ''}$ ${text.text}`.trimEnd();
}

function showHeredoc({ name, expand, chomp, fileDescriptor, terminated }: Heredoc): string {
  const number = fileDescriptor === 0 ? '' : String(fileDescriptor);
  return `${number}<<${chomp ? '-' : ''}${expand ? name : `'${name}'`}${terminated ? '' : ' (open)'}`;
}
