import { packageCalls, type PackageCall } from './package-calls.ts';
import type { PackageManager } from './package-manager.ts';
import type { Script } from './parse.ts';

/** A script that fetches package lists and installs nothing, and those behind it that install from these lists. */
export interface SeparateUpdate {
  /** Places among the scripts. */
  readonly at: number;
  readonly call: PackageCall;
  readonly uses: readonly { readonly at: number; readonly calls: readonly PackageCall[] }[];
}

/** The separate updates among scripts that run one after the other in layers of their own. */
export function separateUpdates(scripts: readonly Script[]): readonly SeparateUpdate[] {
  const all: (SeparateUpdate & { readonly uses: SeparateUpdate['uses'][number][] })[] = [];
  const open = new Map<PackageManager, (typeof all)[number]>();
  for (const [at, script] of scripts.entries()) {
    for (const [manager, calls] of byManager(packageCalls(script))) {
      const call = calls.find(({ action }) => action === 'refresh');
      if (usesOldLists(calls)) open.get(manager)?.uses.push({ at, calls: calls.filter(usesLists) });
      if (call === undefined) continue;
      open.delete(manager);
      if (calls.some(({ action }) => action === 'install')) continue;
      const update = { at, call, uses: [] };
      all.push(update);
      open.set(manager, update);
    }
  }
  return all.filter(({ uses }) => uses.length > 0);
}

/** The managers with which a script installs from lists that it did not fetch. */
export function listsNeededBy(script: Script): readonly PackageManager[] {
  return [...byManager(packageCalls(script))].flatMap(([manager, calls]) => (usesOldLists(calls) ? [manager] : []));
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
