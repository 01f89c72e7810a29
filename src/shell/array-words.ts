import { ownsOperators } from './owners.ts';
import { looksLikeCommandLine } from './programs.ts';
import { quoteCommand, quoteWord } from './words.ts';

/** `$NAME`, `${NAME}`, `${NAME:-word}`: what a shell would expand. `${a.b}` and `$1` are other languages' business. */
const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-+=?][^{}"'`\\$]*)?\})/g;

/** The variables that someone who writes this array element hopes a shell will expand. */
export function variablesInElement(value: string): readonly { readonly name: string; readonly text: string }[] {
  return [...value.matchAll(variable)].map((match) => ({ name: match[1] ?? match[2] ?? '', text: match[0] }));
}

/** `$OPTS`, `${JAVA_OPTS}`: alone in an element, such a name means several words or none. */
const severalWords = /^\$\{?\w*(?:OPTS?|ARGS?|OPTIONS|FLAGS|PARAMS|ARGUMENTS|PARAMETERS)\}?$/;

/** An array element as a word of a shell command: variables live and kept one word, all else literal. */
export function liveWord(value: string): string {
  if (severalWords.test(value)) return value;
  let quoted = '';
  let at = 0;
  for (const match of value.matchAll(variable)) {
    quoted += escapeInQuotes(value.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return at === 0 ? quoteWord(value) : `"${quoted}${escapeInQuotes(value.slice(at))}"`;
}

function escapeInQuotes(text: string): string {
  return text.replace(/[\\"`$]/g, '\\$&');
}

/** The shell command that does what the array's author expects: variables expand, every element stays one word. */
export function liveCommand(argv: readonly string[]): string {
  const [first = '', ...rest] = argv;
  return [/^\w+\+?=/.test(first) ? quoteCommand([first]) : liveWord(first), ...rest.map(liveWord)].join(' ');
}

/** Elements that are an operator to a shell and an argument to a program. */
const operator = /^(?:&&|\|\||\||;|&|[012]?>>?|<|&>>?|[12]?>&[12]|[12]?>>?\/dev\/null)$/;

/** The places of an array's elements that are exactly a shell's operator. */
export function operatorsIn(argv: readonly string[]): readonly number[] {
  return argv.flatMap((value, index) => (operator.test(value) ? [index] : []));
}

/**
 * The shell command that an array with operators in it was meant to be. Not sure where a file pattern is
 * left to the shell to expand.
 */
export function commandWithOperators(argv: readonly string[]): { readonly text: string; readonly sure: boolean } {
  let sure = true;
  const words = argv.map((value) => {
    if (operator.test(value)) return value;
    if (!/[*?]/.test(value) || !/^[\w./*?-]+$/.test(value)) return liveWord(value);
    sure = false;
    return value;
  });
  return { text: words.join(' '), sure };
}

/** The command line that an array was meant to be for a shell it does not start: it holds operators, or is one string. */
export function meantForShell(argv: readonly string[]): string | undefined {
  if (operatorsIn(argv).length > 0) return ownsOperators(argv) ? undefined : commandWithOperators(argv).text;
  const [only = ''] = argv;
  return argv.length === 1 && looksLikeCommandLine(only) ? only : undefined;
}

/** Programs that pip puts into a virtual environment, beside its python. */
const ofEnvironment =
  /^(?:python[\d.]*|pip[\d.]*|gunicorn|uvicorn|hypercorn|daphne|flask|celery|django-admin|jupyter|streamlit|pytest)$/;

/**
 * `["source", "venv/bin/activate", "&&", "python", "app.py"]` is `["venv/bin/python", "app.py"]`: what activating adds
 * is the folder on PATH. Undefined for anything else.
 */
export function activatedCommand(argv: readonly string[]): readonly string[] | undefined {
  const [source = '', path = '', and, program = '', ...rest] = argv;
  const folder = /^([\w./-]+\/)activate$/.exec(path)?.[1];
  if ((source !== 'source' && source !== '.') || folder === undefined || and !== '&&') return undefined;
  return ofEnvironment.test(program) && operatorsIn(rest).length === 0 ? [folder + program, ...rest] : undefined;
}
