import { forEachChild, type CommandExpansionPart, type SyntaxNode } from 'unbash';
import type { Span } from '../text/span.ts';
import type { Script } from './parse.ts';

/** The construct that a command stands in. `condition` covers the test and the branches of `if`; `loop` those of while, until, for, select. */
export type Context =
  'list' | 'pipeline' | 'subshell' | 'group' | 'condition' | 'loop' | 'function' | 'case' | 'substitution';

/** Where a node stands. */
export interface Place {
  /** Enclosing constructs, outermost first. */
  readonly nesting: readonly Context[];
  /** Inside double quotes or a here-document's body. */
  readonly quoted: boolean;
  /** Runs in the background (`&`), itself or a construct around it. */
  readonly background: boolean;
  /**
   * Set inside a backtick substitution that holds escapes: its nodes count in a decoded copy of the text,
   * so the only honest position is the whole substitution's.
   */
  readonly substitution: Span | undefined;
}

/** Return false to leave the node's children out. */
type Visit = (node: SyntaxNode, place: Place) => boolean;

const outside: Place = { nesting: [], quoted: false, background: false, substitution: undefined };

/** Visit every node in source order, those inside command substitutions included. */
export function walk(script: Script, visit: Visit): void {
  for (const statement of script.statements) visitNode(statement, outside, visit);
}

/** A node's range in the script's text. */
export function spanAt(node: { readonly pos: number; readonly end: number }, place: Place): Span {
  return place.substitution ?? { start: node.pos, end: node.end };
}

function visitNode(node: SyntaxNode, place: Place, visit: Visit): void {
  if (!visit(node, place)) return;
  if (
    node.type === 'CommandExpansion' ||
    node.type === 'ProcessSubstitution' ||
    node.type === 'ArithmeticCommandExpansion'
  ) {
    visitSubstitution(node, place, visit);
    return;
  }
  const inner = placeInside(node, place);
  forEachChild(node, (child) => {
    visitNode(child, inner, visit);
  });
}

type Substitution = Pick<CommandExpansionPart, 'pos' | 'end' | 'script'>;

function visitSubstitution(node: Substitution, place: Place, visit: Visit): void {
  if (node.script === undefined) return;
  const decoded = node.script.source === undefined ? undefined : spanAt(node, place);
  const inner: Place = {
    nesting: [...place.nesting, 'substitution'],
    quoted: false,
    background: place.background,
    substitution: place.substitution ?? decoded,
  };
  for (const statement of node.script.commands) visitNode(statement, inner, visit);
}

function placeInside(node: SyntaxNode, place: Place): Place {
  const context = contextOf(node);
  if (context !== undefined) return { ...place, nesting: [...place.nesting, context] };
  if (node.type === 'DoubleQuoted' || node.type === 'LocaleString' || node.type === 'HereDocBody')
    return { ...place, quoted: true };
  if (node.type === 'Statement' && node.background === true) return { ...place, background: true };
  return place;
}

function contextOf(node: SyntaxNode): Context | undefined {
  switch (node.type) {
    case 'Pipeline':
      return node.commands.length > 1 ? 'pipeline' : undefined;
    case 'Subshell':
      return 'subshell';
    case 'BraceGroup':
    case 'Coproc':
      return 'group';
    case 'If':
      return 'condition';
    case 'While':
    case 'For':
    case 'Select':
    case 'ArithmeticFor':
      return 'loop';
    case 'Function':
      return 'function';
    case 'Case':
      return 'case';
    default:
      return undefined;
  }
}
