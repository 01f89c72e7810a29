export type ExecForm = { readonly argv: readonly string[] } | { readonly no: string };

/** Unquoted, these mean something to some shell. */
const special: ReadonlyMap<string, string> = new Map([
  ['|', 'it is a pipeline'],
  ['&', 'it starts a process in the background'],
  [';', 'it holds several commands'],
  ['<', 'it redirects'],
  ['>', 'it redirects'],
  ['(', 'it uses parentheses'],
  [')', 'it uses parentheses'],
  ['$', 'it uses `$`'],
  ['`', 'it substitutes a command'],
  ['*', 'it holds a file pattern'],
  ['?', 'it holds a file pattern'],
  ['[', 'it holds a file pattern'],
  [']', 'it holds a file pattern'],
  ['~', 'it uses `~`'],
  ['{', 'it uses braces'],
  ['}', 'it uses braces'],
  ['\n', 'it has several lines'],
  ['\r', 'it has several lines'],
]);

/** A part of a word, and the offset behind it. */
type Piece = { readonly value: string; readonly next: number } | { readonly no: string };

/** Split a command by blanks, quotes and backslashes alone; anything else a shell would act upon is refused. */
export function strictWords(text: string): ExecForm {
  const argv: string[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    if (text[at] === '#') return { no: 'a comment follows' };
    const word = readWord(text, at);
    if ('no' in word) return word;
    argv.push(word.value);
    at = skipBlanks(text, word.next);
  }
  return argv.length > 0 ? { argv } : { no: 'it is empty' };
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (isBlank(text[next])) next++;
  return next;
}

function isBlank(unit: string | undefined): boolean {
  return unit === ' ' || unit === '\t';
}

function readWord(text: string, start: number): Piece {
  // `find … -exec cmd {} +`: alone, the pair is an ordinary word.
  if (/^\{\}(?:[ \t]|$)/.test(text.slice(start, start + 3))) return { value: '{}', next: start + 2 };
  let value = '';
  let at = start;
  while (at < text.length && !isBlank(text[at])) {
    const piece = readPiece(text, at);
    if ('no' in piece) return piece;
    value += piece.value;
    at = piece.next;
  }
  return { value, next: at };
}

function readPiece(text: string, at: number): Piece {
  const unit = text[at]!;
  if (unit === "'") return readSingleQuoted(text, at + 1);
  if (unit === '"') return readDoubleQuoted(text, at + 1);
  if (unit === '\\') {
    const escaped = text[at + 1];
    return escaped === undefined || escaped === '\n'
      ? { no: 'it ends with a backslash' }
      : { value: escaped, next: at + 2 };
  }
  if (text.startsWith('&&', at)) return { no: 'it joins commands with `&&`' };
  if (text.startsWith('||', at)) return { no: 'it joins commands with `||`' };
  const reason = special.get(unit);
  return reason === undefined ? { value: unit, next: at + 1 } : { no: reason };
}

function readSingleQuoted(text: string, start: number): Piece {
  const end = text.indexOf("'", start);
  return end < 0 ? { no: 'a quote is not closed' } : { value: text.slice(start, end), next: end + 1 };
}

function readDoubleQuoted(text: string, start: number): Piece {
  let value = '';
  for (let at = start; at < text.length; at++) {
    const unit = text[at]!;
    if (unit === '"') return { value, next: at + 1 };
    if (unit === '$' || unit === '`') return { no: special.get(unit)! };
    if (unit !== '\\') value += unit;
    else {
      const escaped = text[++at] ?? '';
      if (escaped === '\n') return { no: special.get('\n')! };
      value += '$`"\\'.includes(escaped) ? escaped : `\\${escaped}`;
    }
  }
  return { no: 'a quote is not closed' };
}
