import { arrayScripts, editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import type { ListItem } from '../shell/commands.ts';
import { droppedStatus, type DroppedStatus } from '../shell/dropped-status.ts';
import { forgivenChain, type ForgivenChain } from '../shell/forgiven-chain.ts';
import { turnsOn } from '../shell/options.ts';
import { scriptOf } from '../shell/parse.ts';
import type { TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'ignored-failure',
  aliases: [],
  summary: 'a semicolon goes on after a command that failed, and only the last command decides about the build',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file) {
    for (const script of [...runScripts(file), ...arrayScripts(file)]) {
      if ((script.as !== 'line' && script.as !== 'array') || script.run.heredocs.length > 0) continue;
      const forgiven = forgivenChain(scriptOf(script.text));
      if (forgiven !== undefined) yield reportForgiven(script, forgiven);
      if (turnsOn(script.shell, 'errexit')) continue;
      const dropped = droppedStatus(scriptOf(script.text));
      if (dropped !== undefined) yield report(script, dropped);
    }
  },
});

function report(script: RunScript, dropped: DroppedStatus): Report {
  const { text } = script.text;
  const quote = ({ span }: ListItem): string => `\`${excerpt(text.slice(span.start, span.end), 50)}\``;
  const fix = chainFix(script, dropped);
  const cure = fix === undefined ? wordsFor(dropped) : '`&&` stops';
  return {
    message:
      `\`${script.shell.join(' ')}\` goes on after a \`;\`: when ${quote(dropped.item)} fails, ${quote(dropped.next)} runs all the same, ` +
      `and the build succeeds if the last command does. ${cure} the build at the failure.`,
    severity: dropped.trivial ? 'info' : 'warning',
    span: sourceSpan(script.text, dropped.item.span),
    fixes: fix === undefined ? [] : [fix],
  };
}

/** errexit overlooks the failure of a command that `&&` follows. */
function wordsFor({ item }: DroppedStatus): string {
  return item.operator === '&&'
    ? '`&&` in place of each `;` between the commands stops'
    : '`set -e` at the head of the RUN stops';
}

/** Every `;` from the command on becomes `&&`: one that stayed would drop the status again. */
function chainFix(script: RunScript, { separated }: DroppedStatus): ProposedFix | undefined {
  const { text } = script;
  const edits: TextEdit[] = [];
  for (const { operatorSpan } of separated ?? []) {
    if (operatorSpan === undefined) return undefined;
    const before = /\s/.test(text.text[operatorSpan.start - 1] ?? '') ? '' : ' ';
    const behind = /\s/.test(text.text[operatorSpan.end] ?? '') ? '' : ' ';
    edits.push({ span: operatorSpan, text: `${before}&&${behind}` });
  }
  if (edits.length === 0) return undefined;
  return { title: 'Stop at the first command that fails', safety: 'unsafe', ...editedScript(script, edits) };
}

/** `||` looks at the status of the whole chain, and errexit at no command of it. */
function reportForgiven(script: RunScript, { work, meant, excuse }: ForgivenChain): Report {
  const { text } = script.text;
  const quote = ({ span }: ListItem, length: number): string => excerpt(text.slice(span.start, span.end), length);
  const edits: TextEdit[] = [
    { span: { start: meant.span.start, end: meant.span.start }, text: '{ ' },
    { span: { start: excuse.span.end, end: excuse.span.end }, text: '; }' },
  ];
  const says = text.slice(excuse.span.start, excuse.span.end);
  return {
    message:
      `\`|| ${says}\` stands behind the whole chain of \`&&\`, not behind \`${quote(meant, 40)}\` alone: ` +
      `when \`${quote(work, 50)}\` fails, the build goes on without it. Braces keep it to the one command.`,
    span: sourceSpan(script.text, work.span),
    fixes: [{ title: 'Forgive the last command alone', safety: 'unsafe', ...editedScript(script, edits) }],
  };
}
