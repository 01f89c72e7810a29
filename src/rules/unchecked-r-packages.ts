import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { callsOf, isEditable, type Call } from '../shell/calls.ts';
import { scriptOf } from '../shell/parse.ts';
import type { ShellWord } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'unchecked-r-packages',
  aliases: [],
  summary: 'of a package that cannot be installed R only warns, and the RUN succeeds without it',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    if (!file.source.text.includes('install')) return;
    const scripts = runScripts(file).filter(({ text }) => /\bR(?:script)?\s/.test(text.text));
    if (scripts.some(({ text }) => checks.test(text.text))) return;
    const told = new Set<number | undefined>();
    for (const script of scripts) {
      const found = callsOf(scriptOf(script.text)).flatMap((call) => expressionsOf(call));
      const unchecked = found.filter((word) => installs.test(word.text) && !isUsed(script, word));
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

/** The words behind `-e`. */
function expressionsOf({ name, words }: Call): readonly ShellWord[] {
  if (name !== 'r' && name !== 'rscript') return [];
  return words.filter((_, at) => words[at - 1]?.text === '-e');
}

/** `install.packages('remotes'); remotes::install_github(…)`: every package is called at once, and missed if it is not there. */
function isUsed({ text }: RunScript, { text: expression, span }: ShellWord): boolean {
  const argument =
    /\b(?:install\.packages|BiocManager::install)\s*\(\s*(?:c\s*\(\s*)?((?:\\?["'][\w.]+\\?["'][\s,\\]*)+)/;
  const names = [...(argument.exec(expression)?.[1] ?? '').matchAll(/[\w.]+/g)].map(([name]) => name);
  const rest = text.text.slice(span.start);
  return names.length > 0 && names.every((name) => rest.includes(`${name}::`));
}

function report(script: RunScript, found: readonly ShellWord[]): Report {
  const { text } = script;
  const [{ span, text: written }] = found as readonly [ShellWord];
  const fix = fixOf(script, found);
  return {
    message:
      `R only warns of a package that it cannot find or build, and ends with status 0: when \`${excerpt(written, 50)}\` fails, ` +
      'the build goes on, and the container misses the package. `options(warn = 2)` in front makes an error of the warning.',
    span: sourceSpan(text, span),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** Behind the quote that an expression begins with. Other warnings stop it then, too. */
function fixOf(script: RunScript, found: readonly ShellWord[]): ProposedFix | undefined {
  const read = scriptOf(script.text);
  if (!found.every((word) => /^["']/.test(word.text) && isEditable(read, word))) return undefined;
  const edits = found.map(({ span }) => ({
    span: { start: span.start + 1, end: span.start + 1 },
    text: 'options(warn = 2); ',
  }));
  return { title: 'Let R fail when a package does not install', safety: 'unsafe', ...editedScript(script, edits) };
}
