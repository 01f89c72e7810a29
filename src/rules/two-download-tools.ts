import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { callsOf, looksFor, type Call } from '../shell/calls.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

/** A download with one of the two tools. */
interface Use {
  readonly script: RunScript;
  readonly call: Call;
}

export const rule = defineRule({
  id: 'two-download-tools',
  aliases: ['DL4001'],
  summary: 'wget and curl do the same work, and a stage that uses both carries one too many',
  category: 'hygiene',
  severity: 'info',
  fix: 'none',
  *check(file) {
    if (!file.source.text.includes('wget') || !file.source.text.includes('curl')) return;
    const first = new Map<string, Use>();
    const told = new Set<number | undefined>();
    for (const script of runScripts(file)) {
      const { stage } = script.instruction;
      if (told.has(stage) || !/wget|curl/.test(script.text.text)) continue;
      for (const call of downloads(scriptOf(script.text))) {
        const other = first.get(keyOf(stage, call.name === 'wget' ? 'curl' : 'wget'));
        const key = keyOf(stage, call.name);
        if (!first.has(key)) first.set(key, { script, call });
        if (other === undefined) continue;
        yield report({ script, call }, other);
        told.add(stage);
        break;
      }
    }
  },
});

function keyOf(stage: number | undefined, tool: string): string {
  return `${tool} in stage ${stage ?? 'none'}`;
}

/** Calls that download. A script that asks which of the two is there, or tries one after the other, has its reason. */
const downloads: (script: Script) => readonly Call[] = memo((script) => {
  if (looksFor(script, 'wget') || looksFor(script, 'curl')) return [];
  const calls = callsOf(script).filter(
    ({ name, words }) =>
      (name === 'wget' || name === 'curl') &&
      words.length > 0 &&
      !words.some(({ value }) => /^(?:--version|--help|-V)$/.test(value ?? '')),
  );
  const bothBeside = /\b(?:curl|wget)\b[^;&\n]*\|\|[^;&\n]*\b(?:curl|wget)\b/.test(script.text);
  return bothBeside ? [] : calls;
});

function report({ script, call }: Use, other: Use): Report {
  const { text } = script;
  const { span } = call.command;
  const line = other.script.instruction.startLine;
  const where = line === script.instruction.startLine ? 'in the same RUN' : `in line ${String(line)}`;
  return {
    message:
      `This stage downloads with ${other.call.name} ${where}, and with ${call.name} here (\`${excerpt(text.text.slice(span.start, span.end), 50)}\`). ` +
      'Either does both: with one of them the stage needs one package, and one way to set proxies and retries.',
    span: sourceSpan(text, span),
  };
}
