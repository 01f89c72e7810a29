import type { Command, Instruction } from '../dockerfile/model.ts';
import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { callOf, isEditable, valuesOf } from '../shell/calls.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { curlCall, ignoresHttpErrors } from '../shell/curl.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { blindLibrary, endsWithCall } from '../shell/python-probe.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { quoteCommand } from '../shell/words.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'healthcheck-ignores-http-errors',
  aliases: [],
  summary: 'a probe that does not look at the status of the answer, as curl without -f, calls errors healthy',
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
    yield* checkPython(command, probe);
    const end = isDeaf(probe) ? endOfName(probe) : undefined;
    if (end === undefined) continue;
    const span = sourceSpan(command.text, probe.span);
    yield report(span, { at: sourceSpan(command.text, { start: end - 1, end }).end, text: ' -f' });
  }
}

/** `python -c "import requests; requests.get('http://…')"`. */
function* checkPython({ text }: Command, probe: SimpleCommand): Iterable<Report> {
  const call = probe.within === 'pipeline' ? undefined : callOf(probe);
  const script = call?.words[1];
  if (call === undefined || script === undefined) return;
  const library = blindLibrary([call.name, ...valuesOf(call.words)]);
  if (library === undefined) return;
  // Between two quotes of a kind the script ends where the word does.
  const quoted = /^(["']).*\1$/s.test(script.text) && isEditable(scriptOf(text), script);
  const at = sourceSpan(text, { start: script.span.end - 1, end: script.span.end }).start;
  const place = quoted && endsWithCall(script.value ?? '') ? { at, text: '.raise_for_status()' } : undefined;
  yield reportPython(sourceSpan(text, probe.span), library, place);
}

function reportPython(span: Span, library: string, insertion: Insertion | undefined): Report {
  return {
    message:
      `\`${library}\` raises nothing for an answer like \`500 Internal Server Error\`, so Python ends with status 0: ` +
      'the container counts as healthy while each request fails. `raise_for_status()` behind the call makes the probe fail.',
    span,
    fixes: inserted('Let the probe fail on HTTP errors', insertion),
  };
}

function* checkArray({ json }: Instruction, argv: readonly string[]): Iterable<Report> {
  if (json === undefined) return;
  const library = blindLibrary(argv);
  if (library !== undefined) yield reportPython(json.span, library, undefined);
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

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function inserted(title: string, insertion: Insertion | undefined): readonly ProposedFix[] {
  if (insertion === undefined) return [];
  const { at, text } = insertion;
  return [{ title, safety: 'unsafe', edits: [{ span: { start: at, end: at }, text }] }];
}

function report(span: Span, insertion: Insertion | undefined): Report {
  return {
    message:
      'Without `-f` curl ends with status 0 for every answer that arrives, also for `500 Internal Server Error`: ' +
      'the container counts as healthy while each request fails. `curl -f` ends with status 22 then.',
    span,
    fixes: inserted('Let curl fail on HTTP errors', insertion),
  };
}
