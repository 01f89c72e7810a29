import { callsOf, isEditable, type Call } from './calls.ts';
import { topLevel } from './commands.ts';
import type { Script } from './parse.ts';
import type { ShellWord } from './words.ts';

/** A call among whose arguments stand commands that were meant to run after it. */
export interface Swallowing {
  readonly call: Call;
  /** The first word of each of them, in order; at least one. */
  readonly swallowed: readonly ShellWord[];
}

const packageManager = /^(?:yum|dnf|microdnf|zypper|apt-get|apt|apk|pip3?|npm|conda)$/;

/** Programs that start no other one, whatever stands behind them. */
const startsNothing =
  /^(?:yum|dnf|microdnf|zypper|apt-get|apt|apk|pip[\d.]*|rm|mkdir|chmod|chown|cp|mv|ln|touch|wget|curl|unzip|sed|useradd|groupadd|cd|set)$/;

/** Those that start no other one as long as they do this: `git submodule foreach` and `npm exec` do. */
const startsNothingTo: Readonly<Record<string, RegExp>> = {
  git: /^(?:clone|checkout)$/,
  npm: /^(?:install|i|ci)$/,
  conda: /^(?:install|create|update|clean)$/,
};

/** `yum update`, `apt-get -y install`: no list of packages has these side by side. */
const managesPackages =
  /^(?:yum|dnf|microdnf|zypper|apt-get|apt|apk|pip3?|npm|conda) (?:-\S+ )*(?:install|update|upgrade|clean|autoremove|autoclean|add|del)(?: |$)/;

/** Commands as they begin a line. A name alone says nothing: `curl`, `git` and `make` are packages too. */
const beginsCommand = new RegExp(
  [
    managesPackages.source,
    /^(?:curl|wget) (?:\S+ )*["']?https?:/.source,
    /^git (?:clone|checkout) /.source,
    /^(?:rm|cp|tar|sed) -\w/.source,
    /^mkdir (?:-p|\/)/.source,
    /^(?:chmod|chown) (?:-R )?\+?[\w:]+ \S*\//.source,
    /^ln -s/.source,
    /^cd [/$]/.source,
    /^python[\d.]* (?:setup\.py|-m pip)/.source,
  ].join('|'),
);

/** Words that a telling beginning may have: `apt-get -y -q install x`. */
const mostWords = 5;

/**
 * Commands that became arguments because nothing stands between them and the one before: `yum install a \` above
 * `yum update`. Told by their words, and but for those of package managers by the line that they begin.
 */
export function swallowedCommands(script: Script, beginsLine: (word: ShellWord) => boolean): readonly Swallowing[] {
  return callsOf(script).flatMap((call) => {
    if (!isPlain(call) || endsAsState(script, call)) return [];
    const swallowed = call.words.filter((word, at) => at > 0 && isCommand(call, at, beginsLine(word)));
    return swallowed.length > 0 && swallowed.every((word) => isEditable(script, word)) ? [{ call, swallowed }] : [];
  });
}

function isPlain({ name, words }: Call): boolean {
  const action = startsNothingTo[name];
  if (action === undefined) return startsNothing.test(name);
  return action.test(words.find(({ text }) => !text.startsWith('-'))?.value ?? '');
}

/** `set -e make` at the end of a RUN is a change of state without effect, which lost-shell-state speaks of. */
function endsAsState(script: Script, { name, command }: Call): boolean {
  if (name !== 'set' && name !== 'cd') return false;
  return (topLevel(script).at(-1)?.span.end ?? 0) <= command.span.end;
}

function isCommand({ name, words }: Call, at: number, beginsLine: boolean): boolean {
  const before = words[at - 1]?.value;
  // What stands behind `sudo` or `python -m` begins with that.
  if (before === 'sudo' || before === '-m') return false;
  const from = words[at]?.value === 'sudo' ? at + 1 : at;
  const first = words[from]?.value ?? '';
  const text = words
    .slice(from, from + mostWords)
    .map((word) => word.value ?? word.text)
    .join(' ');
  // `rm -f a rm -f b` looks for a file called rm, `mkdir -p a mkdir -p b` makes a folder of that name, and both work.
  if (first === name && (name === 'rm' || name === 'mkdir')) return false;
  return beginsLine ? beginsCommand.test(text) : packageManager.test(first) && managesPackages.test(text);
}
