import type { Dockerfile } from '../dockerfile/model.ts';
import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { valuesOf } from '../shell/calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { swallowedCommands, type Swallowing } from '../shell/swallowed-commands.ts';
import type { ShellWord } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

/** A quick look that spares most RUNs the reading of their script: a command's name behind a blank, no operator between. */
const mayHold =
  /[^\s&|;({][ \t\n]+(?:sudo[ \t\n]+)?(?:yum|dnf|microdnf|zypper|apt-get|apt|apk|pip3?|npm|conda|curl|wget|git|rm|cp|tar|sed|mkdir|chmod|chown|ln|cd|python[\d.]*)[ \t\n]/;

export const rule = defineRule({
  id: 'command-as-argument',
  aliases: [],
  summary: 'with no && between them, a command is an argument of the one before and does not run',
  category: 'script',
  severity: 'error',
  fix: 'unsafe',
  *check(file) {
    for (const script of runScripts(file)) {
      if (!mayHold.test(script.text.text)) continue;
      for (const found of swallowedCommands(scriptOf(script.text), (word) => beginsLine(file, script, word)))
        yield report(script, found);
    }
  },
});

/** Whether nothing stands in front of a word in its line of the Dockerfile. Looks no further than the blanks there. */
function beginsLine({ source }: Dockerfile, { text }: RunScript, { span }: ShellWord): boolean {
  let at = sourceSpan(text, span).start;
  while (/[ \t]/.test(source.text[at - 1] ?? '')) at--;
  return at === 0 || source.text[at - 1] === '\n';
}

function report(script: RunScript, { call, swallowed }: Swallowing): Report {
  const { text } = script;
  const [first, second] = swallowed as readonly [ShellWord, ...ShellWord[]];
  const at = call.words.indexOf(first);
  const end = Math.min(at + 3, second === undefined ? call.words.length : call.words.indexOf(second));
  const command = excerpt(valuesOf(call.words.slice(at, end)).join(' '), 40);
  const before = excerpt(text.text.slice(call.program.span.start, first.span.start).trim(), 50);
  const others = second === undefined ? '' : ', and likewise further on';
  return {
    message:
      `Nothing ends \`${before}\`, so the words of \`${command}\` are arguments of \`${call.name}\`: it does not run. ` +
      `Put \`&&\` in front of it${others}.`,
    span: sourceSpan(text, first.span),
    fixes: swallowed.length > mostJoined ? [] : [fixOf(script, swallowed)],
  };
}

/** A line of more is no slip of a person, and each takes time to prove. */
const mostJoined = 50;

/** Commands that never ran may well fail. */
function fixOf(script: RunScript, swallowed: readonly ShellWord[]): ProposedFix {
  const edits = swallowed.map(({ span: { start } }) => ({ span: { start, end: start }, text: '&& ' }));
  return { title: 'Run the commands one after the other', safety: 'unsafe', ...editedScript(script, edits) };
}
