import type { SimpleCommand } from './commands.ts';
import { hasLetter } from './options.ts';
import { unwrap } from './programs.ts';
import type { TextEdit } from '../text/edit.ts';
import { programName } from './vocabulary.ts';
import type { ShellWord } from './words.ts';

/** What decides whether curl notices an error of the server, and where its output goes. */
export interface CurlCall {
  readonly command: SimpleCommand;
  /** Its words behind the name. */
  readonly words: readonly ShellWord[];
  /** `-f`, `--fail`, `--fail-with-body`, `--fail-early`. */
  readonly fails: boolean;
  /** `-o FILE`, `-O`, `-J`, `> FILE`. */
  readonly saves: boolean;
  /** The name of that file, without its folder; undefined where the server gives it, or it is no plain text. */
  readonly file: string | undefined;
  /** The options ask for the status, for headers, or send something: the body is not what matters. */
  readonly asksElse: boolean;
  /** `-w` and its like: something other than the exit status tells how it went; or it asks no server at all. */
  readonly asksStatus: boolean;
  /** The body goes to /dev/null. */
  readonly discards: boolean;
  /** The first word of short options, to which a letter can be added in front of those that take a value. */
  readonly flags: ShellWord | undefined;
}

/** Short options of curl that take a value (curl(1)). */
const withValue = 'AbcCdDeEFHhKmoPQrtTuUwxXyYz';

/** Read a call of curl with options that are plain text; undefined for other commands. */
export function curlCall(command: SimpleCommand): CurlCall | undefined {
  const argv = command.words.map(({ value, text }) => value ?? text);
  const own = unwrap(argv);
  if (programName(own[0] ?? '') !== 'curl') return undefined;
  const words = command.words.slice(argv.length - own.length + 1);
  const options = words.filter(({ text }, index) => text.startsWith('-') && !isValue(words, index));
  const has = (letters: string, long: RegExp): boolean =>
    options.some(({ text }) => (text.startsWith('--') ? long.test(text) : hasLetter(text, letters, withValue)));
  const target = outputTarget(words);
  const redirect = command.redirects.find(
    ({ operator, descriptor }) => /^(?:>|>>|>\||&>)$/.test(operator) && descriptor !== 2,
  );
  const discards = [target, redirect?.target?.text].some((file) => file?.startsWith('/dev/') === true);
  return {
    command,
    words,
    fails: has('f', /^--fail/),
    saves:
      (target !== undefined && target !== '-') || redirect !== undefined || has('OJ', /^--remote-(?:name|header-name)/),
    asksElse:
      discards ||
      has('IwdFTVhKX', /^--(?:head|write-out|data|form|json|upload-file|version|help|config|request|retry-all-errors)/),
    asksStatus: has('wVK', /^--(?:write-out|version|help|config)/),
    discards,
    file: baseNameOf(redirect?.target?.value ?? target ?? (has('O', /^--remote-name$/) ? addressOf(words) : undefined)),
    flags: options.find(({ text }) => /^-[A-Za-z#0-9]+$/.test(text)),
  };
}

function addressOf(words: readonly ShellWord[]): string | undefined {
  const address = words.find(({ text }) => text.includes('://'));
  return (address?.value ?? address?.text)?.replace(/[?#].*/, '');
}

function baseNameOf(path: string | undefined): string | undefined {
  return /([\w.+@-]+)["']?$/.exec(path ?? '')?.[1];
}

/** Whether a word is the value of the short option in front of it. */
function isValue(words: readonly ShellWord[], index: number): boolean {
  const before = words[index - 1]?.text ?? '';
  return /^-[A-Za-z#0-9]+$/.test(before) && withValue.includes(before.at(-1) ?? ' ');
}

/** The file behind `-o`, `-fsSLo`, `--output`. */
function outputTarget(words: readonly ShellWord[]): string | undefined {
  for (const [index, { text }] of words.entries()) {
    if (/^(?:-[A-Za-z#0-9]*o|--output)$/.test(text) && !isValue(words, index)) return words[index + 1]?.text ?? '';
    const joined = /^--output=(.*)$/.exec(text)?.[1] ?? /^-[a-zA-Z#]*?o(.+)$/.exec(text)?.[1];
    if (joined !== undefined && hasLetter(text.startsWith('--') ? '-o' : text, 'o', withValue)) return joined;
  }
  return undefined;
}

/** Whether an error page of the server would pass for what was asked for: without `-f`, from a server of somebody else. */
export function takesErrorPages({ fails, asksElse, words }: CurlCall): boolean {
  if (fails || asksElse) return false;
  if (words.some(({ text }) => /^["']?\$\{?\w*(?:OPT|ARG|FLAG)/i.test(text))) return false;
  return !words.some(({ text }) =>
    /^["']?(?:(?:ftps?|file|scp|sftp):|(?:https?:\/\/)?(?:localhost|127\.|\[::1\]))/.test(text),
  );
}

/** `f` into the short options that stand there, else `-f` of its own. */
export function failEdit({ command, words, flags }: CurlCall): TextEdit {
  const at = flags === undefined ? (words[0]?.span.start ?? command.span.end) : flags.span.start + 1;
  return { span: { start: at, end: at }, text: flags === undefined ? '-f ' : 'f' };
}

/** Whether a probe calls an answer like 500 healthy: its exit status decides, and nobody reads the body. */
export function ignoresHttpErrors({ fails, asksStatus, saves, discards, words }: CurlCall): boolean {
  if (fails || asksStatus || (saves && !discards)) return false;
  const values = words.map(({ value, text }) => value ?? text);
  return values.some((word) => !word.startsWith('-')) && !values.some((word) => /^(?!https?:)[a-z+]+:\/\//i.test(word));
}
