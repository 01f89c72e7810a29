import { arrayScripts, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { allCommands, topLevel, type SimpleCommand } from '../shell/commands.ts';
import { readInvocation } from '../shell/invocation.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { stateKind, type StateKind } from '../shell/state.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'lost-nested-state',
  aliases: [],
  summary: 'a shell that is started to source a file or to export ends at once, and what it set with it',
  category: 'build-and-run',
  severity: 'warning',
  fix: 'none',
  *check(file) {
    for (const script of runScripts(file))
      for (const { inner, command } of scriptsIn(scriptOf(script.text)))
        yield* report(script, parseScript(inner), command.span);
    for (const script of arrayScripts(file)) {
      const read = scriptOf(script.text);
      yield* report(script, read, { start: 0, end: script.text.text.length });
    }
  },
});

/** The commands of a script that hand one to a shell of its own. */
const scriptsIn: (script: Script) => readonly { readonly inner: string; readonly command: SimpleCommand }[] = memo(
  (script) =>
    allCommands(script).flatMap((command) => {
      const inner = scriptIn(command);
      return inner === undefined ? [] : [{ inner, command }];
    }),
);

/** The script that a command hands to a shell of its own. */
function scriptIn({ words, nesting }: SimpleCommand): string | undefined {
  if (nesting.includes('substitution')) return undefined;
  const { takesScript = false, operand } = readInvocation(words.map(({ value, text }) => value ?? text)) ?? {};
  const word = takesScript && operand !== undefined ? words[operand] : undefined;
  return word?.value ?? (word === undefined ? undefined : /^"([^"\\`]*)"$/.exec(word.text)?.[1]);
}

/** Limits, masks and options are tried out as well, and do no harm. */
const meant: ReadonlySet<StateKind> = new Set(['cd', 'export', 'source', 'alias']);

function* report({ text }: RunScript, inner: Script, span: Span): Iterable<Report> {
  const items = topLevel(inner);
  const kinds = items.map(({ commands: [command, ...others], compound }) =>
    command === undefined || others.length > 0 || compound ? undefined : stateKind(command),
  );
  if (kinds.length === 0 || !kinds.every((kind) => kind !== undefined && meant.has(kind))) return;
  const sources = kinds.includes('source');
  const cure = sources
    ? 'Source the file in the RUN that needs it, in front of its commands, or set its variables with ENV.'
    : 'ENV and WORKDIR last.';
  yield {
    message: `The shell that runs \`${excerpt(inner.text.trim(), 60)}\` ends with it: neither the rest of this RUN nor a later instruction sees what it set. ${cure}`,
    span: sourceSpan(text, span),
    fixes: [],
  };
}
