import type { CommandNode, SyntaxNode } from 'unbash';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import { allCommands, type SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { walk, type Context } from './walk.ts';

/** Two or more commands joined by `|`. */
export interface Pipeline {
  /** undefined for a compound member (`{ }`, `( )`, a loop). */
  readonly members: readonly (SimpleCommand | undefined)[];
  readonly span: Span;
  /** The constructs around it, outermost first. */
  readonly nesting: readonly Context[];
  /** Its status is asked for: the test of `if` or `while`, in front of `||`, behind `!`. */
  readonly tested: boolean;
  readonly background: boolean;
}

/** Every pipeline of the script, in source order; those inside backticks that hold escapes, which have no place of their own, left out. */
export const pipelinesOf: (script: Script) => readonly Pipeline[] = memo(findPipelines);

function findPipelines(script: Script): readonly Pipeline[] {
  if (!script.text.includes('|')) return [];
  const found: Pipeline[] = [];
  const commands = new Map(allCommands(script).map((command) => [command.span.start, command]));
  const memberOf = (member: CommandNode): SimpleCommand | undefined =>
    member.type === 'Command' ? commands.get(member.pos) : undefined;
  // Nodes come parents first, in source order: a test that ends behind a node and was met before it is around it.
  let testedUntil = 0;
  walk(script, (node, place) => {
    testedUntil = Math.max(testedUntil, endOfTest(node));
    if (node.type !== 'Pipeline' || node.commands.length < 2 || place.substitution !== undefined) return true;
    found.push({
      members: node.commands.map(memberOf),
      span: { start: node.pos, end: node.end },
      nesting: place.nesting,
      tested: node.end <= testedUntil || node.prefixes.some(({ type }) => type === 'Negation'),
      background: place.background,
    });
    return true;
  });
  return found;
}

/** Where the part of a construct ends whose status decides what runs next, apart from `&&`; 0 without one. */
function endOfTest(node: SyntaxNode): number {
  if (node.type === 'If' || node.type === 'Elif' || node.type === 'While') return node.clause.end;
  if (node.type !== 'AndOr') return 0;
  return node.commands[node.operators.lastIndexOf('||')]?.end ?? 0;
}
