import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import { chainBehind, editScript } from '../dockerfile/chain.ts';
import { declaredNames } from '../dockerfile/declared.ts';
import { factsOf } from '../dockerfile/images.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { hasCommentsInside } from '../dockerfile/rewrite.ts';
import { runArrays } from '../dockerfile/run-arrays.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetBefore } from '../dockerfile/said-before.ts';
import { shippedStages } from '../dockerfile/stage-family.ts';
import { defineRule, type Facts, type ProposedFix, type Report } from '../lint/rule.ts';
import { commandWithOperators } from '../shell/array-words.ts';
import { topLevel, type ListItem } from '../shell/commands.ts';
import { cachesLeft, isTakenBy, type CacheLeft } from '../shell/package-cache.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import { listsNeededBy, separateUpdates } from '../shell/package-lists.ts';
import type { PackageManager } from '../shell/package-manager.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { mapDirect, sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'package-cache-left',
  aliases: ['DL3009', 'DL3019', 'DL3032', 'DL3036', 'DL3040', 'DL3042', 'DL3060'],
  summary: 'what a package manager keeps for its next run stays in the image, where there is none',
  category: 'hygiene',
  severity: 'info',
  fix: 'safe',
  *check(file, { facts }) {
    const shipped = new Set(shippedStages(file).map(({ index }) => index));
    const scripts = runScripts(file).filter(({ instruction }) => shipped.has(instruction.stage ?? -1));
    const all = scripts.flatMap((script) => cachesLeft(scriptOf(script.text)).map((left) => ({ script, left })));
    const separate = separateManagers(all.length === 0 ? [] : scripts);
    const needs = all.length === 0 ? [] : lastNeeds(file);
    for (const { script, left } of all) {
      const { stage = 0, span } = script.instruction;
      const { manager } = left;
      if (isKeptOut(file, facts, script, left) || separate.get(script)?.has(manager)) continue;
      const neededLater = (needs[stage]?.get(manager) ?? 0) > span.start;
      yield report(script, left, neededLater ? undefined : fixOf(file, script, left));
    }
    for (const { instruction, run, values, span, once } of runArrays(file)) {
      if (!shipped.has(instruction.stage ?? -1)) continue;
      const { text } = commandWithOperators(values);
      const installing = { instruction, run, text: mapDirect(text, span.start) };
      const left = cachesLeft(parseScript(text)).filter((one) => !isKeptOut(file, facts, installing, one));
      for (const one of left) {
        const { message, aliases = [] } = report(installing, one, undefined);
        yield { message: once + message, aliases, span };
      }
    }
  },
});

/** Updates in RUNs of their own are another rule's finding, and its cure takes the lists away too. */
function separateManagers(scripts: readonly RunScript[]): ReadonlyMap<RunScript, ReadonlySet<PackageManager>> {
  const found = new Map<RunScript, Set<PackageManager>>();
  for (const own of Map.groupBy(scripts, ({ instruction }) => instruction.stage).values()) {
    for (const { at, call } of separateUpdates(own.map(({ text }) => scriptOf(text)))) {
      const script = own[at];
      if (script !== undefined) found.set(script, (found.get(script) ?? new Set()).add(call.manager));
    }
  }
  return found;
}

/** For each stage the last place, there or in a stage upon it, where packages are installed from lists of an earlier RUN. */
function lastNeeds(file: Dockerfile): readonly ReadonlyMap<PackageManager, number>[] {
  const needs = file.stages.map(() => new Map<PackageManager, number>());
  for (const { instruction, text } of runScripts(file))
    for (const manager of listsNeededBy(scriptOf(text)))
      needs[instruction.stage ?? -1]?.set(manager, instruction.span.start);
  for (const { index, base } of file.stages.toReversed()) {
    const below = base.kind === 'stage' ? needs[base.stage] : undefined;
    for (const [manager, at] of needs[index] ?? []) below?.set(manager, Math.max(at, below.get(manager) ?? 0));
  }
  return needs;
}

type Installing = Pick<RunScript, 'instruction' | 'run' | 'text'>;

/** Mounted elsewhere, turned off by a setting, or what the program runs from. */
function isKeptOut(
  file: Dockerfile,
  facts: Facts,
  { instruction, run, text }: Installing,
  { cache }: CacheLeft,
): boolean {
  const { stage = 0 } = instruction;
  const { env, arg } = declaredNames(file)[stage] ?? {};
  const known = rootFacts(file, stage, facts.image)?.env ?? [];
  if (cache.variables.some((name) => env?.has(name) || arg?.has(name) || known.includes(name))) return true;
  const outside = mountsOf(run).filter(({ type }) => type === 'cache' || type === 'tmpfs');
  if (outside.some(({ target }) => target === undefined || isTakenBy(cache, target))) return true;
  if (cache.variables.some((name) => text.text.includes(name))) return true;
  return cache.setting !== undefined && isSetBefore(file, instruction, cache.setting);
}

