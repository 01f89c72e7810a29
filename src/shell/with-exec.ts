import { allCommands, topLevel, type ListItem, type SimpleCommand } from './commands.ts';
import { parseScript } from './parse.ts';
import { startsService } from './programs.ts';
import { builtins, builtinsWithFile, reservedWords } from './vocabulary.ts';

/** `at` is where `exec ` went. `sure` is false when a person should look: the name may turn out to be a function, or the environment to differ. */
export type WithExec = { readonly text: string; readonly at: number; readonly sure: boolean } | { readonly no: string };

/**
 * Put `exec` in front of the last command, so that it replaces the shell: same words, same expansions, same exit
 * status, and signals reach the program. Works for one command or an `&&` chain, with assignments and redirections;
 * anything else says why not.
 */
export function withExec(text: string): WithExec {
  const script = parseScript(text);
  if (!script.valid) return { no: 'the shell cannot parse it' };
  const items = topLevel(script);
  const last = items.at(-1);
  if (last === undefined) return { no: 'it is empty' };
  const no = refusal(items) ?? refusalOfLast(last);
  if (no !== undefined) return { no };
  const commands = allCommands(script);
  if (commands.some((command) => command.name === 'trap')) return { no: 'it sets a trap, which exec would drop' };
  if (commands.some((command) => command.background)) return { no: 'it leaves a process in the background' };
  const command = last.commands[0]!;
  const at = command.words[0]!.span.start;
  return { text: `${text.slice(0, at)}exec ${text.slice(at)}`, at, sure: isSure(command, commands) };
}

/** The same, and no for a last command that is done at once: no signal ever meets it. */
export function execWhatStays(text: string): WithExec {
  const last = topLevel(parseScript(text)).at(-1)?.commands.at(-1)?.name;
  if (last !== undefined && (builtins.has(last) || startsService(last)))
    return { no: 'its last command is done at once' };
  return withExec(text);
}

function refusal(items: readonly ListItem[]): string | undefined {
  for (const item of items.slice(0, -1)) {
    if (item.operator === '&') return 'it starts a process in the background';
    if (item.operator === '||') return 'it has an alternative (`||`)';
    if (item.operator !== '&&') return 'it holds several commands';
    if (item.compound) return 'it holds a compound command';
  }
  return undefined;
}

function refusalOfLast(item: ListItem): string | undefined {
  if (item.compound) return 'its last command is compound';
  if (item.commands.length > 1) return 'it is a pipeline';
  if (item.negated) return 'its exit status is negated';
  if (item.operator === '&') return 'it starts a process in the background';
  // A `;` behind the last command ends it and starts nothing.
  const command = item.commands[0];
  const word = command?.words[0];
  if (command === undefined || word === undefined) return 'it starts no program';
  if (command.redirects.some((redirect) => redirect.operator.startsWith('<<'))) return 'it feeds a here-document';
  if (item.span.start < Math.min(word.span.start, command.span.start)) return 'it times its command';
  if (word.value === undefined)
    return word.text.includes('/') ? undefined : 'the name of its program comes from a variable';
  return refusalOfName(word.value);
}

function refusalOfName(name: string): string | undefined {
  if (name === 'exec') return 'it has an exec already';
  if (name === '' || name.startsWith('-')) return 'its program has no proper name';
  if (reservedWords.has(name)) return `\`${name}\` is a word of the shell's own language`;
  if (builtins.has(name) && !builtinsWithFile.has(name)) return `\`${name}\` is built into the shell`;
  return undefined;
}

/** A sourced file or an evaluated text may define a function of the name; an assignment in front of `exec` is seen by few readers. */
function isSure(last: SimpleCommand, commands: readonly SimpleCommand[]): boolean {
  const name = last.words[0]!.value;
  if (last.assignments.length > 0) return false;
  // The file's echo knows options and escapes that the builtin does not.
  if (name === 'echo' && last.words.slice(1).some((word) => /^[-$]|\\/.test(word.text))) return false;
  return name?.includes('/') === true || !commands.some((command) => definesNames.has(command.name ?? ''));
}

const definesNames: ReadonlySet<string> = new Set(['.', 'source', 'eval', 'alias']);
