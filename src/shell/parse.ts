import { parse, type Statement } from 'unbash';
import type { MappedText } from '../text/mapped.ts';

/** A shell script, read once. Positions are UTF-16 offsets into `text`; callers map them to the file with text/mapped.ts. */
export interface Script {
  readonly text: string;
  /** Empty when the script is not valid. */
  readonly statements: readonly Statement[];
  /** False when the script has a syntax error. Its tree cannot be trusted then, so there is none. */
  readonly valid: boolean;
}

/**
 * Read a script as Bash does. Never throws: a syntax error, or nesting deeper than the parser follows
 * (256 levels), gives a script that is not valid. The same text gives the same object while it is remembered.
 */
export function parseScript(text: string): Script {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const script = readScript(text);
  remember(script);
  return script;
}

function readScript(text: string): Script {
  try {
    const tree = parse(text);
    if (tree.errors === undefined || tree.errors.length === 0) return { text, statements: tree.commands, valid: true };
  } catch {
    // A script that overflows the parser's stack is as unreadable as one with a syntax error.
  }
  return { text, statements: [], valid: false };
}

/**
 * The scripts read last, by their text. Every rule asks for the same ones, and each proof of a fix parses a file that
 * differs in one place. Forgotten all at once when they grow beyond a large file's worth.
 */
const remembered = new Map<string, Script>();
const mostScripts = 1_000;
const mostUnits = 1_000_000;
let units = 0;

function remember(script: Script): void {
  if (script.text.length > mostUnits / 4) return;
  if (remembered.size >= mostScripts || units + script.text.length > mostUnits) {
    remembered.clear();
    units = 0;
  }
  remembered.set(script.text, script);
  units += script.text.length;
}

/** The script a command's text is. */
export function scriptOf(text: MappedText): Script {
  return parseScript(text.text);
}

/** The script's text up to the end of its last statement: a comment behind it, and blanks, left out. Undefined without statements. */
export function withoutTrailingComment(script: Script): string | undefined {
  const last = script.statements.at(-1);
  return last === undefined ? undefined : script.text.slice(0, last.end);
}
