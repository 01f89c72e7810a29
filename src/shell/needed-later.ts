import type { ListItem, SimpleCommand } from './commands.ts';
import { producerOf, programOf } from './pipe-roles.ts';
import { filesWrittenBy } from './written-files.ts';

/** Being in the directory that `cd` went to. */
const THERE = '.';

/** Where builds put what they make. */
const buildFolders = ['target', 'build', 'dist', 'out'];

/**
 * Of the chains that `;` separates, the items whose failure the script's own status shows all the same: a command that
 * counts fails without what they make (`wget a.tgz; tar xzf a.tgz`). What stands behind an item in its chain is not made either.
 */
export function noticedItems(chains: readonly (readonly ListItem[])[]): ReadonlySet<ListItem> {
  const noticed = new Set<ListItem>();
  const needed = new Set<string>();
  const made = new Set(chains.flat().flatMap(({ commands }) => commands.flatMap(productsOf)));
  for (const [at, chain] of [...chains.entries()].reverse()) {
    const isLast = at === chains.length - 1;
    if (chain.some(({ operator }) => operator === '||' || operator === '&')) continue;
    let isMissed = false;
    for (const item of chain.toReversed()) {
      isMissed ||= item.commands.some(
        (command) =>
          productsOf(command).some((name) => needed.has(name)) ||
          readsTheSame(command, needed) ||
          unpacksAnyOf(command, needed),
      );
      if (!isLast && !isMissed) continue;
      noticed.add(item);
      if (item.compound || item.negated) continue;
      for (const name of needsOf(item.commands[0]).flatMap((one) => (made.has(one) ? one : partsOfUnit(one))))
        needed.add(name);
    }
  }
  return noticed;
}

