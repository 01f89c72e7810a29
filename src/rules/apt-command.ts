import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import type { Safety } from '../lint/finding.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { replacementOf, type AptCall } from '../shell/apt.ts';
import { callsOf } from '../shell/calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'apt-command',
  aliases: ['DL3027'],
  summary: 'apt is made for people at a terminal, and promises scripts nothing; apt-get does',
  category: 'hygiene',
  severity: 'info',
  fix: 'safe',
  *check(file) {
    for (const script of runScripts(file)) {
      if (!/\bapt(?!-)\b/.test(script.text.text)) continue;
      const read = scriptOf(script.text);
      const calls = callsOf(read).flatMap((call) => (call.name === 'apt' ? (replacementOf(read, call) ?? []) : []));
      if (calls.length === 0) continue;
      const mendable = calls.filter(({ edits }) => edits !== undefined);
      yield* report(script, mendable);
      yield* report(
        script,
        calls.filter(({ edits }) => edits === undefined),
      );
    }
  },
});

/** One finding for all of a script that one fix mends, and one for all that a person must look at. */
function* report(script: RunScript, calls: readonly AptCall[]): Iterable<Report> {
  const [first] = calls;
  if (first === undefined) return;
  const { span } = first.command;
  const written = excerpt(script.text.text.slice(span.start, span.end), 50);
  const edits = calls.flatMap(({ edits: some = [] }) => some);
  const safety: Safety = calls.every(({ same }) => same) ? 'safe' : 'unsafe';
  yield {
    message:
      `\`${written}\`: apt is for people at a terminal. Its output and options may change with any release, and in a script it warns ` +
      `of that itself: \`apt does not have a stable CLI interface\`. ${first.cure}`,
    span: sourceSpan(script.text, span),
    fixes:
      edits.length === 0 ? [] : [{ title: 'Use the commands for scripts', safety, ...editedScript(script, edits) }],
  };
}
