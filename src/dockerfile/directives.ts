import type { Source } from '../text/source.ts';
import { skipBlanks } from './blanks.ts';
import { countLines, lineSpan } from './lines.ts';
import type { Directive, Dockerfile, Problem } from './model.ts';

/** What the head of a file says about how to read the rest. */
export interface Head {
  readonly directives: readonly Directive[];
  readonly escape: Dockerfile['escape'];
  readonly problems: readonly Problem[];
  /** Index of the first line after the directives. */
  readonly next: number;
}

const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(.+?)[\t\n\f\r ]*$/;
const KNOWN: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);

/** Read parser directives. The first line that is none, were it an empty one or a comment, ends them. */
export function readDirectives(source: Source): Head {
  const directives: Directive[] = [];
  const problems: Problem[] = [];
  let escape: Dockerfile['escape'] = '\\';
  let next = 0;
  for (const count = countLines(source); next < count; next++) {
    const directive = directiveAt(source, next);
    if (directive === undefined) break;
    const { name, value, span } = directive;
    if (directives.some((earlier) => earlier.name === name)) {
      problems.push({ message: `only one ${name} parser directive can be used`, span, severity: 'error' });
      continue;
    }
    directives.push(directive);
    if (name !== 'escape') continue;
    if (value === '\\' || value === '`') escape = value;
    else {
      const message = `invalid escape token '${value}' does not match \` or \\`;
      problems.push({ message, span, severity: 'error' });
    }
  }
  return { directives, escape, problems, next };
}

function directiveAt(source: Source, index: number): Directive | undefined {
  const line = lineSpan(source, index);
  const start = skipBlanks(source.text, line.start, line.end);
  if (source.text[start] !== '#' || start >= line.end) return undefined;
  const from = skipBlanks(source.text, start + 1, line.end);
  if (line.end - from > LONGEST) return undefined;
  const match = DIRECTIVE.exec(source.text.slice(from, line.end));
  const name = match?.[1]?.toLowerCase();
  const value = match?.[2];
  if (name === undefined || value === undefined || !KNOWN.has(name)) return undefined;
  return { name, value, line: index + 1, span: { start, end: line.end } };
}

/** Bounds the work of the lazy match above; no image reference or list of checks comes near. */
const LONGEST = 10_000;
