import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import { isPlaceholder, joinedScript, readInvocation } from './invocation.ts';
import { isEditable } from './calls.ts';
import type { Script } from './parse.ts';

/** A shell that a script starts with `-c` and several words, of which it takes the first alone for its script. */
export interface SplitScript {
  /** The shell, as it is written. */
  readonly shell: string;
  /** The first word, a bare one. */
  readonly script: string;
  /** The words behind it, as they are written. */
  readonly rest: readonly string[];
  /** From the script to the last word. */
  readonly span: Span;
  /** The whole command line that was meant; undefined where a word expands or does not stand in the text as it is read. */
  readonly meant: string | undefined;
}

/** Every `sh -c word word…` of a script: `sh -c a2enmod rewrite` starts `a2enmod` without an argument. */
export const splitScripts: (script: Script) => readonly SplitScript[] = memo((script) =>
  allCommands(script).flatMap((command) => splitScriptOf(script, command) ?? []),
);

function splitScriptOf(source: Script, { words }: SimpleCommand): SplitScript | undefined {
  const { shell = 0, takesScript, operand } = readInvocation(words.map(({ value, text }) => value ?? text)) ?? {};
  if (takesScript !== true || operand === undefined) return undefined;
  const own = words.slice(operand);
  const [first, last] = [own[0], own.at(-1)];
  if (first?.value === undefined || last === undefined || !/^[\w./+-]+$/.test(first.value)) return undefined;
  const rest = own.slice(1).map(({ text }) => text);
  const values = own.flatMap(({ value }) => value ?? []);
  if (isPlaceholder(values.slice(1)) && values.length === own.length) return undefined;
  const literal = values.length === own.length && own.every((word) => isEditable(source, word));
  return {
    shell: words[shell]?.text ?? '',
    script: first.value,
    rest,
    span: { start: first.span.start, end: last.span.end },
    meant: literal ? joinedScript(values) : undefined,
  };
}
