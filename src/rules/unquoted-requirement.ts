import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { callsOf, type Call } from '../shell/calls.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';

/** `numpy>=1.24,<2` as the shell reads it: a word, and what follows it at once. */
interface Requirement {
  readonly span: Span;
  /** The first redirection's `>` or `<`, and the file it names. */
  readonly operator: string;
  readonly file: string;
}

export const rule = defineRule({
  id: 'unquoted-requirement',
  aliases: [],
  summary: 'the shell takes the > of a version as a redirection, and the installer never sees it',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file) {
    for (const script of runScripts(file)) {
      for (const found of requirementsIn(scriptOf(script.text))) yield report(script, found);
    }
  },
});

/** Installers whose versions may begin with `>` or `<`, and the words that make them install. */
const installers: Readonly<Record<string, readonly string[]>> = {
  pip: ['install', 'download', 'wheel'],
  pipx: ['install', 'inject'],
  uv: ['install', 'add'],
  poetry: ['add'],
  conda: ['install', 'create', 'update'],
  mamba: ['install', 'create', 'update'],
  micromamba: ['install', 'create', 'update'],
  npm: ['install', 'i', 'add'],
  yarn: ['add'],
  pnpm: ['add', 'install', 'i'],
  apk: ['add'],
};

function installs({ name, words }: Call): boolean {
  const values = words.map(({ value }) => value ?? '');
  const own = /^python[\d.]*$/.test(name) && values[0] === '-m' ? (values[1] ?? '') : name;
  const actions = installers[/^pip[\d.]+$/.test(own) ? 'pip' : own];
  return actions !== undefined && values.some((value) => actions.includes(value));
}

/** Those of each call that has some. */
const requirementsIn: (script: Script) => readonly (readonly Requirement[])[] = memo((script) => {
  if (!/[\w\]@][<>]=?\d/.test(script.text)) return [];
  const all = callsOf(script).map((call) =>
    call.command.redirects.length > 0 && installs(call) ? requirementsOf(script, call) : [],
  );
  return all.filter((found) => found.length > 0);
});

/** Redirections that begin where a word ends and name a version: nobody writes to `=1.24`. */
function requirementsOf({ text }: Script, { command }: Call): readonly Requirement[] {
  const found: Requirement[] = [];
  const wordsByEnd = new Map(command.words.map((word) => [word.span.end, word]));
  for (const { operator, descriptor, target, span } of command.redirects) {
    if (descriptor !== undefined || target === undefined || !/^[<>]$/.test(operator)) continue;
    if (!/^=?\d[\w.*+!~=,-]*$/.test(target.text) || text.slice(span.start, span.end) !== operator + target.text)
      continue;
    const last = found.at(-1);
    if (last?.span.end === span.start) {
      found[found.length - 1] = { ...last, span: { start: last.span.start, end: span.end } };
      continue;
    }
    const word = wordsByEnd.get(span.start);
    if (word === undefined || !/^[A-Za-z0-9][\w.@/[\],-]*$/.test(word.text)) continue;
    found.push({ span: { start: word.span.start, end: span.end }, operator, file: target.text });
  }
  return found;
}

function report(script: RunScript, found: readonly Requirement[]): Report {
  const { text } = script;
  const [{ span, operator, file }] = found as readonly [Requirement];
  const written = text.text.slice(span.start, span.end);
  const name = written.slice(0, written.indexOf(operator));
  const effect =
    operator === '>'
      ? `\`${excerpt(name, 40)}\` is installed in any version, and the output goes into a file called \`${excerpt(file, 30)}\``
      : `it looks for a file called \`${excerpt(file, 30)}\` to read, and the RUN fails where there is none`;
  return {
    message:
      `The shell reads the \`${operator}\` of \`${excerpt(written, 50)}\` as a redirection: ${effect}. ` +
      `Quote it: \`"${excerpt(written, 50)}"\`.`,
    span: sourceSpan(text, span),
    fixes: [fixOf(script, found)],
  };
}

/** It is what was meant, and yet other versions than before may be installed. */
function fixOf(script: RunScript, found: readonly Requirement[]): ProposedFix {
  const edits = found.flatMap(({ span: { start, end } }) => [
    { span: { start, end: start }, text: '"' },
    { span: { start: end, end }, text: '"' },
  ]);
  return {
    title: found.length === 1 ? 'Quote the version' : 'Quote the versions',
    safety: 'unsafe',
    ...editedScript(script, edits),
  };
}
