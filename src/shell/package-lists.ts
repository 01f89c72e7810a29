import { allCommands, type SimpleCommand } from './commands.ts';
import { cachesLeft } from './package-cache.ts';
import { packageCalls, type PackageCall } from './package-calls.ts';
import type { PackageManager } from './package-manager.ts';
import type { Script } from './parse.ts';
import { programOf } from './pipe-roles.ts';

/** A script that fetches package lists, and those behind it that install from these lists. */
export interface SeparateUpdate {
  /** Places among the scripts. */
  readonly at: number;
  readonly call: PackageCall;
  /** It installs from them itself, and leaves them. */
  readonly installs: boolean;
  /** A script further down installs as well, behind a command that may have fetched lists itself or not: nobody may remove them. */
  readonly isDoubted: boolean;
  readonly uses: readonly { readonly at: number; readonly calls: readonly PackageCall[] }[];
}

/** The separate updates among scripts that run one after the other in layers of their own. */
export function separateUpdates(scripts: readonly Script[]): readonly SeparateUpdate[] {
  const all: OpenUpdate[] = [];
  const open = new Map<PackageManager, OpenUpdate>();
  for (const [at, script] of scripts.entries()) {
    const unseen = fetchesUnseen.exec(script.text)?.index ?? Infinity;
    for (const [manager, calls] of byManager(packageCalls(script))) {
      const before = open.get(manager);
      if (before !== undefined && usesOldLists(calls)) addUse(before, { at, calls: calls.filter(usesLists) }, unseen);
      const call = calls.find(({ action }) => action === 'refresh');
      if (call === undefined) continue;
      open.delete(manager);
      const installs = calls.some(({ action }) => action === 'install');
      if (installs && cachesLeft(script).every((left) => left.manager !== manager)) continue;
      const update = { at, call, installs, isDoubted: false, mayBeOver: false, uses: [] };
      all.push(update);
      open.set(manager, update);
    }
    if (unseen < Infinity) for (const update of open.values()) update.mayBeOver ||= update.at < at;
  }
  return all.filter(({ uses }) => uses.length > 0);
}

type Use = SeparateUpdate['uses'][number];

interface OpenUpdate extends SeparateUpdate {
  isDoubted: boolean;
  /** Something may have fetched lists since. */
  mayBeOver: boolean;
  readonly uses: Use[];
}

/** `unseen`: where a command of the script may fetch lists itself. */
function addUse(update: OpenUpdate, use: Use, unseen: number): void {
  const isBehind = update.mayBeOver || (use.calls[0]?.command.span.start ?? 0) > unseen;
  if (update.installs && isBehind) update.isDoubted = true;
  else update.uses.push(use);
}

/** Scripts of package vendors, and `add-apt-repository`, which fetch the lists themselves when they have added a source. */
const fetchesUnseen =
  /\badd-apt-repository\b|\bdeb\.nodesource\.com\/setup|\bpackagecloud\.io\b|\|\s*(?:sudo\s+)?(?:-E\s+)?(?:ba)?sh\b/;

/** The managers with which a script installs from lists that it did not fetch. */
export function listsNeededBy(script: Script): readonly PackageManager[] {
  return [...byManager(packageCalls(script))].flatMap(([manager, calls]) => (usesOldLists(calls) ? [manager] : []));
}

/**
 * Whether a script needs lists that it did not fetch for something else than an install by name: `apt-get -f install`,
 * the dependencies of a package's file, `apt-cache`, `gdebi`. Such a command stays as it is, so its lists must, too.
 */
export function needsListsOtherwise(script: Script, manager: PackageManager): boolean {
  const calls = new Map(packageCalls(script).map((call) => [call.command, call]));
  for (const command of allCommands(script)) {
    const call = calls.get(command);
    if (call?.manager === manager && call.action === 'refresh') return false;
    if (call?.manager === manager && call.action === 'install' && !usesLists(call)) return true;
    if (manager.programs.includes('apt-get') && readsAptLists(command)) return true;
  }
  return false;
}

const listReaders: ReadonlySet<string> = new Set(['gdebi', 'apt-cache', 'apt-file', 'mk-build-deps', 'dget']);

function readsAptLists(command: SimpleCommand): boolean {
  const program = programOf(command);
  if (listReaders.has(program)) return true;
  const subcommands = /^(?:source|download|satisfy|policy|show|search|changelog)$/;
  return /^apt(?:-get|itude)?$/.test(program) && command.words.slice(1).some(({ text }) => subcommands.test(text));
}

function usesOldLists(calls: readonly PackageCall[]): boolean {
  const use = calls.findIndex(usesLists);
  const refresh = calls.findIndex(({ action }) => action === 'refresh');
  return use >= 0 && (refresh < 0 || use < refresh);
}

function usesLists({ manager, action, globals, options, operands }: PackageCall): boolean {
  if (manager.refreshes === undefined) return false;
  if (action === 'install' ? operands.length === 0 || operands.every(isFile) : !/upgrade$/.test(action)) return false;
  return ![...globals, ...options].some((option) => manager.refreshes?.test(option));
}

function isFile({ text }: PackageCall['operands'][number]): boolean {
  return /^["']?(?:\.?\/|[^$]*\.(?:deb|apk)["']?$)/.test(text);
}

function byManager(calls: readonly PackageCall[]): ReadonlyMap<PackageManager, readonly PackageCall[]> {
  const groups = new Map<PackageManager, PackageCall[]>();
  for (const call of calls) {
    if (call.manager.refreshes === undefined) continue;
    const group = groups.get(call.manager);
    if (group === undefined) groups.set(call.manager, [call]);
    else group.push(call);
  }
  return groups;
}
