import type { Span } from '../text/span.ts';

/** Something that keeps a text from being a JSON array. */
export interface Defect {
  /** In words, to follow "not a JSON array: ". */
  readonly words: string;
  /** The repair may not be what was meant. */
  readonly doubt: boolean;
}

/** A string of a loosely written array. Without defects it is valid JSON as it stands. */
export interface LooseElement {
  readonly value: string;
  readonly span: Span;
  readonly defects: readonly Defect[];
}

const DOUBLE = '"“”„‟';
const SINGLE = "'‘’‚‛";

/** Which quotes a unit pairs with, when it is a quote of any kind. */
export function quoteKind(unit: string | undefined): 'double' | 'single' | undefined {
  if (unit === undefined) return undefined;
  return DOUBLE.includes(unit) ? 'double' : SINGLE.includes(unit) ? 'single' : undefined;
}

/** Read the string that begins with a quote of any kind at `start`. */
export function readQuoted(text: string, start: number): LooseElement | { readonly no: string } {
  const doubled = readDoubled(text, start);
  if (doubled !== undefined) return doubled;
  const end = findClosing(text, start);
  if (end === undefined) return { no: 'a quote is not closed' };
  const raw = text.slice(start + 1, end);
  const quotes = text.charAt(start) + text.charAt(end);
  const { value, defects } = decode(raw, quoteKind(text[start]) ?? 'double');
  const wrong = wrongQuotes(quotes);
  const inner = quotes.startsWith('"') && /(?:^|[^\\])(?:\\\\)*"/.test(raw);
  if (inner && /["'”]\s*,|,\s*["'“]/.test(raw)) return { no: 'a quote is not closed' };
  return {
    value,
    span: { start, end: end + 1 },
    defects: [
      ...(wrong === undefined ? [] : [{ words: wrong, doubt: value === '' }]),
      ...(inner ? [{ words: 'quotes inside a string need a backslash', doubt: true }] : []),
      ...defects,
    ],
  };
}

/** `""app""`: to JSON an empty string, and a word that no comma parts from it. */
function readDoubled(text: string, start: number): LooseElement | undefined {
  const doubled = /""([^\s"',[\]\\][^",[\]\\]*)""/y;
  doubled.lastIndex = start;
  const [whole = '', value = ''] = doubled.exec(text) ?? [];
  const end = start + whole.length;
  if (whole === '' || !isBoundary(text, end) || quoteKind(text[end]) !== undefined) return undefined;
  return { value, span: { start, end }, defects: [{ words: 'its quotes are doubled', doubt: true }] };
}

/** The quote that ends the string: of the same kind, and with a comma, a bracket, another string or nothing behind it. */
function findClosing(text: string, start: number): number | undefined {
  const kind = quoteKind(text[start]);
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (quoteKind(text[at]) === kind && isBoundary(text, at + 1)) return at;
  }
  return undefined;
}

function isBoundary(text: string, at: number): boolean {
  let next = at;
  while (text[next] === ' ' || text[next] === '\t') next++;
  const unit = text[next];
  return unit === undefined || ',，;])}#'.includes(unit) || quoteKind(unit) !== undefined;
}

function wrongQuotes(quotes: string): string | undefined {
  if (quotes === '""') return undefined;
  return quotes === "''" ? 'JSON knows no single quotes' : 'it has typographic quotes';
}

/** The string that was meant, once escapes are read as JSON reads them, or as a Windows path means them. */
function decode(
  raw: string,
  kind: 'double' | 'single',
): { readonly value: string; readonly defects: readonly Defect[] } {
  const control: Defect[] = /[\0-\x1f]/.test(raw)
    ? [{ words: 'a raw tab or control character is in a string', doubt: true }]
    : [];
  if (!raw.includes('\\')) return { value: raw, defects: control };
  if (/^[A-Za-z]:\\|^\\\\\w/.test(raw) && !isJson(raw, /\\[bfnrt]/)) {
    const value = raw.replace(/\\\\|\\/g, '\\');
    return { value, defects: [...control, { words: 'a backslash in a string must be doubled', doubt: false }] };
  }
  const bad: string[] = [];
  const value = raw.replace(/\\(u[0-9a-fA-F]{4}|[^])/g, (escape, unit: string) => {
    if (/^(?:["\\/bfnrt]|u.{4})$/.test(unit)) return JSON.parse(`"${escape}"`) as string;
    if (unit === "'") {
      if (kind === 'double') bad.push(escape);
      return unit;
    }
    bad.push(escape);
    return escape;
  });
  const [first] = bad;
  const defects: Defect[] = first === undefined ? [] : [{ words: `\`${first}\` is no escape in JSON`, doubt: true }];
  return { value, defects: [...control, ...defects] };
}

/** Whether the content is valid JSON already and holds none of the escapes that look like a path's backslash. */
function isJson(raw: string, suspicious: RegExp): boolean {
  if (suspicious.test(raw.replaceAll('\\\\', ''))) return false;
  try {
    JSON.parse(`"${raw}"`);
    return true;
  } catch {
    return false;
  }
}
