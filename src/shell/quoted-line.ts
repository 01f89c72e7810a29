import { topLevel } from './commands.ts';
import type { Script } from './parse.ts';
import { looksLikeCommandLine } from './programs.ts';

/**
 * `"node app.js"`: a script that is one quoted word and holds a whole command line. What is between the quotes, or
 * undefined: for plain names, for paths with blanks in them, for anything that is more than this one word.
 */
export function quotedLine(script: Script): string | undefined {
  const quoted = /^(["'])(.*)\1$/s.exec(script.text.trim());
  if (quoted === null) return undefined;
  const [item, ...more] = topLevel(script);
  const [command] = item?.commands ?? [];
  if (item === undefined || command === undefined || more.length > 0 || item.compound || item.commands.length > 1)
    return undefined;
  const [word, ...others] = command.words;
  if (word?.text !== script.text.trim() || others.length > 0) return undefined;
  const line = (word.value ?? quoted[2] ?? '').trim();
  return isCommandLine(line) ? line : undefined;
}

function isCommandLine(line: string): boolean {
  const [first = '', ...rest] = line.split(/\s+/);
  if (rest.length === 0) return false;
  if (looksLikeCommandLine(line)) return true;
  // `/opt/My App/run`, `C:\Program Files\x`: a name may have blanks in it, and a part of a path goes on behind them.
  return /^[\w.+-]+$/.test(first) && !rest.some((word) => /^[^/\\-][^/\\]*[/\\]/.test(word));
}
