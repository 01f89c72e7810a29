import type { Dockerfile } from '../dockerfile/model.ts';
import { defineRule, type ProposedFix, type Report, type RuleContext } from '../lint/rule.ts';
import { spanOfLines, textOf, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/**
 * Codes under which hadolint reports far more than any rule here, on purpose: it may need the comment. Those of
 * ShellCheck for what Bash adds (SC3…) hold for every `sh` there, here for dash alone.
 */
const widerElsewhere = /^(?:DL3001|DL3003|DL3047|DL4006|SC3\d{3})$/i;

export const rule = defineRule({
  id: 'unused-ignore',
  aliases: [],
  summary: 'a comment that silences nothing hides the next mistake of that kind',
  category: 'form',
  severity: 'info',
  fix: 'safe',
  after: 'suppressions',
  *check(file, { unused }) {
    const head = unused.length === 0 ? 0 : lastDirectiveLike(file);
    for (const { suppression, codes } of unused) {
      const told = codes.filter((code) => !widerElsewhere.test(code));
      if (told.length > 0) yield report(file, suppression, told, head);
    }
  },
});

/**
 * Directives are read up to the first line that is none. Where the last comment begins that would become one if all
 * above it were gone: no comment above may be deleted. 0 without such a comment.
 */
function lastDirectiveLike({ instructions, comments, source }: Dockerfile): number {
  const first = instructions[0]?.span.start ?? source.text.length;
  const last = comments.findLast(({ span, text }) => span.start < first && /^[A-Za-z][\w-]*[ \t]*=/.test(text));
  return last?.span.start ?? 0;
}

type Suppression = RuleContext['unused'][number]['suppression'];

const scopes: Readonly<Record<Suppression['scope'], string>> = {
  instruction: 'in the instruction it stands with',
  stage: 'in this stage',
  file: 'in this file',
};

function report(file: Dockerfile, suppression: Suppression, codes: readonly string[], head: number): Report {
  const { syntax, scope, span } = suppression;
  const names = codes.map((code) => `\`${code.replaceAll('`', "'")}\``).join(', ');
  const fix = deletion(file, suppression, codes, head);
  const peer = syntax === 'hadolint' ? 'hadolint' : 'BuildKit';
  const doubt = syntax === 'dockerfile-review' ? '' : `, unless ${peer} itself still needs it`;
  const all = codes.length === suppression.codes.length;
  return {
    message:
      `There is nothing to silence for ${names} ${scopes[scope]}. The comment is idle now, and would hide the next mistake of that kind. ` +
      `Delete ${all ? 'it' : 'what is not needed'}${doubt}.`,
    span,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** The line, or the codes in their list. Parser directives stay. */
function deletion(
  { source, directives }: Dockerfile,
  { syntax, codes: all, span, line }: Suppression,
  codes: readonly string[],
  head: number,
): ProposedFix | undefined {
  if (directives.some((directive) => directive.span.start === span.start)) return undefined;
  const safety = syntax === 'dockerfile-review' ? 'safe' : 'unsafe';
  const rest = all.filter((code) => !codes.includes(code));
  if (rest.length === 0) {
    if (span.start < head || textOf(source, span).includes(';')) return undefined;
    const edits = [{ span: spanOfLines(source, line, line), text: '' }];
    return { title: 'Delete the comment', safety, edits };
  }
  const list = listIn(source, span);
  if (list === undefined) return undefined;
  return { title: 'Delete what silences nothing', safety, edits: [{ span: list, text: rest.join(',') }] };
}

/** Where the codes stand: from the first to the last. */
function listIn(source: Source, span: Span): Span | undefined {
  const found = /(?:ignore|skip)[ \t]*=[ \t]*([\w./#-]+(?:[ \t]*,[ \t]*[\w./#-]+)*)/.exec(textOf(source, span));
  const list = found?.[1];
  if (found === null || list === undefined) return undefined;
  const end = span.start + found.index + found[0].length;
  return { start: end - list.length, end };
}
