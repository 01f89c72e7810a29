/** A call that returns an answer whatever its status is (requests, httpx): both have `raise_for_status()` for it. */
const asks = /\b(requests|httpx)\.(?:get|head|post)\(/;

/** What tells that somebody looks at the answer. */
const looks =
  /raise_for_status|status_code|\.(?:ok|is_success|json|text|content)\b|[=<>]=|\bassert\b|\breturn\b|=\s*(?:requests|httpx)\./;

/**
 * The library whose answer `python -c SCRIPT` never looks at, by the program's words; undefined where there is none, or
 * where the script does something with the answer.
 */
export function blindLibrary(argv: readonly string[]): string | undefined {
  const [program = '', option, script = ''] = argv;
  if (!/(?:^|\/)python[\d.]*$/.test(program) || option !== '-c' || looks.test(script)) return undefined;
  return asks.exec(script)?.[1];
}

/** Where `.raise_for_status()` belongs in such a script: its end, where that is the end of the call. */
export function endsWithCall(script: string): boolean {
  return /\)$/.test(script) && !/[;\n]/.test(script.slice(script.search(asks)));
}
