import { memo } from '../text/memo.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import { languagePackages } from './language-packages.ts';
import { hasLetter } from './options.ts';
import type { PackageAction, PackageManager } from './package-manager.ts';
import type { Script } from './parse.ts';
import { unwrap } from './programs.ts';
import { systemPackages } from './system-packages.ts';
import { programName } from './vocabulary.ts';
import type { ShellWord } from './words.ts';

/** One command of a package manager, taken apart as the manager itself reads it. */
export interface PackageCall {
  readonly manager: PackageManager;
  readonly command: SimpleCommand;
  /** As written, without its folder: `apt-get`, `pip3`. */
  readonly program: string;
  readonly action: PackageAction;
  /** The subcommand as written; empty without one. */
  readonly subcommand: string;
  /** All words behind the program. */
  readonly words: readonly ShellWord[];
  /** Options in front of the subcommand; values that stand alone left out. */
  readonly globals: readonly string[];
  /** Options behind it, likewise. */
  readonly options: readonly string[];
  /** What is to be installed. */
  readonly operands: readonly ShellWord[];
  /** Where in the script an option of the subcommand can be put in; undefined where the script's text cannot be edited. */
  readonly optionAt: number | undefined;
  /** Options may hide in a variable (`$APT_OPTIONS`). */
  readonly hasHiddenOptions: boolean;
}

const managers: ReadonlyMap<string, PackageManager> = new Map(
  [...systemPackages, ...languagePackages].flatMap((manager) => manager.programs.map((name) => [name, manager])),
);

const mentionsOne = new RegExp(`\\b(?:${[...managers.keys()].join('|')})\\b`);

/** The package managers' commands of a script, in source order, as far as they do what a row of the tables says. */
export const packageCalls: (script: Script) => readonly PackageCall[] = memo((script) =>
  mentionsOne.test(script.text) ? allCommands(script).flatMap((command) => readCall(script, command) ?? []) : [],
);

function readCall(script: Script, command: SimpleCommand): PackageCall | undefined {
  const argv = command.words.map(({ value, text }) => value ?? text);
  // `a && RUN apt-get install b`: the stray word is a finding of its own, and what it hides is what will run once it is gone.
  let own = unwrap(argv[0] === 'RUN' ? argv.slice(1) : argv);
  if (/^python[\d.]*$/.test(programName(own[0] ?? '')) && own[1] === '-m') own = own.slice(2);
  const program = programName(own[0] ?? '');
  const manager = managers.get(program.replace(/^(pip3?)\.\d+$|^pip3?-[\d.]+$/, 'pip'));
  if (manager === undefined) return undefined;
  const words = command.words.slice(argv.length - own.length + 1);
  const { globals, length, subcommand, action, at } = readSubcommand(manager, words);
  if (action === undefined) return undefined;
  const { options, operands } = readArguments(manager, words.slice(at + length));
  const before = words[at + length - 1] ?? command.words[argv.length - own.length];
  const editable = before !== undefined && script.text.slice(before.span.start, before.span.end) === before.text;
  return {
    manager,
    command,
    program,
    action,
    subcommand,
    words,
    globals,
    options,
    operands,
    optionAt: editable ? before.span.end : undefined,
    hasHiddenOptions: words.some(({ text }) => /^["']?\$\{?\w*(?:OPT|ARG|FLAG|PARAM|YES)|^"?\$[@*]|^\$\(/i.test(text)),
  };
}

interface Subcommand {
  readonly globals: readonly string[];
  readonly subcommand: string;
  readonly action: PackageAction | undefined;
  /** Its place among the words, and how many it takes. */
  readonly at: number;
  readonly length: number;
}

function readSubcommand(manager: PackageManager, words: readonly ShellWord[]): Subcommand {
  const { options: globals, operands } = readArguments(manager, words);
  const [first, second] = operands;
  if (first === undefined) return { globals, subcommand: '', action: manager.bare, at: words.length, length: 0 };
  const at = words.indexOf(first);
  const inFront = readArguments(manager, words.slice(0, at)).options;
  const one = first.value ?? '';
  const two = second !== undefined && words[at + 1] === second ? `${one} ${second.value ?? ''}` : '';
  const action = ownAction(manager, two);
  if (action !== undefined) return { globals: inFront, subcommand: two, action, at, length: 2 };
  return { globals: inFront, subcommand: one, action: ownAction(manager, one), at, length: 1 };
}

function ownAction({ actions }: PackageManager, name: string): PackageAction | undefined {
  return Object.hasOwn(actions, name) ? actions[name] : undefined;
}

/** Options and operands, as getopt tells them apart: options may stand behind operands, `--` ends them. */
function readArguments(
  { valueLetters, valueOptions }: PackageManager,
  words: readonly ShellWord[],
): { readonly options: readonly string[]; readonly operands: readonly ShellWord[] } {
  const options: string[] = [];
  const operands: ShellWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const text = word?.value ?? word?.text ?? '';
    if (word === undefined) continue;
    if (text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    options.push(text);
    if (valueOptions.includes(text) || takesNext(text, valueLetters)) at++;
  }
  return { options, operands };
}

/** `-t`, `-yt`: the last letter takes a value, and none before it does. */
function takesNext(option: string, valueLetters: string): boolean {
  if (!/^-[A-Za-z]+$/.test(option)) return false;
  const last = option.at(-1) ?? '';
  return valueLetters.includes(last) && !hasLetter(option.slice(0, -1), valueLetters, '');
}

/** Whether one of the options is a short one with this letter, itself or among others. */
export function hasShort({ manager, globals, options }: PackageCall, letter: string): boolean {
  return [...globals, ...options].some(
    (option) => /^-[A-Za-z]/.test(option) && hasLetter(option, letter, manager.valueLetters),
  );
}
