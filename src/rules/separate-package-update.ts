import { rootFacts } from '../dockerfile/base-image.ts';
import { chainBehind, editScript } from '../dockerfile/chain.ts';
import type { Dockerfile, ImageFacts } from '../dockerfile/model.ts';
import { mountsOf } from '../dockerfile/mounts.ts';
import { hasCommentsInside } from '../dockerfile/rewrite.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isNeverBuilt, shippedStages, stageAndChildren } from '../dockerfile/stage-family.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel } from '../shell/commands.ts';
import { cachesLeft, isTakenBy } from '../shell/package-cache.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import { listsNeededBy, needsListsOtherwise, separateUpdates, type SeparateUpdate } from '../shell/package-lists.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import type { TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { spanOfLines } from '../text/source.ts';

/** An update of its own, with the scripts it is about. */
interface Separate extends Omit<SeparateUpdate, 'at' | 'uses'> {
  readonly script: RunScript;
  readonly uses: readonly { readonly script: RunScript; readonly calls: readonly PackageCall[] }[];
}

export const rule = defineRule({
  id: 'separate-package-update',
  aliases: [],
  summary: 'an update in a RUN of its own is cached, so later installs work from old lists',
  category: 'hygiene',
  severity: 'warning',
  fix: 'unsafe',
  *check(file, { facts }) {
    const stages = Map.groupBy(runScripts(file), ({ instruction }) => instruction.stage);
    const shipped = new Set(shippedStages(file).map(({ index }) => index));
    for (const [stage, scripts] of stages) {
      if (stage === undefined) continue;
      const updates = separateUpdates(scripts.map(({ text }) => scriptOf(text)));
      const fixable = updates.length > 0 && !isNeededAbove(file, stage);
      const family = updates.length > 0 ? rootFacts(file, stage, facts.image)?.family : undefined;
      for (const { at, uses, ...update } of updates) {
        if (isForeign(update.call, family)) continue;
        const of = (place: number): RunScript[] => scripts.slice(place, place + 1);
        const [script] = of(at);
        if (script === undefined) continue;
        const users = uses.flatMap((use) => of(use.at).map((user) => ({ script: user, calls: use.calls })));
        const separate = { ...update, script, uses: users };
        if (isMounted(separate)) continue;
        const stays = isNeededOtherwise(separate, scripts.slice(at + 1));
        const fix = fixable && !stays ? mergeFix(file, separate, shipped.has(stage) && !separate.isDoubted) : undefined;
        const found = report(separate, fix);
        yield isNeverBuilt(file, stage) ? { ...found, severity: 'info' } : found;
      }
    }
  },
});

/** `apt-get` on Alpine: the build ends there, and no layer is kept. */
function isForeign({ manager: { programs } }: PackageCall, family: ImageFacts['family']): boolean {
  if (family === undefined) return false;
  return (programs.includes('apt-get') && family !== 'debian') || (programs.includes('apk') && family !== 'alpine');
}

/** The lists of a mount are not those of the layer. */
function isMounted({ script, uses, call }: Separate): boolean {
  const { cache } = call.manager;
  return [script, ...uses.map((use) => use.script)].some(({ run }) =>
    mountsOf(run).some(({ target }) => cache !== undefined && (target === undefined || isTakenBy(cache, target))),
  );
}

/** Whether a command further down reads the lists that the fix would not fetch for it. */
function isNeededOtherwise({ call: { manager } }: Separate, below: readonly RunScript[]): boolean {
  return below.some(({ text }) => needsListsOtherwise(scriptOf(text), manager));
}

/** Whether a stage upon this one installs from its lists. */
function isNeededAbove(file: Dockerfile, stage: number): boolean {
  const children = new Set(stageAndChildren(file, stage).map(({ index }) => index));
  children.delete(stage);
  return runScripts(file).some(
    ({ instruction, text }) => children.has(instruction.stage ?? -1) && listsNeededBy(scriptOf(text)).length > 0,
  );
}

function report(separate: Separate, fix: ProposedFix | undefined): Report {
  const { script, call, uses, installs } = separate;
  if (installs) return reportUse(separate, fix);
  const install = uses.find(({ calls }) => calls.some(({ action }) => action === 'install'));
  const line = (install ?? uses[0])?.script.instruction.startLine ?? 0;
  const stale =
    install === undefined
      ? `change line ${line}, and it upgrades by lists that may be months old.`
      : `change the packages in line ${line}, and they are looked up in lists that may be months old, ` +
        'where versions are outdated or gone from the mirror (404).';
  const cure = `Update and ${install === undefined ? 'upgrade' : 'install'} in one RUN.`;
  const quoted = `\`${quote(script, call)}\``;
  return {
    message: refetches(call)
      ? `${quoted} in a RUN of its own helps no install: \`apk add\` fetches an index of more than four hours again, and this one stays in the image. \`apk add --no-cache\` leaves none.`
      : `Docker keeps the layer of ${quoted} in its cache: ${stale} ${cure}`,
    severity: install === undefined || refetches(call) ? 'info' : 'warning',
    span: sourceSpan(script.text, call.command.span),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** Where the update is in its place, the first RUN that leans upon it is the one to change. */
function reportUse({ script, call, uses }: Separate, fix: ProposedFix | undefined): Report {
  const use = uses.find(({ calls }) => calls.some(({ action }) => action === 'install')) ?? uses[0];
  const first = use?.calls[0] ?? call;
  const user = use?.script ?? script;
  const isStale = !refetches(call) && use?.calls.some(({ action }) => action === 'install') === true;
  const from = `\`${quote(user, first)}\` works from the lists that line ${script.instruction.startLine} fetched`;
  return {
    message: refetches(call)
      ? `${from}, or fetches them again when they are more than four hours old; they stay in the image. \`--no-cache\` leaves none.`
      : `${from}, and Docker keeps that layer: change the packages here, and they are looked up in lists that may be months old, ` +
        'where versions are outdated or gone from the mirror (404). Update in this RUN as well.',
    severity: isStale ? 'warning' : 'info',
    span: sourceSpan(user.text, first.command.span),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** apk fetches an index of more than four hours again (`cache_max_age` in apk-tools' src/context.c): it is never stale. */
function refetches({ manager }: PackageCall): boolean {
  return manager.programs.includes('apk');
}

/** The command without the variables in front of it. */
function quote({ text: { text } }: RunScript, { command: { span, words } }: PackageCall): string {
  return excerpt(text.slice(words[0]?.span.start ?? span.start, span.end), 40);
}

/** Every RUN that needs the lists fetches them, and removes them where the image would carry them. */
function mergeFix(file: Dockerfile, separate: Separate, isShipped: boolean): ProposedFix | undefined {
  const { script, call, uses } = separate;
  const update = script.text.text.slice(call.command.span.start, call.command.span.end);
  const edits: TextEdit[] = [];
  for (const use of uses) {
    const own = updateWithin(file, use.script, use.calls, update, isShipped);
    if (own === undefined) return undefined;
    edits.push(...own);
  }
  const rest = separate.installs ? [] : leftOver(file, script, call, isShipped);
  if (rest === undefined) return undefined;
  return { title: 'Update in the RUN that installs', safety: 'unsafe', edits: [...rest, ...edits] };
}

function updateWithin(
  file: Dockerfile,
  script: RunScript,
  calls: readonly PackageCall[],
  update: string,
  isShipped: boolean,
): readonly TextEdit[] | undefined {
  const [first] = calls;
  if (first === undefined) return undefined;
  const option = first.manager.cache?.option;
  if (option !== undefined) {
    const places = calls.flatMap(({ optionAt }) => optionAt ?? []);
    if (places.length < calls.length) return undefined;
    return editScript(
      script.text,
      places.map((at) => ({ span: { start: at, end: at }, text: ` ${option}` })),
    ).edits;
  }
  const at = chainStart(script, first);
  if (at === undefined) return undefined;
  // A user who installs by sudo needs it for the lists as well.
  const sudo = first.command.words[0]?.value === 'sudo' && !update.startsWith('sudo ') ? 'sudo ' : '';
  const inserted = editScript(script.text, [{ span: { start: at, end: at }, text: `${sudo}${update} && ` }]);
  if (!isShipped || cachesLeft(parseScript(inserted.text)).every(({ manager }) => manager !== first.manager))
    return inserted.edits;
  const removal = removalEdits(file, script, first);
  return removal && [...inserted.edits, ...removal];
}

/** Where a command begins that can take another one in front of it. */
function chainStart({ text }: RunScript, { command }: PackageCall): number | undefined {
  const items = topLevel(scriptOf(text));
  const at = items.findIndex(({ commands }) => commands.length === 1 && commands[0]?.span.start === command.span.start);
  const item = items[at];
  if (item === undefined || item.compound || item.negated || items[at - 1]?.operator === '||') return undefined;
  return item.span.start;
}

function removalEdits(
  file: Dockerfile,
  { text, as }: RunScript,
  { manager }: PackageCall,
): readonly TextEdit[] | undefined {
  const read = scriptOf(text);
  const last = packageCalls(read).findLast((call) => call.manager === manager)?.command;
  if (last === undefined || manager.cache === undefined) return undefined;
  const item = topLevel(read).find(({ span }) => span.start <= last.span.start && last.span.end <= span.end);
  if (item === undefined || item.operator === '&' || item.negated) return undefined;
  const sudo = last.words[0]?.value === 'sudo' ? 'sudo ' : '';
  return chainBehind(file, text, item.span, `${sudo}${manager.cache.removal}`, as).edits;
}

/** `apt-get update && apt-get -y update` does no more than once. */
function onlyUpdates({ text }: Pick<RunScript, 'text'>, manager: PackageCall['manager']): boolean {
  const read = scriptOf(text);
  const updates = packageCalls(read).filter((call) => call.manager === manager && call.action === 'refresh');
  const places = new Set(updates.map(({ command }) => command.span.start));
  return topLevel(read).every(
    ({ commands, compound }) => !compound && commands.length === 1 && places.has(commands[0]?.span.start ?? -1),
  );
}

/** What becomes of a RUN that only updates: gone when it does nothing else; else without it when it comes last, or without its lists. */
function leftOver(
  file: Dockerfile,
  script: RunScript,
  call: PackageCall,
  isShipped: boolean,
): readonly TextEdit[] | undefined {
  const { instruction, run, text, as } = script;
  const items = topLevel(scriptOf(text));
  const [before, last] = [items.at(-2), items.at(-1)];
  const { start } = call.command.span;
  const isLast = last?.commands.length === 1 && last.commands[0]?.span.start === start;
  if (isLast && (before?.operator === '&&' || before?.operator === ';')) {
    const cut = { start: sourceSpan(text, before.span).end, end: sourceSpan(text, last.span).end };
    if (as === 'line' && !hasCommentsInside(file, cut)) return [{ span: cut, text: '' }];
  }
  if (!onlyUpdates(script, call.manager)) {
    // `apt-get update && ./install.sh`: what stands behind the update may install from its lists.
    const isForTheRest = !isLast && packageCalls(scriptOf(text)).every(({ command }) => command.span.start <= start);
    return isShipped && !isForTheRest ? removalEdits(file, script, call) : [];
  }
  if (as !== 'line' || run.flags.length > 0 || hasCommentsInside(file, instruction.span)) return undefined;
  return [{ span: spanOfLines(file.source, instruction.startLine, instruction.endLine), text: '' }];
}
