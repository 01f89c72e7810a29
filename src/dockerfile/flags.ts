import { sourceSpan, type MappedText } from '../text/mapped.ts';
import { isBlank, skipBlanks } from './blanks.ts';
import type { Flag } from './model.ts';

/** The leading `--flags` of an instruction, and where its arguments begin. */
export interface Flags {
  readonly flags: readonly Flag[];
  readonly next: number;
}

const NONE: readonly Flag[] = [];

/**
 * Take `--words` off the front of `[from, to)`, whatever the instruction; a lone `--` ends them.
 * Quotes and escapes are removed from the words, as BuildKit's extractBuilderFlags does.
 */
export function readFlags(line: MappedText, from: number, to: number, escape: string): Flags {
  let at = skipBlanks(line.text, from, to);
  if (!line.text.startsWith('--', at)) return { flags: NONE, next: at };
  const flags: Flag[] = [];
  while (at + 1 < to && line.text.startsWith('--', at)) {
    const word = flagWord(line.text, at, to, escape);
    const span = sourceSpan(line, { start: at, end: word.end });
    at = skipBlanks(line.text, word.end, to);
    if (word.text === '--') break;
    flags.push({ ...nameAndValue(word.text), span });
  }
  return { flags, next: at };
}

function flagWord(line: string, from: number, to: number, escape: string): { text: string; end: number } {
  let text = '';
  let quote = '';
  let at = from;
  for (; at < to; at++) {
    const unit = line[at]!;
    if (quote !== '' && unit === quote) {
      quote = '';
      continue;
    }
    if (quote === '') {
      if (isBlank(unit.charCodeAt(0))) break;
      if (unit === '"' || unit === "'") {
        quote = unit;
        continue;
      }
    }
    if (unit === escape) {
      if (at + 1 >= to) continue;
      at++;
    }
    text += line[at]!;
  }
  return { text, end: Math.min(at, to) };
}

function nameAndValue(word: string): Pick<Flag, 'name' | 'value'> {
  const equals = word.indexOf('=');
  if (equals < 0) return { name: word.slice(2), value: undefined };
  return { name: word.slice(2, equals), value: word.slice(equals + 1) };
}
