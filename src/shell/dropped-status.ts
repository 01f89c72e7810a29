import { memo } from '../text/memo.ts';
import { innerLevel, type ListItem, type SimpleCommand } from './commands.ts';
import { turnsOn } from './options.ts';
import { packageCalls } from './package-calls.ts';
import type { Script } from './parse.ts';
import { noticedItems } from './needed-later.ts';
import { producerOf, programOf } from './pipe-roles.ts';

/** A command that does the work of a script, and whose failure a `;` drops. */
export interface DroppedStatus {
  readonly item: ListItem;
  readonly next: ListItem;
  /** It seldom fails (`cd`, `ln`), or what comes later fails without it. */
  readonly trivial: boolean;
  /** The items from this one on whose `;` would have to be `&&`; undefined where that is not all it takes. */
  readonly separated: readonly ListItem[] | undefined;
}

/**
 * The gravest command of the script's list that a `;` follows though its failure matters. undefined where the script turns
 * errexit on, asks for a status, or ends with a status of its own making (`; true`, `; exit 0`).
 */
export const droppedStatus: (script: Script) => DroppedStatus | undefined = memo(findDroppedStatus);

function findDroppedStatus(script: Script): DroppedStatus | undefined {
  if (!script.text.includes(';') || /\$\?|PIPESTATUS/.test(script.text)) return undefined;
  const items = innerLevel(script);
  const last = items.at(-1);
  if (last === undefined || items.some(turnsErrexitOn) || items.some(asksOrDecides)) return undefined;
  const all = splitAtSemicolons(items);
  const noticed = noticedItems(all);
  const dropped = all.flatMap((chain, index, chains): readonly Omit<DroppedStatus, 'separated'>[] => {
    const next = chains[index + 1]?.[0];
    const untested = chain.at(-1)?.operator === ';' && !chain.some(({ operator }) => operator === '||');
    return next !== undefined && untested && !repairs(chain, next) && !buildsTheSame(chains.slice(index))
      ? chain.filter(doesWork).map((item) => ({
          item,
          next,
          trivial: !isHeavy(script, item) || noticed.has(item) || isMissed(script, item),
        }))
      : [];
  });
  const gravest = dropped.find(({ trivial }) => !trivial) ?? dropped[0];
  const [first] = dropped;
  if (gravest === undefined || first === undefined) return undefined;
  const rest = items.slice(items.indexOf(first.item));
  const simple = rest.every(
    ({ compound, operator }, at) => !compound && (operator === ';' || operator === '&&' || at === rest.length - 1),
  );
  return { ...gravest, separated: simple ? rest.slice(0, -1).filter(({ operator }) => operator === ';') : undefined };
}

/** `dpkg -i x.deb; apt-get -f install`: dpkg fails for want of what apt then installs. */
function repairs(chain: readonly ListItem[], next: ListItem): boolean {
  const [before, after] = [chain.at(-1)?.commands[0], next.commands[0]];
  if (before === undefined || after === undefined || programOf(before) !== 'dpkg') return false;
  const fixes = after.words.some(({ text }) => /^(?:-[a-z]*f[a-z]*|[-–]+fix-broken)$/.test(text));
  return /^apt(?:-get)?$/.test(programOf(after)) && fixes;
}

/** `apt-get update; apt-get install x`: images ship without lists, so an installation further down finds nothing. */
export function isMissed(script: Script, { commands: [update], span }: ListItem): boolean {
  const calls = packageCalls(script);
  const refresh = calls.find(
    ({ command, action }) => action === 'refresh' && command.span.start === update?.span.start,
  );
  return calls.some(
    ({ manager, action, command }) =>
      action === 'install' && manager === refresh?.manager && command.span.start > span.end,
  );
}

/** `perl Makefile.PL; make; make install`: what is missing makes the last make fail. */
function buildsTheSame(chains: readonly (readonly ListItem[])[]): boolean {
  const isMake = (item: ListItem | undefined): boolean =>
    item?.commands.length === 1 && /^(?:make|gmake|ninja)$/.test(item.commands[0]?.name ?? '');
  const rest = chains.slice(1);
  return (rest.length > 1 || isMake(chains[0]?.at(-1))) && rest.every((chain) => chain.every(isMake));
}

function turnsErrexitOn({ commands }: ListItem): boolean {
  return commands.some(
    ({ name, words }) =>
      (name === 'set' || name === 'trap') &&
      (name === 'trap' ||
        turnsOn(
          words.map(({ value }) => value ?? ''),
          'errexit',
        )),
  );
}

/** A test decides over the status itself; `true` and `exit` give one that somebody chose. */
function asksOrDecides({ commands, negated }: ListItem): boolean {
  return negated || commands.some(({ name }) => /^(?:test|\[|true|:|exit|return|wait)$/.test(name ?? ''));
}

/** The list cut at `;`, where the status of what stands before is dropped. */
function splitAtSemicolons(items: readonly ListItem[]): readonly (readonly ListItem[])[] {
  const chains: ListItem[][] = [[]];
  for (const item of items) {
    chains.at(-1)?.push(item);
    if (item.operator !== '&&' && item.operator !== '||') chains.push([]);
  }
  return chains.filter((chain) => chain.length > 0);
}

const works: ReadonlySet<string> = new Set(['cd', 'cp', 'mv', 'patch', 'ln', 'make', 'dpkg', 'rpm', 'unzip', 'tar']);

const gitWork: ReadonlySet<string> = new Set([
  'am',
  'apply',
  'checkout',
  'clone',
  'fetch',
  'merge',
  'pull',
  'submodule',
]);

/** They compile, test or deploy, whatever goal is named. */
const builders: ReadonlySet<string> = new Set(['mvn', 'mvnw', 'gradle', 'gradlew', 'ant']);

/** Whether what follows counts on the command: it installs, downloads, builds, unpacks, copies, or changes the directory. */
function doesWork({ commands, compound }: ListItem): boolean {
  const command = commands.at(-1);
  if (compound || command === undefined || command.words.length === 0) return false;
  if (programOf(command) === 'git') {
    const subcommand = command.words.slice(1).find(({ text }) => !text.startsWith('-'));
    return gitWork.has(subcommand?.value ?? '');
  }
  const producer = producerOf(command);
  const builds = builders.has(programOf(command)) && producer !== 'harmless';
  return builds || works.has(programOf(command)) || ['download', 'build', 'unpack'].includes(producer);
}

function isHeavy(script: Script, { commands }: ListItem): boolean {
  const command = commands.at(-1);
  return command !== undefined && !['cd', 'ln'].includes(programOf(command)) && !renewsPip(script, command);
}

/** `pip install --upgrade pip`: the pip that is there will do. */
function renewsPip(script: Script, { span }: SimpleCommand): boolean {
  const call = packageCalls(script).find(({ command }) => command.span.start === span.start);
  if (call?.action !== 'install' || call.operands.length === 0) return false;
  const tools = /^["']?(?:pip|setuptools|wheel)(?:[<>=~!].*)?["']?$/;
  return /^pip/.test(call.program) && call.operands.every(({ text }) => tools.test(text));
}
