import { commandWithOperators, liveCommand, operatorsIn } from './array-words.ts';
import { looksLikeCommandLine, looksLikeScript, unwrap } from './programs.ts';
import { isShell, programName } from './vocabulary.ts';

/** Words that start a shell, read as the shell itself reads them. Numbers are places among the words. */
export interface Invocation {
  readonly shell: number;
  /** `-c`: the operand is a script, else the name of a file with one. */
  readonly takesScript: boolean;
  /** The first word that is no option; undefined when there is none. */
  readonly operand: number | undefined;
}

/** How a shell (behind `tini`, `gosu app` and the like too) reads its words; undefined where no shell of the Bourne family starts. */
export function readInvocation(argv: readonly string[]): Invocation | undefined {
  const shell = argv.length - unwrap(argv).length;
  const name = argv[shell] ?? '';
  if (!isShell(name) || programName(name) === 'fish') return undefined;
  let takesScript = false;
  let at = shell + 1;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--' || word === '-') {
      at++;
      break;
    }
    if (!/^(?:[-+][A-Za-z]+|--[a-z-]+)$/.test(word)) break;
    if (/^-[A-Za-z]*c/.test(word)) takesScript = true;
    if (takesValue(word)) at++;
  }
  return { shell, takesScript, operand: at < argv.length ? at : undefined };
}

/** `-o pipefail`, `-eo pipefail`, bash's `-O extglob` and its two long options with a file. */
function takesValue(option: string): boolean {
  return /^[-+][A-Za-z]*[oO]$/.test(option) || option === '--rcfile' || option === '--init-file';
}

/** `sh -c`, `bash`: a shell that takes its script from the words behind. */
export function awaitsScript(argv: readonly string[]): boolean {
  const invocation = readInvocation(argv);
  return invocation !== undefined && invocation.operand === undefined;
}

/**
 * The command that a shell is given, or is meant to be given: its script, words behind `-c` that should be one string,
 * or a command line where the shell without `-c` looks for a file. Undefined for scripts in files.
 */
export function meantScript(argv: readonly string[]): string | undefined {
  const { takesScript = false, operand } = readInvocation(argv) ?? {};
  if (operand === undefined) return undefined;
  const [first = '', ...rest] = argv.slice(operand);
  if (takesScript) return isPlaceholder(rest) || usesArguments(first) ? first : joinedScript([first, ...rest]);
  const glued = scriptInOption(first);
  if (glued !== undefined) return glued;
  const isFile = !looksLikeCommandLine(first) || looksLikeScript(first.split(/\s/, 1)[0] ?? '');
  return isFile ? undefined : first;
}

/** `-c node app.js` in one word: what was meant as the script. */
export function scriptInOption(word: string): string | undefined {
  return /^-[a-z]*c\s+(.+)$/s.exec(word)?.[1];
}

/** The script that several words were meant to be. A first word with blanks is a piece of a script, and so are the others. */
export function joinedScript(words: readonly string[]): string {
  if (/\s/.test(words[0] ?? '')) return words.join(' ');
  return operatorsIn(words).length > 0 ? commandWithOperators(words).text : liveCommand(words);
}

/** Whether a script reads the words that stand behind it. */
export function usesArguments(script: string): boolean {
  return /\$(?:[0-9@*#]|\{[#!]?[0-9@*#])|(?:^|[\s;&|])(?:shift|getopts|eval|\.|source)\s/.test(script);
}

/** What people write behind a script to be its `$0`, on purpose and without effect. */
export function isPlaceholder(words: readonly string[]): boolean {
  const [only = ''] = words;
  return words.length === 0 || (words.length === 1 && (/^(?:--?|_|\$0)$/.test(only) || isShell(only)));
}
