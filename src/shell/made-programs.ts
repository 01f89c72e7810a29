import { topLevel, type SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { programOf } from './pipe-roles.ts';
import type { Pipeline } from './pipelines.ts';

/** Programs that were there before, whatever an address says of them. */
const present: ReadonlySet<string> = new Set(
  'apt apt-get apk bash curl dash dnf git java make node npm npx perl php python ruby sh sudo tar wget yum zypper'.split(
    ' ',
  ),
);

/**
 * `curl https://…/get-pip.py | python && pip install x`: the first command joined to a pipe by `&&` whose program the
 * pipe should have brought, so that without it the command fails. The address names the program, or `--filename` does;
 * one that the script mentions before may have been there. Or the file that an installer leaves to be sourced:
 * `… | sh -s -- -y && . ~/.cargo/env`.
 */
export function needsMadeProgram(
  script: Script,
  { members, span }: Pick<Pipeline, 'members' | 'span'>,
): SimpleCommand | undefined {
  const items = topLevel(script);
  const at = items.findIndex((item) => item.span.start === span.start && item.span.end === span.end);
  if (at < 0) return undefined;
  const [reader, ...writers] = members.toReversed();
  const made = new Set([...writers.flatMap(namesIn), ...fileNames(reader).map(bare)]);
  const before = script.text.slice(0, span.start);
  let hasNode = false;
  for (let next = at; items[next]?.operator === '&&'; next++) {
    const command = items[next + 1]?.commands[0];
    if (command !== undefined && (sourcesInstalled(command, before, made) || installsPinned(command, made)))
      return command;
    const name = command && nameOf(command);
    if (hasNode && name === 'npm' && !isMentioned(before, 'npm')) return command;
    hasNode ||= command !== undefined && made.has('nodesource') && installsNodeAlone(command);
    if (name !== undefined && made.has(name) && !present.has(name) && !isMentioned(before, name)) return command;
  }
  return undefined;
}

/** A file in a hidden folder of home: the login files stand in home itself, and an image brings nothing else. */
const installedFile = /^["']?(?:~|\$HOME|\$\{HOME\}|\/root)["']?\/(\.[\w-]+)\/[\w./-]+["']?$/;

function sourcesInstalled({ name, words }: SimpleCommand, before: string, made: ReadonlySet<string>): boolean {
  if (name !== '.' && name !== 'source') return false;
  const file = words[1]?.text ?? '';
  const folder = installedFile.exec(file)?.[1];
  if (folder !== undefined) return !before.includes(`/${folder}`);
  // `"$NVM_DIR/nvm.sh"` of nvm's installer.
  const named = /^["']?\$\{?\w+\}?["']?\/([\w-]+)\.sh["']?$/.exec(file)?.[1];
  return named !== undefined && made.has(named) && !isMentioned(before, named);
}

/** `curl https://deb.nodesource.com/… | bash - && apt-get install nodejs=18.6.0-1nodesource1`: nobody else has that version. */
function installsPinned(command: SimpleCommand, named: ReadonlySet<string>): boolean {
  if (!/^apt(?:-get)?$/.test(programOf(command))) return false;
  const versions = command.words.flatMap(({ text }) => /^[a-z][\w.+-]*=(.+)$/.exec(text)?.[1] ?? []);
  return versions.some((version) => [...named].some((name) => name.length > 4 && version.includes(name)));
}

/** NodeSource's `nodejs` brings npm, that of Debian and Ubuntu only suggests it. */
function installsNodeAlone(command: SimpleCommand): boolean {
  const words = command.words.map(({ text }) => text);
  return /^apt(?:-get)?$/.test(programOf(command)) && words.includes('nodejs') && !words.includes('npm');
}

/**
 * `curl … | tee /etc/apt/keyrings/x.asc && … && apt-get update`: apt refuses a repository whose key is not there. Up to
 * version 1.2 it is the installation that it refuses, which is joined to the update.
 */
export function needsKey(script: Script, { members, span }: Pipeline): SimpleCommand | undefined {
  if (!writesKey(members.at(-1))) return undefined;
  const items = topLevel(script);
  const at = items.findIndex((item) => item.span.start === span.start && item.span.end === span.end);
  for (let next = at; at >= 0 && items[next]?.operator === '&&'; next++) {
    const command = items[next + 1]?.commands[0];
    if (command !== undefined && updates(command)) return command;
  }
  return undefined;
}

function writesKey(reader: SimpleCommand | undefined): boolean {
  if (reader === undefined || programOf(reader) !== 'tee') return false;
  const place = /^["']?(?:\/etc\/apt\/|\/usr\/share\/keyrings\/).*\.(?:gpg|asc)["']?$/;
  return reader.words.some(({ text }) => place.test(text));
}

function updates(command: SimpleCommand): boolean {
  return /^apt(?:-get)?$/.test(programOf(command)) && command.words.some(({ value }) => value === 'update');
}

/** The words of an address: `https://getcomposer.org/installer` names `composer`. */
function namesIn(writer: SimpleCommand | undefined): readonly string[] {
  const words = (writer?.words.slice(1) ?? []).flatMap(({ text }) => text.toLowerCase().split(/[^a-z\d]+/));
  return words.filter((word) => word.length > 2).map((word) => word.replace(/^get(?=\w{3})/, ''));
}

/** `--filename=composer` of Composer's installer. */
function fileNames(reader: SimpleCommand | undefined): readonly string[] {
  const words = reader?.words.map(({ value }) => value ?? '') ?? [];
  return words.flatMap(
    (word, at) => /^--filename(?:=(.+))?$/.exec(word)?.[1] ?? (words[at - 1] === '--filename' ? word : []),
  );
}

/** `pip` of `pip3.6`, of `python3 -m pip` and of `/usr/local/bin/pip`; `composer` of `php composer.phar`. */
function nameOf(command: SimpleCommand): string {
  const program = bare(programOf(command));
  const rest = command.words.slice(1).map(({ value }) => value ?? '');
  if (program === 'python' && rest[0] === '-m') return bare(rest[1] ?? '');
  const [, script] = program === 'php' ? (/([\w-]+)\.phar$/.exec(rest[0] ?? '') ?? []) : [];
  return script ?? program;
}

function bare(name: string): string {
  return name.replace(/-?[\d.]+$/, '').replace(/\.phar$/, '');
}

function isMentioned(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w])${name.replace(/[^\w]/g, '\\$&')}(?![\\w])`).test(text);
}
