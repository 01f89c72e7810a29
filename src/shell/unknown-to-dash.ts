import type { TextEdit } from '../text/edit.ts';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import { isEditable } from './calls.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import { bashisms } from './dialect.ts';
import type { Script } from './parse.ts';
import { walk } from './walk.ts';

/** A part of a script that dash does not read as Bash does. What dash makes of it was measured with dash 0.5.12. */
export interface UnknownToDash {
  readonly span: Span;
  /** Continues "dash …". */
  readonly effect: string;
  /** What means the same to both, in words. */
  readonly instead: string | undefined;
  /** The same as edits of the script. */
  readonly edits: readonly TextEdit[];
  /** `silent`: the script goes on with something else than written; `text`: only what is printed differs. */
  readonly outcome: 'fails' | 'silent' | 'text';
  /** ShellCheck's code. */
  readonly code: string;
}

type Finding = Pick<UnknownToDash, 'effect' | 'instead' | 'outcome' | 'code'>;

const syntax = (code: string): Finding => ({
  effect: 'stops at it with a syntax error, before it runs anything',
  instead: undefined,
  outcome: 'fails',
  code,
});

const substitution = (code: string): Finding => ({
  effect: 'stops at it with `Bad substitution`',
  instead: undefined,
  outcome: 'fails',
  code,
});

const builtin = (name: string, code: string, instead?: string): Finding => ({
  effect: `has no such builtin: \`${name}: not found\``,
  instead,
  outcome: 'fails',
  code,
});

/** What `bashisms` calls a construct, and what dash does with it. `(( ))` is left out: to dash it is two subshells. */
const constructs: Readonly<Record<string, Finding>> = {
  '[[ ]]': {
    effect: 'looks for a program called `[[`, finds none, and takes that for false',
    instead: '`[ … ]` compares with `=`',
    outcome: 'silent',
    code: 'SC3010',
  },
  "$'…'": { effect: 'leaves `$` and backslashes in the word', instead: undefined, outcome: 'silent', code: 'SC3003' },
  '<<<': syntax('SC3011'),
  '<( )': syntax('SC3001'),
  'for (( ))': syntax('SC3005'),
  'name=(…)': syntax('SC3030'),
  '|&': { ...syntax('SC3029'), instead: '`2>&1 |`' },
  'name+=': { effect: 'takes it for the name of a program', instead: undefined, outcome: 'fails', code: 'SC3024' },
  '${name/a/b}': substitution('SC3060'),
  '${name:1:2}': substitution('SC3057'),
  '${name^^}': substitution('SC3059'),
  source: builtin('source', 'SC3046', '`.` does the same'),
  pushd: builtin('pushd', 'SC3044', '`cd` in a subshell, `( … )`, comes back by itself'),
  popd: builtin('popd', 'SC3044', '`cd` in a subshell, `( … )`, comes back by itself'),
  shopt: builtin('shopt', 'SC3044'),
  declare: builtin('declare', 'SC3044'),
  typeset: builtin('typeset', 'SC3044'),
  let: builtin('let', 'SC3039'),
  mapfile: builtin('mapfile', 'SC3044'),
  readarray: builtin('readarray', 'SC3044'),
};

