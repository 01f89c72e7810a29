import type { Shell } from './model.ts';
import { quotedWords } from './name-values.ts';

/**
 * Whether a text that Docker takes as shell form was meant as a JSON array: `['a']`, `["a",]`, `{"a", "b"}`,
 * `"a", "b"`, `= ["a"]`. Not so the things that begin with `[` in a shell: tests, and types in PowerShell.
 */
export function looksLikeArray(text: string, shell: Shell['kind']): boolean {
  if (text.startsWith('[')) return !isPowerShellType(text, shell) && !isTest(text);
  if (/^[=:]\s*\[/.test(text)) return true;
  return WRONG_BRACKETS.test(text) || NO_OPENING_BRACKET.test(text);
}

const STRING = `(?:"[^"]*"|'[^']*'|[\u201c-\u201f][^\u201c-\u201f]*[\u201c-\u201f])`;
const WRONG_BRACKETS = new RegExp(`^(?:\\{|\\()\\s*${STRING}(?:\\s*,\\s*${STRING})+\\s*,?\\s*[)}\\]]$`);
const NO_OPENING_BRACKET = new RegExp(`^${STRING}(?:(?:\\s*,\\s*${STRING})+\\s*\\]?|\\s*\\])$`);

function isPowerShellType(text: string, shell: Shell['kind']): boolean {
  return /^\[[\w.]+(?:\[\])?\](?:::|\()/.test(text) || (shell === 'powershell' && /^\[[A-Za-z][\w.]*[\](]/.test(text));
}

/** `[ -f x ]`, `[ "$a" = b ] || …`, `[[ … ]]`. A comma after a word speaks against it. */
function isTest(text: string): boolean {
  if (/^\[\[\s/.test(text)) return true;
  if (!/^\[\s/.test(text)) return false;
  const words = quotedWords(text, '\\').slice(1);
  const close = words.findIndex((word) => /^\];?$/.test(word));
  if (close < 1) return false;
  const inside = words.slice(0, close);
  if (inside.some((word) => word.endsWith(','))) return false;
  const [first = '', second = ''] = inside;
  if (first === '!' || (/^-[a-zA-Z]$/.test(first) && inside.length > 1) || BINARY.has(second)) return true;
  return inside.length === 1 && (first.includes('$') || first.includes('`') || close + 1 < words.length);
}

const BINARY: ReadonlySet<string> = new Set([
  '=',
  '==',
  '!=',
  '=~',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
]);
