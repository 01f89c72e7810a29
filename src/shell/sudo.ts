import type { Span } from '../text/span.ts';
import { isEditable, valuesOf } from './calls.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { isBuiltinOnly, programName, reservedWords } from './vocabulary.ts';

/** A command that begins with sudo. */
export interface SudoCall {
  readonly command: SimpleCommand;
  /** What to delete so that the rest is the command; undefined where the rest would mean something else. */
  readonly drop: Span | undefined;
  /** The builtin that sudo is to start and cannot: `cd`. */
  readonly builtin: string | undefined;
  /** Whom `-u` names, when that is not root. */
  readonly becomes: string | undefined;
}

/** Every call of sudo that starts a command, in source order. */
export function sudoCallsOf(script: Script): readonly SudoCall[] {
  return allCommands(script).flatMap((command) => {
    const [sudo, next] = command.words;
    if (sudo?.value === undefined || programName(sudo.value) !== 'sudo' || next === undefined) return [];
    const values = valuesOf(command.words);
    if (/^(?:-V|--version|-h|--help|-l|--list|-k|-K|-v)$/.test(values[1] ?? '')) return [];
    const becomes = userOf(values);
    const plain = !(next.value ?? next.text).startsWith('-') && isEditable(script, sudo) && isEditable(script, next);
    const name = next.value ?? '';
    const builtin = isBuiltinOnly(name) ? name : undefined;
    const changesShell = builtin !== undefined || reservedWords.has(name);
    const drop = plain && !changesShell ? { start: sudo.span.start, end: next.span.start } : undefined;
    return [{ command, drop, builtin, becomes }];
  });
}

/** `-u app`, `-uapp`, `-Hu app`, `--user=app`. */
function userOf(values: readonly string[]): string | undefined {
  for (const [index, value] of values.entries()) {
    if (index > 0 && !value.startsWith('-') && !/^-[A-Za-z]*[ugChpTU]$/.test(values[index - 1] ?? '')) break;
    const joined = /^(?:--user=|-[A-Za-z]*u)(.+)$/.exec(value)?.[1];
    const user = joined ?? (/^(?:--user|-[A-Za-z]*u)$/.test(value) ? values[index + 1] : undefined);
    if (user !== undefined) return /^[\w.-]+$/.test(user) && user !== 'root' ? user : undefined;
  }
  return undefined;
}
