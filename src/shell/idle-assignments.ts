import { memo } from '../text/memo.ts';
import { allCommands, topLevel, type ListItem, type ShellAssignment } from './commands.ts';
import type { Script } from './parse.ts';
import { variablesIn } from './words.ts';

/** Assignments that stand alone in a script, and whose variables nothing behind them can see. */
export interface IdleAssignment {
  readonly item: ListItem;
  readonly assignments: readonly ShellAssignment[];
  /** The command behind it that an exported variable would reach; undefined where none follows. */
  readonly next: ListItem | undefined;
}

/**
 * The items of the script's list that are nothing but assignments (which run no command) of variables that the script never reads
 * and never exports. A name that the surroundings export already (`inherited`) reaches every command as it is.
 */
export function idleAssignments(script: Script, inherited: (name: string) => boolean): readonly IdleAssignment[] {
  return unseenAssignments(script).filter(({ assignments }) => !assignments.some(({ name }) => inherited(name)));
}

const unseenAssignments: (script: Script) => readonly IdleAssignment[] = memo((script) => {
  const items = topLevel(script);
  if (!items.some(isAssignment) || script.text.includes('${!')) return [];
  const commands = allCommands(script);
  if (commands.some(({ name, words }) => opaque.has(name ?? '') || (name === 'set' && exportsAll(words)))) return [];
  const used = new Set(variablesIn(script).map(({ name }) => name));
  for (const { name, words } of commands)
    if (declares.has(name ?? '')) for (const { text } of words.slice(1)) used.add(text.split(/\+?=/, 1)[0] ?? '');
  return items.flatMap((item, index) => {
    const assignments = isAssignment(item) ? (item.commands[0]?.assignments ?? []) : [];
    const idle = assignments.every(
      ({ name, value }) => !used.has(name) && !shellReads.test(name) && !/\$\(|`/.test(value?.text ?? '$('),
    );
    const next = items.slice(index + 1).find((other) => !isAssignment(other));
    return assignments.length > 0 && idle ? [{ item, assignments, next }] : [];
  });
});

function isAssignment({ commands, compound, negated, operator }: ListItem): boolean {
  const [command] = commands;
  if (compound || negated || commands.length !== 1 || command === undefined || operator === '&') return false;
  return command.words.length === 0 && command.assignments.length > 0 && command.redirects.length === 0;
}

function exportsAll(words: readonly { readonly text: string }[]): boolean {
  return words.some(
    ({ text }, index) => /^-[a-z]*a/.test(text) || (text === 'allexport' && words[index - 1]?.text === '-o'),
  );
}

/** They read variables in ways that no text shows: a sourced file, an evaluated text. */
const opaque: ReadonlySet<string> = new Set(['.', 'source', 'eval', 'envsubst', 'trap']);

const declares: ReadonlySet<string> = new Set([
  'export',
  'declare',
  'typeset',
  'readonly',
  'local',
  'unset',
  'read',
  'getopts',
  'let',
]);

/** Variables by which a shell itself works. */
const shellReads =
  /^(?:IFS|PATH|HOME|CDPATH|ENV|LANG|LC_\w+|OPTIND|PS\d|SHELLOPTS|BASH\w*|POSIXLY_CORRECT|RANDOM|SECONDS|TIMEFORMAT|TZ|_)$/;
