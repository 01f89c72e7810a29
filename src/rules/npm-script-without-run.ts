import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { callsOf, isEditable, valuesOf } from '../shell/calls.ts';
import { scriptNameAt } from '../shell/npm-words.ts';
import { scriptOf } from '../shell/parse.ts';
import { unwrap } from '../shell/programs.ts';
import { programName } from '../shell/vocabulary.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'npm-script-without-run',
  aliases: [],
  summary: 'npm starts a script of package.json by `npm run`; its name alone is no command of npm',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file) {
    for (const script of runScripts(file)) yield* checkScript(script);
    for (const held of heldCommands(file)) {
      const report = checkArray(held);
      if (report !== undefined) yield report;
    }
  },
});

function* checkScript(script: RunScript): Iterable<Report> {
  const source = scriptOf(script.text);
  for (const { command, name, words } of callsOf(source)) {
    const at = name === 'npm' ? scriptNameAt(valuesOf(words)) : undefined;
    const word = at === undefined ? undefined : words[at];
    if (word?.value === undefined) continue;
    const { start } = word.span;
    const edits = [{ span: { start, end: start }, text: 'run ' }];
    const fixes = isEditable(source, word) ? [{ ...title, ...editedScript(script, edits) }] : [];
    yield { message: messageFor(word.value), span: sourceSpan(script.text, command.span), fixes };
  }
}

/** `CMD ["npm", "dev"]`. */
function checkArray({ inner, command }: HeldCommand): Report | undefined {
  const { json } = inner;
  if (command.form !== 'exec' || json === undefined) return undefined;
  const own = unwrap(json.values);
  if (programName(own[0] ?? '') !== 'npm') return undefined;
  const at = scriptNameAt(own.slice(1));
  if (at === undefined) return undefined;
  const index = json.values.length - own.length + 1 + at;
  const [value = '', span] = [json.values[index], json.spans[index]];
  if (span === undefined) return undefined;
  const edits = [{ span: { start: span.start, end: span.start }, text: '"run", ' }];
  const argv = [...json.values.slice(0, index), 'run', ...json.values.slice(index)];
  return { message: messageFor(value), span: json.span, fixes: [{ ...title, edits, argv }] };
}

const title = { title: 'Run the script', safety: 'unsafe' } satisfies Partial<ProposedFix>;

function messageFor(word: string): string {
  const outcome =
    word === 'build'
      ? 'npm 6 and older warn, build nothing and succeed; newer ones refuse the unknown command'
      : 'it refuses the unknown command';
  return `npm has no command \`${word}\`: ${outcome}. \`npm run ${word}\` starts the script of that name in package.json.`;
}