/** What every construct below has in it: most scripts have nothing of it, and need not be walked through. */
const mayDiffer =
  /\[\[|\$'|<<<|[<>]\(|\(\(|=\(|&>|\|&|\+=|\$\{\w+[/:^,]|echo\s+-|==|pipefail|\{[^\s{}]*(?:,|\.\.)|\b(?:source|pushd|popd|shopt|declare|typeset|let|mapfile|readarray)\b/;

/** What in a script dash does not understand, or silently reads otherwise; in source order. */
export const unknownToDash: (script: Script) => readonly UnknownToDash[] = memo((script) => {
  if (!mayDiffer.test(script.text)) return [];
  const found = [
    ...bashisms(script).flatMap(({ construct, span }) => fromConstruct(script, construct, span) ?? []),
    ...allCommands(script).flatMap((command) => fromCommand(script, command)),
    ...loopsOverBraces(script),
  ];
  return found.sort((one, other) => one.span.start - other.span.start);
});

function fromConstruct(script: Script, construct: string, span: Span): UnknownToDash | undefined {
  if (construct.startsWith('&>')) return ampersand(script, construct, span);
  const known = Object.hasOwn(constructs, construct) ? constructs[construct] : undefined;
  return known === undefined ? undefined : { ...known, span, edits: construct === 'source' ? dot(script, span) : [] };
}

/** `.` looks in PATH where the name has no slash, `source` in the working directory as well. */
function dot({ text }: Script, { start }: Span): readonly TextEdit[] {
  const match = /^source([ \t]+)(?:"?[$/~.]|[\w@.-]+\/)/.exec(text.slice(start, start + 200));
  return match === null ? [] : [{ span: { start, end: start + 'source'.length }, text: '.' }];
}

/** `&>file`: dash takes the `&` for itself. */
function ampersand({ text }: Script, operator: string, span: Span): UnknownToDash {
  const written = text.slice(span.start, span.end);
  const plain = operator === '&>' && /^&>\s*[\w./-]+$/.test(written);
  return {
    span,
    effect: 'starts the command in the background, goes on at once, and forgets its status',
    instead: '`>file 2>&1` writes both',
    outcome: 'silent',
    code: 'SC3020',
    edits: plain ? [{ span, text: `${written.slice(1)} 2>&1` }] : [],
  };
}

function fromCommand(script: Script, command: SimpleCommand): readonly UnknownToDash[] {
  const { name } = command;
  if (name === 'echo') return echoed(script, command);
  if (name === '[' || name === 'test') return compared(script, command);
  if (name === 'set') return options(command);
  return filePrograms.has(name ?? '') ? braced(command) : [];
}

/** Options as Bash's echo reads them. dash knows `-n` alone, and reads backslashes without being asked. */
function echoed(script: Script, { words, redirects, nesting }: SimpleCommand): readonly UnknownToDash[] {
  const [, option, next] = words;
  if (option === undefined || !/^-(?:e|ne|en)$/.test(option.text)) return [];
  const kept = redirects.some(({ operator, target }) => operator.startsWith('>') && !isNowhere(target?.value));
  const edits: readonly TextEdit[] =
    next === undefined || !isEditable(script, option)
      ? []
      : option.text === '-e'
        ? [{ span: { start: option.span.start, end: next.span.start }, text: '' }]
        : [{ span: option.span, text: '-n' }];
  return [
    {
      span: option.span,
      effect: `prints the \`${option.text}\` as text: its echo knows \`-n\` alone, and reads backslashes anyway`,
      instead: 'without it the text comes out as meant',
      outcome: (kept || nesting.includes('pipeline')) && !nesting.includes('substitution') ? 'silent' : 'text',
      code: 'SC3037',
      edits,
    },
  ];
}

/** Terminals, and what throws everything away. */
function isNowhere(target: string | undefined): boolean {
  return target !== undefined && /^(?:\/dev\/(?:null|stderr|stdout|tty)|[12])$/.test(target);
}

function compared(script: Script, { words }: SimpleCommand): readonly UnknownToDash[] {
  return words.slice(1).flatMap((word) => {
    if (word.text !== '==' || !isEditable(script, word)) return [];
    return [
      {
        span: word.span,
        effect: 'ends the test with `unexpected operator`, and takes that for false',
        instead: '`=` compares',
        outcome: 'silent' as const,
        code: 'SC3014',
        edits: [{ span: word.span, text: '=' }],
      },
    ];
  });
}

/** `set -o pipefail`, `set -euxo pipefail`. */
function options({ words, span }: SimpleCommand): readonly UnknownToDash[] {
  const at = words.findIndex(({ text }) => text === 'pipefail');
  if (at < 2 || !/^-\w*o$/.test(words[at - 1]?.text ?? '')) return [];
  const effect = 'has no pipefail: `set: Illegal option -o pipefail` ends the script';
  return [{ span, effect, instead: undefined, outcome: 'fails', code: 'SC3040', edits: [] }];
}

/** Programs that know no braces themselves; curl does, and those that take patterns. */
const filePrograms: ReadonlySet<string> = new Set(
  'cat chgrp chmod chown cp install ln ls mkdir mv rm rmdir touch'.split(' '),
);

const braces = /\{[^{}\s'"$]*(?:,|\.\.)[^{}\s'"]*\}/;

const literally: Finding = {
  effect: 'does not expand braces: the name is literally this',
  instead: 'name each',
  outcome: 'silent',
  code: 'SC3009',
};

function braced({ words }: SimpleCommand): readonly UnknownToDash[] {
  const word = words.find(({ text, value }) => value === undefined && braces.test(text) && !/['"\\]/.test(text));
  return word === undefined ? [] : [{ ...literally, span: word.span, edits: [] }];
}

/** `for i in {1..5}`. */
function loopsOverBraces(script: Script): readonly UnknownToDash[] {
  const found: UnknownToDash[] = [];
  walk(script, (node, place) => {
    if (node.type !== 'For' || place.substitution !== undefined) return true;
    const word = node.wordlist?.find(({ text }) => /^\{[\w-]+\.\.[\w-]+\}$/.test(text));
    if (word !== undefined)
      found.push({
        ...literally,
        effect: 'does not expand braces: the loop runs once, with this text',
        instead: '`$(seq 1 5)` counts',
        span: { start: word.pos, end: word.end },
        edits: [],
      });
    return true;
  });
  return found;
}
