import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel } from '../shell/commands.ts';
import { curlCall, failEdit, takesErrorPages } from '../shell/curl.ts';
import { scriptOf } from '../shell/parse.ts';
import { substitutedScripts, type SubstitutedScript } from '../shell/substituted-scripts.ts';
import type { TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'download-in-substitution',
  aliases: [],
  summary: 'a script downloaded inside `$(…)` is empty when the download fails, and running nothing succeeds',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    for (const script of runScripts(file))
      for (const found of substitutedScripts(scriptOf(script.text))) yield report(script, found);
  },
});

function report(script: RunScript, found: SubstitutedScript): Report {
  const { text } = script;
  const quote = ({ start, end }: Span, most: number): string => `\`${excerpt(text.text.slice(start, end), most)}\``;
  const { runner, word, download, next } = found;
  const [fail] = failEdits(found);
  const before = quote({ start: runner.words[0]?.span.start ?? runner.span.start, end: word.span.start }, 30);
  const outcome =
    next === undefined
      ? `${before} runs an empty script and succeeds`
      : `${before} runs nothing, and ${quote(next.span, 40)} fails in its place`;
  const answers = fail === undefined ? '' : ' curl needs `-f`, or a 404 is no failure.';
  const fix = assignFix(script, found);
  return {
    message:
      `When ${quote(download.span, 50)} fails, ${outcome}: the shell drops the status of a substitution, also under \`set -e\`. ` +
      `An assignment keeps it: \`script="$(…)" && …\`.${answers}`,
    severity: next === undefined ? 'warning' : 'info',
    span: sourceSpan(text, runner.span),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** `-f` for a curl that would take an error page for the script. */
function failEdits({ download }: SubstitutedScript): readonly TextEdit[] {
  const call = curlCall(download);
  return call === undefined || !takesErrorPages(call) ? [] : [failEdit(call)];
}

/** The same script by way of a variable: an assignment has the status of its substitution. */
function assignFix(script: RunScript, found: SubstitutedScript): ProposedFix | undefined {
  const { text } = script;
  const { runner, word } = found;
  const items = topLevel(scriptOf(text));
  const at = items.findIndex(({ span }) => span.start === runner.span.start && span.end === runner.span.end);
  const item = items[at];
  // In front of `&&` behind `||`, the operators would group otherwise.
  if (item === undefined || item.negated || item.operator === '&' || items[at - 1]?.operator === '||') return undefined;
  if (/\bscript\b\s*=|\$\{?script\b/.test(text.text)) return undefined;
  if (text.text.slice(word.span.start, word.span.end) !== word.text) return undefined;
  const before = { start: runner.span.start, end: word.span.start };
  const behind = { start: word.span.end, end: word.span.end };
  return {
    title: 'Keep the status of the download',
    safety: 'unsafe',
    ...editedScript(script, [
      { span: before, text: 'script=' },
      ...failEdits(found),
      { span: behind, text: ` && ${text.text.slice(before.start, before.end)}"$script"` },
    ]),
  };
}
