import type { Word, WordPart } from 'unbash';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import type { Script } from './parse.ts';
import { spanAt, walk } from './walk.ts';

/** One word of a command. */
export interface ShellWord {
  /** As it stands in the script. */
  readonly text: string;
  /** What the word is once quotes are removed; undefined when anything in it expands (variables, globs, `~`, braces). */
  readonly value: string | undefined;
  readonly span: Span;
}

/** One place where a script reads a variable. */
export interface VariableUse {
  /** `PORT`; also `1`, `@`, `?` and the like. */
  readonly name: string;
  /** From `$` to its end. */
  readonly span: Span;
  /** `${NAME:-x}`, `${NAME-x}`, `${NAME:=x}`, `${NAME=x}`. */
  readonly hasDefault: boolean;
  /** Inside double quotes or a here-document: stays one word. */
  readonly quoted: boolean;
}

/** Every variable the script reads, in source order: in double quotes, in other expansions, in substitutions, in arithmetic. */
export const variablesIn: (script: Script) => readonly VariableUse[] = memo(findVariables);

function findVariables(script: Script): readonly VariableUse[] {
  const uses: VariableUse[] = [];
  walk(script, (node, place) => {
    const add = (name: string, hasDefault: boolean): void => {
      uses.push({ name, span: spanAt(node, place), hasDefault, quoted: place.quoted });
    };
    if (node.type === 'SimpleExpansion') add(node.text.slice(1), false);
    else if (node.type === 'ParameterExpansion') {
      add(node.parameter, node.operation?.type === 'Default' && /[-=]$/.test(node.operation.operator));
    } else if (node.type === 'ArithmeticWord' && node.parts === undefined) {
      const name = /^\$?([A-Za-z_]\w*)$/.exec(node.value)?.[1];
      if (name !== undefined) add(name, false);
    }
    return true;
  });
  return uses;
}

/** What a word is after quote removal; undefined when it expands. */
export function literalValue(word: Word): string | undefined {
  if (/^~|[=:]~/.test(word.text)) return undefined;
  if (word.parts === undefined) return word.value;
  let value = '';
  for (const part of word.parts) {
    const literal = literalPart(part);
    if (literal === undefined) return undefined;
    value += literal;
  }
  return value;
}

function literalPart(part: WordPart): string | undefined {
  if (part.type === 'Literal' || part.type === 'SingleQuoted') return part.value;
  if (part.type !== 'DoubleQuoted') return undefined;
  return part.parts.every((inner) => inner.type === 'Literal')
    ? part.parts.map((inner) => inner.value).join('')
    : undefined;
}

const plainWord = /^(?:[\w@%+=:,./-]+|\{\})$/;

/**
 * Quote a value so that every shell reads it as this one word. Plain words stay as they are.
 * As a command's name use `quoteCommand`: there `A=1` would be an assignment.
 */
export function quoteWord(value: string): string {
  if (plainWord.test(value)) return value;
  if (value.includes("'") && !/[$`"\\!]/.test(value)) return `"${value}"`;
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** The shell command whose words are exactly `argv`. */
export function quoteCommand(argv: readonly string[]): string {
  return argv
    .map((word, index) =>
      index === 0 && /^\w+\+?=/.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : quoteWord(word),
    )
    .join(' ');
}