function report({ text }: Installing, left: CacheLeft, fix: ProposedFix | undefined): Report {
  const { cache, calls } = left;
  const [{ command }] = calls;
  const quoted = excerpt(text.text.slice(command.span.start, command.span.end), 60);
  return {
    message: `\`${quoted}\` leaves ${cache.holds} in \`${cache.folders[0] ?? ''}\`, dead weight in this layer. ${cureOf(left, fix)}`,
    span: sourceSpan(text, command.span),
    aliases: cache.code === undefined ? [] : [cache.code],
    fixes: fix === undefined ? [] : [fix],
  };
}

function cureOf({ cache, manager }: CacheLeft, fix: ProposedFix | undefined): string {
  if (cache.option !== undefined) return `With \`${cache.option}\` nothing stays.`;
  if (manager.refreshes !== undefined && fix === undefined)
    return `Fetch, install and \`${cache.removal}\` in one RUN: a removal in a later one frees nothing.`;
  return `\`${cache.removal}\` in this same RUN keeps it out; in a later one it frees nothing.`;
}

function fixOf(file: Dockerfile, script: RunScript, left: CacheLeft): ProposedFix | undefined {
  return optionFix(file, script, left) ?? removalFix(file, script, left);
}

/** The option, in each of the commands. A list that apk fetched first is not needed then. */
function optionFix(file: Dockerfile, script: RunScript, { cache, manager, calls }: CacheLeft): ProposedFix | undefined {
  const { option } = cache;
  if (option === undefined) return undefined;
  const updates = manager.refreshes === undefined ? [] : calls.filter(({ action }) => action === 'refresh');
  const edits = calls.flatMap(({ action, optionAt }) =>
    action === 'refresh' || optionAt === undefined
      ? []
      : [{ span: { start: optionAt, end: optionAt }, text: ` ${option}` }],
  );
  if (edits.length + updates.length < calls.length || edits.length === 0) return undefined;
  for (const update of updates) {
    const span = droppable(file, script, update);
    if (span === undefined) return undefined;
    edits.push({ span, text: '' });
  }
  const isSure = updates.length === 0 && !mayBeOld(file, script, cache);
  const { edits: inFile, text } = editScript(script.text, edits);
  return {
    title: updates.length === 0 ? `Add ${option}` : `Use ${option} instead of a list that stays`,
    safety: isSure ? 'safe' : 'unsafe',
    edits: inFile,
    ...intended(script, text),
  };
}

/** Whether the base may bring a pip from before 6.0 (2014), which does not know the option. */
function mayBeOld(file: Dockerfile, { instruction }: RunScript, { isRecent }: CacheLeft['cache']): boolean {
  if (isRecent !== true) return false;
  const base = rootBase(file, instruction.stage);
  if (base?.kind !== 'image' || factsOf(base.image) === undefined) return true;
  return (
    /(?:^|-)(?:wheezy|jessie|precise|trusty|1[0-4]\.\d\d|[1-8](?:\.\d+)?)(?:-|$)/.test(base.image.tag ?? '') &&
    /^library\/(?:debian|ubuntu)$/.test(base.image.repository)
  );
}

/** From a command that is one of a `&&` chain to the next one. */
function droppable(file: Dockerfile, { text }: RunScript, { command }: PackageCall): ListItem['span'] | undefined {
  const items = topLevel(scriptOf(text));
  const at = items.findIndex(({ span }) => span.start === command.span.start && span.end === command.span.end);
  const next = items[at + 1];
  if (at < 0 || next === undefined || items[at]?.operator !== '&&' || items[at - 1]?.operator === '||')
    return undefined;
  const span = { start: command.span.start, end: next.span.start };
  return hasCommentsInside(file, sourceSpan(text, span)) ? undefined : span;
}

/** The removal, behind the last command of the manager that uses the cache. */
function removalFix(
  file: Dockerfile,
  script: RunScript,
  { cache, manager, calls }: CacheLeft,
): ProposedFix | undefined {
  const read = scriptOf(script.text);
  const last = packageCalls(read).findLast((call) => call.manager === manager) ?? calls[0];
  const { span, nesting, words } = last.command;
  if (nesting.includes('function') || nesting.includes('substitution')) return undefined;
  const item = topLevel(read).find((one) => one.span.start <= span.start && span.end <= one.span.end);
  if (item === undefined || item.operator === '&' || item.negated) return undefined;
  const sudo = words[0]?.value === 'sudo' ? 'sudo ' : '';
  const { edits, text } = chainBehind(file, script.text, item.span, `${sudo}${cache.removal}`, script.as);
  return { title: 'Remove it in the same RUN', safety: cache.removable, edits, ...intended(script, text) };
}

function intended({ as, command }: RunScript, text: string): Pick<ProposedFix, 'argv'> {
  return as === 'line' || as === 'body' ? { argv: [...command.shell.argv, text] } : {};
}
