import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { callsOf, isEditable, type Call } from '../shell/calls.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import type { ShellWord } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

export const rule = defineRule({
  id: 'unchecked-r-packages',
  aliases: [],
  summary: 'of a package that cannot be installed R only warns, and the RUN succeeds without it',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    if (!file.source.text.includes('install')) return;
    const scripts = runScripts(file);
    if (!scripts.some(({ text }) => isOfR(text.text) && installs.test(text.text))) return;
    if (scripts.some(({ text }) => isOfR(text.text) && checks.test(text.text))) return;
    const told = new Set<number | undefined>();
    for (const script of scripts) {
      const unchecked = uncheckedIn(scriptOf(script.text));
      if (unchecked.length === 0) continue;
      const { stage } = script.instruction;
      yield { ...report(script, unchecked), severity: told.has(stage) ? 'info' : 'warning' };
      told.add(stage);
    }
  },
});

/** Both end with a warning: utils::install.packages, and BiocManager::install, which calls it. */
const installs = /\binstall\.packages\s*\(|\bBiocManager::install\s*\(/;

/** What makes an error of it, or looks afterwards. A failure that another RUN notices is noticed. */
const checks =
  /warn\s*=\s*[2-9]|\b(?:library|require|requireNamespace|loadNamespace|stopifnot|stop|quit|q|installed\.packages|tryCatch)\s*\(/;

function isOfR(script: string): boolean {
  return /\bR(?:script)?\s/.test(script);
}

/** The expressions that install packages. */
const uncheckedIn: (script: Script) => readonly ShellWord[] = memo((script) => {
  if (!isOfR(script.text) || !installs.test(script.text)) return [];
  const places = placesOfUse(script.text);
  return callsOf(script)
    .flatMap((call) => expressionsOf(call))
    .filter((word) => installs.test(word.text) && !isUsed(places, word));
});

/** The words behind `-e`. */
function expressionsOf({ name, words }: Call): readonly ShellWord[] {
  if (name !== 'r' && name !== 'rscript') return [];
  return words.filter((_, at) => words[at - 1]?.text === '-e');
}

/** `install.packages('remotes'); remotes::install_github(…)`: every package is called at once, and missed if it is not there. */
function isUsed(places: ReadonlyMap<string, number>, { text: expression, span }: ShellWord): boolean {
  const argument =
    /\b(?:install\.packages|BiocManager::install)\s*\(\s*(?:c\s*\(\s*)?((?:\\?["'][\w.]+\\?["'][\s,\\]*)+)/;
  const names = [...(argument.exec(expression)?.[1] ?? '').matchAll(/[\w.]+/g)].map(([name]) => name);
  return names.length > 0 && names.every((name) => isUsedBehind(places, span.start, name));
}

function isUsedBehind(places: ReadonlyMap<string, number>, start: number, name: string): boolean {
  for (const [word, end] of places) if (word.endsWith(name) && end - name.length >= start) return true;
  return false;
}

/** Where the last `::` stands behind each word. */
function placesOfUse(script: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let at = script.indexOf('::'); at >= 0; at = script.indexOf('::', at + 1)) {
    let start = at;
    while (/[\w.]/.test(script.charAt(start - 1))) start--;
    places.set(script.slice(start, at), at);
  }
  return places;
}

function report(script: RunScript, found: readonly ShellWord[]): Report {
  const { text } = script;
  const [{ span, text: written }] = found as readonly [ShellWord];
  const fix = fixOf(script, found);
  const expression = excerpt(written.replace(/^["']|["']$/g, ''), 50);
  const cure = found.some(wantsSuggested)
    ? 'A `library(…)` of each behind it fails where one is missing.'
    : '`options(warn = 2)` in front makes an error of the warning.';
  return {
    message:
      `R only warns of a package that it cannot find or build, and ends with status 0: when \`${expression}\` fails, ` +
      `the build goes on, and the container misses the package. ${cure}`,
    span: sourceSpan(text, span),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** `dependencies = TRUE` wants the suggested packages as well, and warns of each that is nowhere to be had. */
function wantsSuggested({ text }: ShellWord): boolean {
  return /\bdep(?:endencie)?s\s*=\s*T/.test(text);
}

/** Behind the quote that an expression begins with. Other warnings stop it then, too. */
function fixOf(script: RunScript, found: readonly ShellWord[]): ProposedFix | undefined {
  const read = scriptOf(script.text);
  if (found.some(wantsSuggested)) return undefined;
  if (!found.every((word) => /^["']/.test(word.text) && isEditable(read, word))) return undefined;
  const edits = found.map(({ span }) => ({
    span: { start: span.start + 1, end: span.start + 1 },
    text: 'options(warn = 2); ',
  }));
  return { title: 'Let R fail when a package does not install', safety: 'unsafe', ...editedScript(script, edits) };
}
