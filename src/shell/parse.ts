import { parse, type Statement } from 'unbash';
import type { MappedText } from '../text/mapped.ts';
import type { Asked } from '../text/memo.ts';

/** A shell script, read once. Positions are UTF-16 offsets into `text`; callers map them to the file with text/mapped.ts. */
export interface Script extends Asked {
  readonly text: string;
  /** Empty when the script is not valid. */
  readonly statements: readonly Statement[];
  /** False when the script has a syntax error. Its tree cannot be trusted then, so there is none. */
  readonly valid: boolean;
  /** What the parser says of the first error, and where; undefined too where it only gave up. */
  readonly error?: { readonly message: string; readonly at: number };
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
    if (tree.errors === undefined || tree.errors.length === 0)
      return { text, statements: tree.commands, valid: true, answers: [] };
    const [first] = tree.errors;
    // Its own limits are no fault of the script.
    if (first !== undefined && !first.message.startsWith('maximum '))
      return { text, statements: [], valid: false, error: { message: first.message, at: first.pos }, answers: [] };
  } catch {
    // A script that overflows the parser's stack is as unreadable as one with a syntax error.
  }
  return { text, statements: [], valid: false, answers: [] };
}

/**
 * The scripts read last, by their text. Every rule asks for the same ones, and each proof of a fix parses a file that
 * differs from the last in one place. Forgotten when a file is done (`forgetScripts`), and when they grow beyond a
 * megabyte's worth.
 */
let remembered = new Map<string, Script>();
const mostUnits = 4_000_000;
const unitsOfScript = 100;
let units = 0;

function remember(script: Script): void {
  const size = script.text.length + unitsOfScript;
  if (size > mostUnits / 4) return;
  if (units + size > mostUnits) forgetScripts();
  remembered.set(script.text, script);
  units += size;
}

/**
 * Let go of the scripts read so far. Their trees are twenty times their text: kept from file to file they grow old, and
 * what is old is seldom collected. A new map, because V8 chains a cleared map's old table to its new one, and one old
 * table then keeps all that follow until the next full collection.
 */
export function forgetScripts(): void {
  remembered = new Map();
  units = 0;
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
