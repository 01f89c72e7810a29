import type { Assignment, Command, CommandNode, PipelineNode, Redirection, Statement, Word } from 'unbash';
import { memo } from '../text/memo.ts';
import type { Span } from '../text/span.ts';
import type { Script } from './parse.ts';
import { spanAt, walk, type Context, type Place } from './walk.ts';
import { literalValue, type ShellWord } from './words.ts';

/** A command with its words: no `if`, no loop, no group. */
export interface SimpleCommand {
  /** The first word's literal value; undefined when there is none (only assignments or redirections) or it expands. */
  readonly name: string | undefined;
  /** The name first. An argument that looks like an assignment (`export A=1`) is a word too. */
  readonly words: readonly ShellWord[];
  /** Those in front of the name. */
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
  /** The innermost construct around it; `list` at the script's top level. */
  readonly within: Context;
  /** All constructs around it, outermost first; empty at the top level. */
  readonly nesting: readonly Context[];
  /** Runs in the background, itself or as part of a construct. */
  readonly background: boolean;
}

export interface ShellAssignment {
  readonly name: string;
  /** undefined for an array. */
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `>&`, `&>`, `<<`, `<<<` … */
  readonly operator: string;
  /** The number in front of the operator: 2 in `2>`. */
  readonly descriptor: number | undefined;
  /** undefined for here-documents. */
  readonly target: ShellWord | undefined;
  readonly span: Span;
}

/** One pipeline of the list that a script consists of. */
export interface ListItem {
  /** The simple commands of the pipeline; those inside a compound member are not among them. */
  readonly commands: readonly SimpleCommand[];
  /** Whether a member is a compound command (`if`, `{ }`, `( )`, a loop, `[[ ]]`, a function). */
  readonly compound: boolean;
  /** `! pipeline`. */
  readonly negated: boolean;
  readonly span: Span;
  /** What stands behind it; undefined for the last one. */
  readonly operator: ListOperator | undefined;
  readonly operatorSpan: Span | undefined;
}

export type ListOperator = '&&' | '||' | ';' | '&' | 'newline';

/** The list the script consists of, `&&` and `||` chains flattened, in order. Empty for a script that is not valid. */
export const topLevel: (script: Script) => readonly ListItem[] = memo((script) => readList(script, script.statements));

/** The same, of the list inside where one pair of parentheses or braces holds the whole script: `(a; b; c)`. */
export const innerLevel: (script: Script) => readonly ListItem[] = memo((script) => {
  let list = script.statements;
  for (let inner = heldBy(list); inner !== undefined; inner = heldBy(list)) list = inner;
  return readList(script, list);
});

function heldBy([only, ...others]: readonly Statement[]): readonly Statement[] | undefined {
  if (only === undefined || others.length > 0 || only.background === true) return undefined;
  const { command } = only;
  return command.type === 'Subshell' || command.type === 'BraceGroup' ? command.body.commands : undefined;
}

function readList(script: Script, statements: readonly Statement[]): readonly ListItem[] {
  return statements.flatMap((statement, index) => {
    const following = separator(script.text, statement, statements[index + 1]);
    const { command } = statement;
    if (command.type !== 'AndOr') return [listItem(script, command, statement, following)];
    return command.commands.map((member, at) => {
      const operator = command.operators[at];
      const next = command.commands[at + 1];
      if (operator === undefined || next === undefined) return listItem(script, member, statement, following);
      const start = script.text.indexOf(operator, member.end);
      const found = start >= 0 && start < next.pos;
      return listItem(script, member, statement, { operator, span: found ? { start, end: start + 2 } : undefined });
    });
  });
}

/** Every simple command, those in compound commands, functions and substitutions too, in source order. */
export const allCommands: (script: Script) => readonly SimpleCommand[] = memo((script) => [
  ...commandsByNode(script).values(),
]);

/** The same by the node that each was read from: the list of a script and all of its commands have most in common. */
const commandsByNode: (script: Script) => ReadonlyMap<Command, SimpleCommand> = memo((script) => {
  const found = new Map<Command, SimpleCommand>();
  walk(script, (node, place) => {
    if (node.type === 'Command') found.set(node, simpleCommand(node, place));
    return true;
  });
  return found;
});

interface Following {
  readonly operator: ListOperator | undefined;
  readonly span: Span | undefined;
}

function separator(text: string, statement: Statement, next: Statement | undefined): Following {
  if (statement.background === true) return { operator: '&', span: { start: statement.end - 1, end: statement.end } };
  const gap = text.slice(statement.end, next?.pos);
  const blanks = /^(?:[ \t]|\\\n)*/.exec(gap)?.[0].length ?? 0;
  const start = statement.end + blanks;
  if (gap[blanks] === ';') return { operator: ';', span: { start, end: start + 1 } };
  if (next === undefined) return { operator: undefined, span: undefined };
  const lineBreak = text.indexOf('\n', statement.end);
  const found = lineBreak >= 0 && lineBreak < next.pos;
  return { operator: 'newline', span: found ? { start: lineBreak, end: lineBreak + 1 } : undefined };
}

function listItem(script: Script, node: PipelineNode, statement: Statement, following: Following): ListItem {
  const members: readonly CommandNode[] = node.type === 'Pipeline' ? node.commands : [node];
  const known = commandsByNode(script);
  const simple = members.flatMap((member) => (member.type === 'Command' ? (known.get(member) ?? []) : []));
  const negations = node.type === 'Pipeline' ? node.prefixes.filter((prefix) => prefix.type === 'Negation').length : 0;
  return {
    commands: simple,
    compound: simple.length < members.length,
    negated: negations % 2 === 1,
    span: { start: node.pos, end: node.end },
    operator: following.operator,
    operatorSpan: following.span,
  };
}

function simpleCommand(node: Command, place: Place): SimpleCommand {
  const words = [node.name, ...node.args].filter((word) => word !== undefined).map((word) => shellWord(word, place));
  return {
    name: words[0]?.value,
    words,
    assignments: node.prefix.filter((item) => item.type === 'Assignment').map((item) => assignment(item, place)),
    redirects: node.redirects.map((item) => redirect(item, place)),
    span: spanAt(node, place),
    within: place.nesting.at(-1) ?? 'list',
    nesting: place.nesting,
    background: place.background,
  };
}

function shellWord(word: Word | Assignment, place: Place): ShellWord {
  const span = spanAt(word, place);
  if (word.type === 'Word') return { text: word.text, value: literalValue(word), span };
  const value = word.value.type === 'Word' && word.index === undefined ? literalValue(word.value) : undefined;
  const prefix = `${word.name}${word.append === true ? '+' : ''}=`;
  return { text: word.text, value: value === undefined ? undefined : prefix + value, span };
}

function assignment(node: Assignment, place: Place): ShellAssignment {
  const value = node.value.type === 'Word' ? shellWord(node.value, place) : undefined;
  return { name: node.name, value, span: spanAt(node, place) };
}

function redirect(node: Redirection, place: Place): ShellRedirect {
  const { descriptor } = node;
  return {
    operator: node.operator,
    descriptor: descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined,
    target: node.type === 'HereDoc' || node.target === undefined ? undefined : shellWord(node.target, place),
    span: spanAt(node, place),
  };
}