/** A copy from the folder that a command which counts copies from as well: when the one is not there, nor is the other. */
function readsTheSame(command: SimpleCommand, needed: ReadonlySet<string>): boolean {
  if (!/^(?:cp|mv)$/.test(programOf(command))) return false;
  return operandsOf(command)
    .slice(0, -1)
    .some((source) => /^[\w.-]+\//.test(source) && needed.has(nameOf(source)));
}

/** `unzip a.zip -d /opt`, and `/opt/a/install` counts: below folders of its own, not the system's, all comes from the archive. */
function unpacksAnyOf(command: SimpleCommand, needed: ReadonlySet<string>): boolean {
  if (producerOf(command) !== 'unpack') return false;
  const texts = command.words.map(({ value, text }) => value ?? text);
  const folder = texts[texts.findIndex((text) => /^(?:-d|-C|--directory)$/.test(text)) + 1]?.replace(/\/$/, '') ?? '';
  if (!/^\/(?!(?:usr|s?bin|etc|lib\w*|var)(?:\/|$))[\w./-]+$/.test(folder)) return false;
  return [...needed].some((name) => name.startsWith(`${folder}/`));
}

/** What is not there when a command fails: paths from the root, or the first part of others. */
function productsOf(command: SimpleCommand): readonly string[] {
  const program = programOf(command);
  const operands = operandsOf(command);
  const target = operands.at(-1) ?? '';
  if (program === 'cd') return [THERE];
  if (program === 'mkdir') return operands.map(nameOf);
  if (program === 'git') return operands[0] === 'clone' ? [nameOf(folderOfClone(operands))] : [];
  if (program === 'mv' || program === 'cp') {
    const folder = target.replace(/\/$/, '');
    return [nameOf(folder), ...operands.slice(0, -1).map((source) => nameOf(`${folder}/${baseOf(source)}`))];
  }
  if (installers.has(program) && /^(?:install|add)$/.test(operands[0] ?? ''))
    return operands.slice(1).flatMap(broughtBy);
  const archives = operands.filter((operand) => /\.(?:t[gx]z|tbz2?|tar(?:\.\w+)?|zip)$/.test(operand));
  if (producerOf(command) === 'unpack') return archives.map((file) => baseOf(file).replace(/\.(?:tar\.\w+|\w+)$/, ''));
  const written = filesWrittenBy(command).map(nameOf);
  return producerOf(command) === 'build' ? [...buildFolders, ...written] : written;
}

const installers: ReadonlySet<string> = new Set(['apk', 'apt', 'apt-get', 'yum', 'dnf', 'microdnf', 'zypper']);

/** The units and the programs that a package brings, as far as its name tells: `mariadb-server` has `mariadb`. */
function broughtBy(name: string): readonly string[] {
  const short = name.replace(/-(?:server|client)(?:-[\d.]+)?$/, '');
  return [name, short].flatMap((one) => [`unit ${one}`, `program ${one}`, ...partsOfUnit(`unit ${one}`)]);
}

/** Four letters that a unit has in common with a package tell whose it is: `virtlockd` is of `libvirt-daemon`. */
function partsOfUnit(need: string): readonly string[] {
  const name = /^unit (.+)$/.exec(need)?.[1];
  if (name === undefined) return [need];
  return [need, ...Array.from({ length: Math.max(0, name.length - 3) }, (_, at) => `unit ~${name.slice(at, at + 4)}`)];
}

function folderOfClone(operands: readonly string[]): string {
  const [, url = '', folder] = operands;
  return folder ?? baseOf(url).replace(/\.git$/, '');
}

/** What a command surely fails without; whoever installs a program in the same script counts on it to be missing. */
function needsOf(command: SimpleCommand | undefined): readonly string[] {
  return command === undefined ? [] : [`program ${programOf(command)}`, ...placesNeededBy(command)];
}

function placesNeededBy(command: SimpleCommand): readonly string[] {
  const program = programOf(command);
  const operands = operandsOf(command);
  const options = command.words.filter(({ text }) => text.startsWith('-')).map(({ text }) => text);
  const isForced = options.some((option) => /^-[a-z]*f|^--force$/.test(option));
  // systemctl refuses a unit that is not there, and apt-key a file that is missing or empty.
  if (program === 'systemctl' && operands[0] === 'enable')
    return operands.slice(1).map((unit) => `unit ${unit.replace(/\.service$/, '')}`);
  if (program === 'apt-key' && operands[0] === 'add') return operands.slice(1).flatMap(placesOf);
  if (program === 'git' && !['clone', 'config', 'init'].includes(operands[0] ?? '')) return [THERE];
  if (/^(?:make|gmake|ninja)$/.test(program)) return options.some((option) => option.startsWith('-C')) ? [] : [THERE];
  if (program === 'mv' || program === 'cp') return operands.slice(0, -1).flatMap(placesOf);
  if (/^(?:rm|chmod|chown|sed)$/.test(program)) return program !== 'sed' && isForced ? [] : operands.flatMap(placesOf);
  if (program === 'tar') return /^-?[A-Za-z]*c/.test(command.words[1]?.text ?? '') ? [] : operands.flatMap(placesOf);
  if (/^(?:cd|unzip|gunzip|dpkg|rpm|patch|sh|bash|python[\d.]*|perl)$/.test(program)) return operands.flatMap(placesOf);
  const [first = ''] = command.words.map(({ text }) => text);
  return first.includes('/') ? placesOf(first) : [];
}

/** The words behind the program that are no options; those with a variable as they are written. */
function operandsOf(command: SimpleCommand): readonly string[] {
  const program = programOf(command);
  const texts = command.words.map(({ value, text }) => value ?? text.replace(/["']/g, ''));
  const at = texts.findIndex((text) => baseOf(text) === program);
  return texts.slice(at + 1).filter((text) => !text.startsWith('-') && text !== '');
}

/** Every part of the path that has to be there; a relative one needs the directory as well. */
function placesOf(path: string): readonly string[] {
  if (/[*?[]/.test(path)) return [];
  const parts = path.replace(/^\.\//, '').split('/');
  if (path.startsWith('/'))
    return parts.map((_, end) => parts.slice(0, end + 1).join('/')).filter((place) => place !== '');
  return /^[\w.]/.test(path) && path.includes('/') ? [THERE, ...parts] : parts;
}

function nameOf(path: string): string {
  const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
  return plain.startsWith('/') ? plain : (plain.split('/')[0] ?? plain);
}

function baseOf(path: string): string {
  return path.replace(/\/$/, '').split('/').at(-1) ?? path;
}
