import { programName } from './vocabulary.ts';

/** Modules of Python that install no handler for SIGTERM; others may, as those of web frameworks do. */
const silent: ReadonlySet<string> = new Set('datetime http json random socketserver sys threading time'.split(' '));

/**
 * Whether an interpreter's arguments show that nothing in it handles SIGTERM: Python's own `http.server` and code such as
 * `-c "import time; …"` (both measured: as process 1 they run on), and PHP's built-in server, which handles SIGINT alone
 * (https://github.com/php/php-src/blob/master/sapi/cli/php_cli_server.c).
 */
export function hasNoHandler([first = '', ...rest]: readonly string[]): boolean {
  const name = programName(first);
  if (/^php[\d.]*$/.test(name)) return /^-S/.test(ownOption(rest, /^-S/, /^-[cdtz]$/)[0] ?? '');
  if (!/^python[\d.]*$/.test(name)) return false;
  const [option = '', value = ''] = ownOption(rest, /^-[cm]$/, /^-[WX]$/);
  if (option === '-m') return /^(?:http\.server|SimpleHTTPServer)$/.test(value);
  return option === '-c' && importsOf(value)?.every((module) => silent.has(module.split('.')[0] ?? '')) === true;
}

/** The option that says what to run, and the words behind it; none where a script stands first. */
function ownOption(words: readonly string[], runs: RegExp, takesWord: RegExp): readonly string[] {
  for (let at = 0; words[at]?.startsWith('-') === true; at++) {
    const word = words[at] ?? '';
    if (runs.test(word)) return words.slice(at);
    if (takesWord.test(word)) at++;
  }
  return [];
}

/** What a piece of Python imports; undefined where it may run what nobody reads here. */
function importsOf(code: string): readonly string[] | undefined {
  if (/\$|__import__|importlib|\b(?:exec|eval|runpy)\b/.test(code)) return undefined;
  const lists = code.matchAll(/\bfrom\s+([\w.]+)\s+import\b|\bimport\s+([\w.]+(?:\s*,\s*[\w.]+)*)/g);
  return [...lists].flatMap(([, from, list = '']) => (from === undefined ? list.split(/\s*,\s*/) : [from]));
}
