import { findOpeners, type Opener } from './heredoc.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** A heredoc in an instruction that Docker reads none in: the lines of its body became instructions. */
export interface MisplacedHeredoc {
  /** As it stands in the file. */
  readonly instruction: Instruction;
  /** What it does: the trigger of an ONBUILD, else the instruction itself. */
  readonly inner: Instruction;
  readonly opener: Opener;
  /** What the builder reads as instructions: the lines of the body, and the delimiter. */
  readonly body: readonly Instruction[];
}

const takesNone: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** Every CMD, ENTRYPOINT and HEALTHCHECK CMD with a heredoc that a line further down closes. */
export function misplacedHeredocs(file: Dockerfile): readonly MisplacedHeredoc[] {
  const found: MisplacedHeredoc[] = [];
  for (let at = 0; at < file.instructions.length; at++) {
    const instruction = file.instructions[at]!;
    const inner = instruction.trigger ?? instruction;
    if (!takesNone.has(inner.keyword) || inner.command?.form !== 'shell') continue;
    const [opener] = findOpeners(inner.args);
    const close = opener && closingInstruction(file, opener, at + 1);
    if (opener === undefined || close === undefined) continue;
    found.push({ instruction, inner, opener, body: file.instructions.slice(at + 1, close + 1) });
    at = close;
  }
  return found;
}

/** Longer bodies are not looked through. */
const mostLines = 500;

/** The instruction whose first line is the delimiter; a FROM in between says that none was meant. */
function closingInstruction(file: Dockerfile, { name, chomp }: Opener, first: number): number | undefined {
  const { text } = file.source;
  for (let at = first; at < Math.min(file.instructions.length, first + mostLines); at++) {
    const instruction = file.instructions[at]!;
    if (instruction.keyword === 'FROM') return undefined;
    const lineStart = file.source.lineStarts[instruction.startLine - 1] ?? 0;
    const line = /^[^\r\n]*/.exec(text.slice(lineStart, lineStart + name.length + 100))?.[0] ?? '';
    if ((chomp ? line.replace(/^\t+/, '') : line) === name) return at;
  }
  return undefined;
}
