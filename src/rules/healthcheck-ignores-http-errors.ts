import type { Instruction } from '../dockerfile/model.ts';
import { heldCommands, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { parseScript, scriptOf } from '../shell/parse.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
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
    const name = probe.words[0];
    if (name === undefined || !ignoresErrors(probe)) continue;
    const span = sourceSpan(command.text, probe.span);
    yield report(span, { at: sourceSpan(command.text, name.span).end, text: ' -f' });
  }
}

function* checkArray({ json }: Instruction, argv: readonly string[]): Iterable<Report> {
  if (json === undefined) return;
  const [first = '', option = '', text = ''] = argv;
  const [program, , script] = json.spans;
  if (isShell(first) && /^-[a-z]*c$/.test(option)) {
    const probe = allCommands(parseScript(text)).find(ignoresErrors);
    if (probe === undefined || script === undefined) return;
    // Between plain quotes the script stands in the file as the shell reads it.
    const literal = script.end - script.start - 2 === text.length;
    const end = probe.words[0]?.span.end;
    yield report(script, literal && end !== undefined ? { at: script.start + 1 + end, text: ' -f' } : undefined);
  } else if (program !== undefined && programName(first) === 'curl' && hidesErrors(argv.slice(1))) {
    yield report(json.span, { at: program.end, text: ', "-f"' });
  }
}

/** Its exit status decides; nobody reads the body. */
function ignoresErrors({ name, words, within, nesting, redirects }: SimpleCommand): boolean {
  if (programName(name ?? '') !== 'curl' || within === 'pipeline' || nesting.includes('substitution')) return false;
  const keepsBody = redirects.some(({ operator, descriptor, target }) => {
    return (
      operator.startsWith('>') &&
      descriptor !== 2 &&
      target?.value !== '/dev/null' &&
      !/^[12]$/.test(target?.text ?? '')
    );
  });
  return !keepsBody && hidesErrors(words.slice(1).map(({ value, text }) => value ?? text));
}

/** Options that take the next word as their value, among those that a probe may have. */
const takesValue =
  /^(?:-[A-Za-z]*[AbcdeEFHKmoQrTuUwxXYyz]|--(?:header|output|max-time|connect-timeout|user|request|data|retry|retry-delay|url|cacert|cert|key|proxy|resolve|unix-socket|user-agent|write-out))$/;

function hidesErrors(words: readonly string[]): boolean {
  let asksHttp = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      if (/^[a-z+]+:\/\//i.test(word) && !/^https?:/i.test(word)) return false;
      asksHttp = true;
      continue;
    }
    if (/^--(?:fail|fail-with-body|write-out|version|help|config)(?:=|$)/.test(word)) return false;
    if (/^-[A-Za-z]*[fwVK]/.test(word)) return false;
    if (/^(?:-[A-Za-z]*o|--output)$/.test(word) && words[at + 1] !== '/dev/null') return false;
    if (takesValue.test(word)) at++;
  }
  return asksHttp;
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
