import type { SyntaxNode } from 'unbash';
import type { Span } from '../text/span.ts';
import type { Script } from './parse.ts';
import { builtinsMissingInDash } from './vocabulary.ts';
import { spanAt, walk } from './walk.ts';
import { literalValue } from './words.ts';

/** Something in a script that Bash understands and dash does not. */
export interface Bashism {
  /** The construct as people write it: `[[ ]]`, `source`. */
  readonly construct: string;
  readonly span: Span;
}

/** What in the script needs Bash: dash (`/bin/sh` of Debian and Ubuntu) fails on it or silently reads it otherwise. */
export function bashisms(script: Script): readonly Bashism[] {
  const found: Bashism[] = [];
  walk(script, (node, place) => {
    const construct = bashConstruct(node);
    if (construct !== undefined) found.push({ construct, span: spanAt(node, place) });
    return true;
  });
  return found;
}

const constructs: Partial<Record<SyntaxNode['type'], string>> = {
  TestCommand: '[[ ]]',
  ArithmeticCommand: '(( ))',
  ArithmeticFor: 'for (( ))',
  ArrayValue: 'name=(…)',
  HereString: '<<<',
  ProcessSubstitution: '<( )',
  BraceExpansion: '{a,b}',
  ExtendedGlob: '@( )',
  AnsiCQuoted: "$'…'",
  LocaleString: '$"…"',
  Coproc: 'coproc',
  Select: 'select',
  Replace: '${name/a/b}',
  Slice: '${name:1:2}',
  CaseModification: '${name^^}',
  Transform: '${name@Q}',
  Names: '${!name@}',
};

function bashConstruct(node: SyntaxNode): string | undefined {
  const construct = constructs[node.type];
  if (construct !== undefined) return construct;
  if (node.type === 'Redirect' && node.operator.startsWith('&>')) return node.operator;
  if (node.type === 'Pipeline' && node.operators.includes('|&')) return '|&';
  if (node.type === 'Assignment' && node.append === true) return 'name+=';
  if (node.type !== 'Command' || node.name === undefined) return undefined;
  const name = literalValue(node.name);
  return name !== undefined && builtinsMissingInDash.has(name) ? name : undefined;
}
