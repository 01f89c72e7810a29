import { buildStepOf } from './build-steps.ts';
import type { SimpleCommand } from './commands.ts';
import type { Pipeline } from './pipelines.ts';
import { unwrap } from './programs.ts';
import { isShell, programName } from './vocabulary.ts';

/** The words of a command as far as they are literal, what only starts another command (`sudo -E`) taken off. */
function wordsOf(command: SimpleCommand): readonly string[] {
  return unwrap(command.words.map(({ value, text }) => value ?? text));
}

/**
 * What the writing end of a pipe does. `harmless`: prints or filters, and has no failure that matters;
 * `download` and `build` are the work itself; `unpack` reads an archive or a signed file.
 */
export type Producer = 'harmless' | 'download' | 'build' | 'unpack' | 'other';

const harmless: ReadonlySet<string> = new Set(
  (
    '. : [ arch awk basename cat command cut date dd df dirname dpkg du echo env export expr fgrep file find getent grep egrep head ' +
    'hostname id jq ldconfig ldd ls mawk gawk nproc od paste printenv printf ps pwd readlink realpath rev sed seq set ' +
    'sleep sort source stat strings tac tail tee test tr true type uname uniq wc which whoami xargs yes'
  ).split(' '),
);

const downloads: ReadonlySet<string> = new Set(['curl', 'wget', 'aria2c', 'axel', 'aws', 'gsutil', 'http', 'svn']);

const unpackers: ReadonlySet<string> = new Set(
  'tar gunzip gzip zcat bunzip2 bzip2 bzcat unxz xz xzcat zstd unzip gpg gpg2 cpio rpm2cpio bsdtar'.split(' '),
);

export function producerOf(command: SimpleCommand | undefined): Producer {
  if (command === undefined) return 'other';
  const words = wordsOf(command);
  const [first = '', second = ''] = words;
  const name = programName(first);
  if (first === '' || harmless.has(name) || words.some((word) => /^--?(?:version|help)$/.test(word))) return 'harmless';
  if (downloads.has(name) || (name === 'git' && /^(?:archive|clone)$/.test(second))) return 'download';
  if (unpackers.has(name)) return 'unpack';
  if (buildStepOf(words) !== undefined || name === 'configure') return 'build';
  return 'other';
}

/**
 * Whether a reader fails by itself when nothing, or half of it, comes through the pipe (each tried with an empty
 * input; cpio is GNU's, that of busybox takes one): then the failure of the writer stops the build anyway.
 */
export function noticesEmptyInput(command: SimpleCommand | undefined): boolean {
  if (command === undefined) return false;
  const [first = '', ...rest] = wordsOf(command);
  const name = programName(first);
  if (name === 'xargs') return rest.some((word) => /^(?:curl|wget|tar)$/.test(word));
  if (name === 'jq') return rest.some((word) => /^(?:-[a-z]*e[a-z]*|--exit-status)$/.test(word));
  if (/^(?:sha\d+|md5|b2)sum$/.test(name)) return rest.some((word) => /^(?:-[a-z]*c[a-z]*|--check)$/.test(word));
  if (name === 'tar') return !/^-?[A-Za-z]*c/.test(rest[0] ?? '');
  if (/^(?:grep|egrep|apt-key|funzip|lzma|unlzma)$/.test(name)) return true;
  return unpackers.has(name) && name !== 'bsdtar';
}

/** Whether a reader takes what comes through the pipe as a program to run. */
export function runsItsInput(command: SimpleCommand | undefined): boolean {
  if (command === undefined) return false;
  const [first = '', ...rest] = wordsOf(command);
  const name = programName(first).replace(/[\d.]+$/, '');
  return (
    (isShell(first) || /^(?:python|perl|ruby|node|php)$/.test(name)) && !rest.some((word) => /^-[a-z]*c$/.test(word))
  );
}

/** Whether a reader is a program given as text (`python -c`), of which nobody knows what it makes of an empty input. */
export function isInlineProgram(command: SimpleCommand | undefined): boolean {
  if (command === undefined) return true;
  const [first = '', ...rest] = wordsOf(command);
  const name = programName(first).replace(/[\d.]+$/, '');
  return (
    (isShell(first) || /^(?:python|perl|ruby|node|php)$/.test(name)) && rest.some((word) => /^-[a-z]*[cer]$/.test(word))
  );
}

/** Whether a reader may stop before its input ends: under pipefail the writer's death by SIGPIPE (141) fails the pipe. */
function stopsEarly(command: SimpleCommand | undefined): boolean {
  if (command === undefined) return false;
  const [first = '', ...rest] = wordsOf(command);
  const name = programName(first);
  if (name === 'head' || name === 'read' || name === 'less' || name === 'more') return true;
  if (/^[efz]?grep$/.test(name))
    return rest.some((word) => /^(?:-[A-Za-z]*[qm]\d*|--quiet|--silent|--max-count.*)$/.test(word));
  if (name === 'sed') return rest.some((word) => /(?:^|[;{\d/$])q\}?$/.test(word));
  return /awk$/.test(name) && rest.some((word) => word.includes('exit'));
}

/** The member that ends early, or never ends (`yes`), so that pipefail would make of success a failure. */
export function sigpipeIn({ members }: Pipeline): SimpleCommand | undefined {
  const early = members.slice(1).find(stopsEarly);
  return early ?? members.slice(0, -1).find((member) => programName(member?.name ?? '') === 'yes');
}

/** Whether pipefail could make a pipe fail that does what it should: SIGPIPE, or a writer whose "no" is an answer (grep, diff). */
export function mayFailUnderPipefail(pipeline: Pipeline): boolean {
  return sigpipeIn(pipeline) !== undefined || answerIn(pipeline) !== undefined;
}

/** The writer whose failure may be its answer. */
export function answerIn({ members }: Pipeline): SimpleCommand | undefined {
  const answers = /^(?:[efz]?grep|diff|cmp|pgrep|rg|test|\[|which|command|expr|ldd|getent|read)$/;
  const writers = members.slice(0, -1);
  return writers.find((member) => member !== undefined && answers.test(programName(wordsOf(member)[0] ?? '')));
}

/** The program a command really starts, for people: `bash` of `sudo -E bash -`. */
export function programOf(command: SimpleCommand): string {
  return programName(wordsOf(command)[0] ?? '');
}
