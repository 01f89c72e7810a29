import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { suggestionFor, UsageError } from './usage.ts';

export interface Arguments {
  /** By long name; a flag that was not given is absent, one that may be repeated is a list. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly paths: readonly string[];
}

/** Reads a command's arguments. A wrong option is a UsageError that names it. */
export function readArguments(args: readonly string[], known: ParseArgsOptionsConfig): Arguments {
  refuseUnknownOptions(args, known);
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
    return { options: values as Arguments['options'], paths: positionals };
  } catch (error) {
    throw new UsageError(firstSentence(error), { cause: error });
  }
}

/** The value of an option that takes one of a few words. */
export function choice<T extends string>(
  { options }: Arguments,
  name: string,
  allowed: readonly T[],
  fallback: NoInfer<T>,
): T {
  const given = options[name];
  if (given === undefined) return fallback;
  const found = allowed.find((word) => word === given);
  if (found !== undefined) return found;
  const hint = suggestionFor(String(given), allowed);
  throw new UsageError(`--${name} takes ${allowed.join(', ')}; it was given ${JSON.stringify(given)}.${hint}`);
}

/** parseArgs names an unknown option too, but cannot say which one was meant. */
function refuseUnknownOptions(args: readonly string[], known: ParseArgsOptionsConfig): void {
  const { tokens } = parseArgs({
    args: [...args],
    options: known,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const names = Object.keys(known).map((name) => `--${name}`);
  for (const token of tokens) {
    if (token.kind !== 'option' || Object.hasOwn(known, token.name)) continue;
    throw new UsageError(`Unknown option ${token.rawName}.${suggestionFor(token.rawName, names)}`);
  }
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.split(/\.\s|\n/, 1)[0]?.replace(/\.$/, '') ?? message}.`;
}
