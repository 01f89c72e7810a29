import { memo } from '../text/memo.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';
import type { ShellWord } from './words.ts';

/** A program that a script starts, what only starts another one in front of it (`sudo`, `env A=1`) taken off. */
export interface Call {
  readonly command: SimpleCommand;
  /** The program's own name: `wget` for `/usr/bin/wget`. */
  readonly name: string;
  readonly program: ShellWord;
  /** Its words. */
  readonly words: readonly ShellWord[];
}

/** The program that a command starts; undefined for `command -v x` and the like, which only look for one. */
export function callOf(command: SimpleCommand): Call | undefined {
  const argv = command.words.map(({ value, text }) => value ?? text);
  const at = argv.length - unwrap(argv).length;
  const program = command.words[at];
  if (program?.value === undefined || (argv[0] === 'command' && /^-[pvV]*[vV]/.test(argv[1] ?? ''))) return undefined;
  return { command, name: programName(program.value), program, words: command.words.slice(at + 1) };
}

/** Every call of a script, those in compound commands and substitutions too, in source order. */
export const callsOf: (script: Script) => readonly Call[] = memo((script) =>
  allCommands(script).flatMap((command) => callOf(command) ?? []),
);

/** The words' values, or their text where they expand. */
export function valuesOf(words: readonly ShellWord[]): readonly string[] {
  return words.map(({ value, text }) => value ?? text);
}

/** Whether a word stands in the script as the shell reads it, so that it can be edited there. */
export function isEditable({ text }: Script, word: ShellWord): boolean {
  return text.startsWith(word.text, word.span.start) && word.span.end - word.span.start === word.text.length;
}

/** Whether a script asks first if there is such a program: `command -v sudo`, `which sudo`, `[ -x /usr/bin/sudo ]`. */
export function looksFor({ text }: Script, program: string): boolean {
  const name = program.replaceAll(/[^\w-]/g, '\\$&');
  return new RegExp(`(?:command\\s+-[vV]|which|type|hash|-x)\\s+(?:-\\S+\\s+)*(?:/\\S*/)?${name}(?![\\w-])`).test(text);
}
