import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule } from '../lint/rule.ts';
import { callOf } from '../shell/calls.ts';
import { allCommands, topLevel, type ListItem } from '../shell/commands.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { consequences, pointlessReason } from '../shell/pointless.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'pointless-command',
  aliases: ['DL3001'],
  summary: 'commands for a terminal, a running machine or its kernel have nothing to do in a build',
  category: 'hygiene',
  severity: 'info',
  fix: 'none',
  *check(file) {
    for (const script of runScripts(file)) {
      if (mayMore(script)) continue;
      for (const { span, reason } of pointlessCommands(scriptOf(script.text)))
        yield {
          message: `\`${excerpt(script.text.text.slice(span.start, span.end), 50)}\` ${consequences[reason]}`,
          span: sourceSpan(script.text, span),
        };
    }
  },
});

interface Pointless {
  readonly span: Span;
  readonly reason: keyof typeof consequences;
}

const pointlessCommands: (script: Script) => readonly Pointless[] = memo((script) => {
  const found = allCommands(script).flatMap((command, index): Pointless[] => {
    const call = callOf(command);
    const reason = call && pointlessReason(call, index === 0);
    return reason === undefined ? [] : [{ span: command.span, reason }];
  });
  if (found.length === 0) return found;
  const tested = testedSpans(topLevel(script));
  return found.filter(({ span }) => !tested.has(span.start));
});

/** `--security=insecure` lets a RUN mount and set; `--mount=type=ssh` is there to log in. */
function mayMore({ run }: RunScript): boolean {
  return run.flags.some(
    ({ name, value = '' }) =>
      name === 'security' || name === 'device' || (name === 'mount' && /\btype=ssh\b/.test(value)),
  );
}

/** Where the commands begin whose status `||` or `!` asks for: whoever wrote that knows that they may fail. */
function testedSpans(items: readonly ListItem[]): ReadonlySet<Span['start']> {
  const asked = items.filter(({ operator, negated }) => operator === '||' || negated);
  return new Set(asked.flatMap(({ commands }) => commands.map(({ span }) => span.start)));
}
