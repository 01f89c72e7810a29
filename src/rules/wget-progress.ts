import { rootFacts } from '../dockerfile/base-image.ts';
import type { Dockerfile, ImageFacts } from '../dockerfile/model.ts';
import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetBefore, type Setting } from '../dockerfile/said-before.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { callsOf, type Call } from '../shell/calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { drawsProgress, optionPlace } from '../shell/wget.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'wget-progress',
  aliases: ['DL3047'],
  summary: 'wget draws its progress as dots into a log, a line for every 50 KB',
  category: 'hygiene',
  severity: 'info',
  fix: 'safe',
  *check(file, { facts }) {
    if (/wgetrc/i.test(file.source.text)) return;
    for (const script of runScripts(file)) {
      if (!script.text.text.includes('wget')) continue;
      const loud = callsOf(scriptOf(script.text)).filter((call) => call.name === 'wget' && drawsProgress(call));
      const image = rootFacts(file, script.instruction.stage, facts.image);
      if (loud.length > 0 && isGnu(file, script, image)) yield report(script, loud);
    }
  },
});

/**
 * busybox, which is the wget of Alpine, refuses `--progress`, and draws one line only. GNU wget is what Debian and its
 * relatives have, and what apk and yum install under that name. (Fedora has wget2 now, which writes no dots.)
 */
function isGnu(file: Dockerfile, script: RunScript, facts: ImageFacts | undefined): boolean {
  if (facts?.family === 'debian') return true;
  if (facts?.family === 'alpine') return isSetBefore(file, script.instruction, installsWget);
  return facts?.family === undefined && isSetBefore(file, script.instruction, installsPackages);
}

const installsWget: Setting = { said: /\bapk\b[^;&|]*\badd\b[^;&|]*\swget(?:\s|$)/, copied: /(?!)/ };
const installsPackages: Setting = { said: /\b(?:apt-get|apt|yum)\s[^;&|]*\binstall\b/, copied: /(?!)/ };

function report(script: RunScript, calls: readonly Call[]): Report {
  const { text } = script;
  const [first] = calls;
  const span = first?.command.span ?? { start: 0, end: 0 };
  const read = scriptOf(text);
  const places = calls.flatMap((call) => optionPlace(read, call) ?? []);
  const edits = places.map((at) => ({ span: { start: at, end: at }, text: ' --progress=dot:giga' }));
  return {
    message:
      `\`${excerpt(text.text.slice(span.start, span.end), 50)}\` writes into a log, not to a terminal, and there GNU wget draws its progress as dots: ` +
      'a line for every 50 KB, 2,000 for 100 MB. `--progress=dot:giga` draws a line for every 32 MB; `-nv` one at the end.',
    span: sourceSpan(text, span),
    fixes: edits.length === 0 ? [] : [{ title: 'Draw fewer dots', safety: 'safe', ...editedScript(script, edits) }],
  };
}
