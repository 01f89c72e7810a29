import { applyEdits, type TextEdit } from '../text/edit.ts';
import { mapDirect, sourceSpan, type MappedText } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
import { splitOnBlanks } from './blanks.ts';
import type { Command, Dockerfile, Heredoc, Instruction, Shell } from './model.ts';
import { mapEdits } from './rewrite.ts';
import { namedShell } from './shells.ts';

/** A script that a RUN hands to a shell of the Bourne family. */
export interface RunScript {
  /** As it stands in the file; differs from `run` inside ONBUILD. */
  readonly instruction: Instruction;
  readonly run: Instruction;
  readonly command: Command;
  /** Mapped to the source. */
  readonly text: MappedText;
  /** The program that reads it, and its options. */
  readonly shell: readonly string[];
  readonly kind: 'sh' | 'bash';
  /**
   * `line`: shell form; `body`: `RUN <<EOF`; `shebang`: the same with `#!` as first line; `input`: `RUN bash <<EOF`,
   * where the instruction names the shell itself; `array`: `RUN ["sh", "-c", "…"]`.
   */
  readonly as: 'line' | 'body' | 'shebang' | 'input' | 'array';
}

/** The scripts of all RUN instructions, those that ONBUILD keeps for later too. */
export const runScripts: (file: Dockerfile) => readonly RunScript[] = memo((file) =>
  file.instructions.flatMap((instruction) => readScript(file, instruction) ?? []),
);

/** The scripts that RUN hands to a shell as an argument: `RUN ["bash", "-c", "…"]`. SHELL has no say in these. */
export const arrayScripts: (file: Dockerfile) => readonly RunScript[] = memo((file) =>
  file.instructions.flatMap((instruction) => {
    const run = instruction.trigger ?? instruction;
    const { command, json } = run;
    const [program = '', option = '', script] = json?.values ?? [];
    if (run.keyword !== 'RUN' || command === undefined || json?.values.length !== 3 || script === undefined) return [];
    const span = json.spans[2];
    const { kind } = namedShell([program], 'this-stage', undefined);
    if (span === undefined || !/^-[a-z]*c$/.test(option) || (kind !== 'sh' && kind !== 'bash')) return [];
    // With escapes in it the string does not stand in the file as the shell reads it.
    if (span.end - span.start - 2 !== script.length) return [];
    const text = mapDirect(script, span.start + 1);
    return [{ instruction, run, command, text, shell: [program, option], kind, as: 'array' as const }];
  }),
);

function readScript(file: Dockerfile, instruction: Instruction): RunScript | undefined {
  const run = instruction.trigger ?? instruction;
  const { command } = run;
  if (run.keyword !== 'RUN' || command === undefined || command.form === 'exec' || command.malformedArray)
    return undefined;
  const script = (text: MappedText, shell: Shell | undefined, as: RunScript['as']): RunScript | undefined => {
    const { argv = [], kind } = shell ?? {};
    return kind === 'sh' || kind === 'bash' ? { instruction, run, command, text, shell: argv, kind, as } : undefined;
  };
  const [heredoc] = run.heredocs;
  if (heredoc !== undefined && command.form === 'shell') {
    const reader = run.heredocs.length === 1 ? shellReading(run, heredoc) : undefined;
    const { start, end } = heredoc.body;
    if (reader !== undefined) return script(mapDirect(file.source.text.slice(start, end), start), reader, 'input');
  }
  if (command.form === 'heredoc' && command.text.text.startsWith('#!'))
    return script(command.text, interpreter(command.argv), 'shebang');
  return script(command.text, command.shell, command.form === 'heredoc' ? 'body' : 'line');
}

/** `#!/bin/bash -e`, `#!/usr/bin/env bash`. */
function interpreter(argv: readonly string[]): Shell {
  const words = argv.slice(0, -1).flatMap(splitOnBlanks);
  const named = /(?:^|\/)env$/.test(words[0] ?? '') ? words.slice(words[1] === '-S' ? 2 : 1) : words;
  return namedShell(named, 'this-stage', undefined);
}

/** `<<EOF bash`, `bash -x <<EOF`: a shell whose options all begin with `-`, so the script is its standard input. */
function shellReading({ args }: Instruction, heredoc: Heredoc): Shell | undefined {
  if (heredoc.fileDescriptor !== 0) return undefined;
  const words = splitOnBlanks(args.text).filter((word) => !word.includes('<<'));
  const [first = '', ...options] = words;
  const bare = words.length === splitOnBlanks(args.text).length - 1;
  const takesInput = options.every(
    (word, index) => (/^-[a-z]*$/.test(word) && !/[cs]/.test(word)) || /^-[a-z]*o$/.test(options[index - 1] ?? ''),
  );
  return bare && takesInput && first !== '' ? namedShell(words, 'this-stage', undefined) : undefined;
}

/** An edited script: its edits in the file, and what the RUN executes afterwards where its argv holds the script. */
export interface EditedScript {
  readonly edits: readonly TextEdit[];
  readonly argv?: readonly string[];
}

/** Edits of a script's text as edits of the file. */
export function editedScript({ text, command, as }: RunScript, edits: readonly TextEdit[]): EditedScript {
  const mapped = mapEdits(text, edits);
  if (as === 'array') return { edits: mapped, argv: [...command.argv.slice(0, -1), applyEdits(text.text, edits)] };
  if (as !== 'line' && as !== 'body') return { edits: mapped };
  return { edits: mapped, argv: [...command.shell.argv, applyEdits(text.text, edits)] };
}

/** Behind the shell's name, where a RUN names the shell that reads its heredoc: the place for an option, in the file. */
export function shellOptionPlace({ run, as }: RunScript): number | undefined {
  if (as !== 'input') return undefined;
  const name = [...run.args.text.matchAll(/\S+/g)].find(([word]) => !word.includes('<<'));
  return name === undefined
    ? undefined
    : sourceSpan(run.args, { start: name.index, end: name.index + name[0].length }).end;
}
