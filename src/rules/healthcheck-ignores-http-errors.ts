import type { Instruction } from '../dockerfile/model.ts';
import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { curlCall, ignoresHttpErrors } from '../shell/curl.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { quoteCommand } from '../shell/words.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'healthcheck-ignores-http-errors',
  aliases: [],
  summary: 'curl without -f ends with status 0 whatever the server answers, so the probe calls errors healthy',
  category: 'health',
  severity: 'info',
  fix: 'unsafe',
  *check(file) {
    for (const held of heldCommands(file)) {
      if (held.inner.keyword === 'HEALTHCHECK') yield* checkProbe(held);
    }
  },
});

function* checkProbe({ inner, command }: HeldCommand): Iterable<Report> {
  if (command.malformedArray) return;
  if (command.form === 'exec') {
    yield* checkArray(inner, command.argv);
    return;
  }
  if (command.shell.kind !== 'sh' && command.shell.kind !== 'bash') return;
  for (const probe of allCommands(scriptOf(command.text))) {
    const end = isDeaf(probe) ? endOfName(probe) : undefined;
    if (end === undefined) continue;
    const span = sourceSpan(command.text, probe.span);
    yield report(span, { at: sourceSpan(command.text, { start: end - 1, end }).end, text: ' -f' });
  }
}

function* checkArray({ json }: Instruction, argv: readonly string[]): Iterable<Report> {
  if (json === undefined) return;
  const [first = '', option = '', text = ''] = argv;
  const [program, , script] = json.spans;
  if (isShell(first) && /^-[a-z]*c$/.test(option)) {
    const probe = allCommands(parseScript(text)).find(isDeaf);
    if (probe === undefined || script === undefined) return;
    // Between plain quotes the script stands in the file as the shell reads it.
    const literal = script.end - script.start - 2 === text.length;
    const end = endOfName(probe);
    yield report(script, literal && end !== undefined ? { at: script.start + 1 + end, text: ' -f' } : undefined);
  } else if (
    program !== undefined &&
    programName(first) === 'curl' &&
    isDeaf(allCommands(parseScript(quoteCommand(argv)))[0])
  ) {
    yield report(json.span, { at: program.end, text: ', "-f"' });
  }
}

/** A call of curl whose status is the probe's. */
function isDeaf(command: SimpleCommand | undefined): boolean {
  if (command === undefined || command.within === 'pipeline' || command.nesting.includes('substitution')) return false;
  const call = curlCall(command);
  return call !== undefined && ignoresHttpErrors(call);
}

/** Behind the word `curl`, which `timeout 5` or the like may precede. */
function endOfName(command: SimpleCommand): number | undefined {
  const own = curlCall(command)?.words.length ?? 0;
  return command.words[command.words.length - own - 1]?.span.end;
}

function report(span: Span, insertion: { readonly at: number; readonly text: string } | undefined): Report {
  const edits = insertion && [{ span: { start: insertion.at, end: insertion.at }, text: insertion.text }];
  return {
    message:
      'Without `-f` curl ends with status 0 for every answer that arrives, also for `500 Internal Server Error`: ' +
      'the container counts as healthy while each request fails. `curl -f` ends with status 22 then.',
    span,
    fixes: edits ? [{ title: 'Let curl fail on HTTP errors', safety: 'unsafe', edits }] : [],
  };
}
