import { allCommands, type SimpleCommand } from './commands.ts';
import { readInvocation } from './invocation.ts';
import { needsMadeProgram } from './made-programs.ts';
import type { Script } from './parse.ts';
import { producerOf } from './pipe-roles.ts';
import { unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';
import type { ShellWord } from './words.ts';

/** `sh -c "$(curl …)"`: a script that a substitution downloads, and that is empty when the download fails. */
export interface SubstitutedScript {
  /** The command that runs it. */
  readonly runner: SimpleCommand;
  /** Its word that is the substitution, quotes included. */
  readonly word: ShellWord;
  readonly download: SimpleCommand;
  /** A command behind `&&` that fails without what the script should have brought. */
  readonly next: SimpleCommand | undefined;
}

/** The scripts that a substitution downloads for a shell or an interpreter, in source order. */
export function substitutedScripts(script: Script): readonly SubstitutedScript[] {
  if (!script.text.includes('"$(')) return [];
  const commands = allCommands(script);
  return commands.flatMap((runner) => {
    const word = scriptWord(runner);
    if (word === undefined || !isOneSubstitution.test(word.text) || runner.nesting.includes('substitution')) return [];
    const { start, end } = word.span;
    const inside = commands.filter(({ span }) => start < span.start && span.end < end);
    const download = inside.find((command) => producerOf(command) === 'download');
    if (download === undefined) return [];
    return [
      { runner, word, download, next: needsMadeProgram(script, { members: [download, runner], span: runner.span }) },
    ];
  });
}

/** One substitution in quotes and nothing else; one with parentheses of its own is left alone. */
const isOneSubstitution = /^"\$\((?:[^()"'`]|"[^"]*"|'[^']*')*\)"$/;

/** What takes its program from the word behind an option. Each succeeds (status 0) when that word is empty. */
const interpreters: readonly (readonly [program: RegExp, option: string])[] = [
  [/^python[\d.]*$/, '-c'],
  [/^(?:perl|ruby|node)[\d.]*$/, '-e'],
  [/^php[\d.]*$/, '-r'],
];

/** The word that a command runs as a script; undefined for commands that run none. */
function scriptWord({ words }: SimpleCommand): ShellWord | undefined {
  const argv = words.map(({ value, text }) => value ?? text);
  if (argv[0] === 'eval') return words.length === 2 ? words[1] : undefined;
  const invocation = readInvocation(argv);
  if (invocation !== undefined) return invocation.takesScript ? words[invocation.operand ?? words.length] : undefined;
  const [program = '', ...rest] = unwrap(argv);
  const option = interpreters.find(([name]) => name.test(programName(program)))?.[1];
  return option !== undefined && rest[0] === option ? words[words.length - rest.length + 1] : undefined;
}
