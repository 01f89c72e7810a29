import { memo } from '../text/memo.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import { packageCalls, type PackageCall } from './package-calls.ts';
import type { PackageCache, PackageManager } from './package-manager.ts';
import type { Script } from './parse.ts';
import { programOf } from './pipe-roles.ts';

/** What a script leaves of one manager's cache. */
export interface CacheLeft {
  readonly manager: PackageManager;
  readonly cache: PackageCache;
  /** The commands that fill it, of which nothing is removed, in source order. */
  readonly calls: readonly [PackageCall, ...PackageCall[]];
}

/** The caches that a script fills and does not remove, one entry a manager. */
export const cachesLeft: (script: Script) => readonly CacheLeft[] = memo(findCachesLeft);

function findCachesLeft(script: Script): readonly CacheLeft[] {
  const calls = new Map(packageCalls(script).map((call) => [call.command, call]));
  if (![...calls.values()].some(fills)) return [];
  const left = new Map<PackageManager, CacheLeft>();
  for (const command of allCommands(script)) {
    const call = calls.get(command);
    const removed = call === undefined ? pathsRemovedBy(command) : [];
    for (const [manager, { cache }] of left)
      if (isCleanedBy(cache, call) || removed === 'all' || cache.folders.some((folder) => isWithin(folder, removed)))
        left.delete(manager);
    const cache = call?.manager.cache;
    if (call === undefined || cache === undefined || !fills(call)) continue;
    const before = left.get(call.manager);
    left.set(call.manager, {
      manager: call.manager,
      cache,
      calls: before === undefined ? [call] : [...before.calls, call],
    });
  }
  return [...left.values()];
}

function fills({ manager, action, globals, options, hasHiddenOptions }: PackageCall): boolean {
  const { cache } = manager;
  if (cache?.filledBy.includes(action) !== true || hasHiddenOptions) return false;
  return ![...globals, ...options].some((option) => cache.optionPattern?.test(option));
}

/** yum, dnf and microdnf share their folders. */
function isCleanedBy(cache: PackageCache, call: PackageCall | undefined): boolean {
  if (call?.action !== 'clean') return false;
  return call.manager.cache?.folders.some((folder) => cache.folders.includes(folder)) === true;
}

/** Folders that a command empties or removes; `all` where it is a script that is there to clean up, or names a cache that only the shell knows. */
function pathsRemovedBy(command: SimpleCommand): readonly string[] | 'all' {
  const program = programOf(command);
  if (/clean/.test(program)) return 'all';
  if (program !== 'rm' && program !== 'find') return [];
  const texts = command.words.slice(1).map(({ text }) => text.replaceAll(/["']/g, ''));
  if (program === 'find' && !texts.some((text) => /^-(?:delete|exec)$/.test(text))) return [];
  if (texts.some((text) => /\$[^/]*cache/i.test(text))) return 'all';
  return texts.flatMap(inBraces).map(folderOf);
}

/** `{a,b}` as the shell makes several words of it; nested ones are left alone. */
function inBraces(text: string): readonly string[] {
  const found = /^([^{}]*[^{}$])\{([^{}]*,[^{}]*)\}(.*)$/.exec(text);
  if (found === null) return [text];
  const [, before = '', inside = '', behind = ''] = found;
  return inside.split(',').flatMap((one) => inBraces(before + one + behind));
}

/** The folder that a path with a pattern at its end empties, and home as `~`. */
function folderOf(path: string): string {
  const name = path.lastIndexOf('/', path.length - 2) + 1;
  const folder = /[*?[]/.test(path.slice(name)) ? path.slice(0, name) : path;
  return folder
    .replaceAll(/\/{2,}/g, '/')
    .replace(/^(?:\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)(?=\/)/, '~')
    .replace(/\/\.?$/, '');
}

function isWithin(folder: string, removed: readonly string[]): boolean {
  return removed.some((path) => path.length > 1 && (folder === path || folder.startsWith(`${path}/`)));
}

/** Whether a folder outside of the layer (a mount's target) takes the cache. */
export function isTakenBy({ folders }: PackageCache, target: string): boolean {
  return folders.some((folder) => isWithin(folder, [folderOf(target)]));
}
