import type { Dockerfile, Problem } from '../dockerfile/model.ts';
import type { Finding } from '../lint/finding.ts';
import { positionAt } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { count } from './count.ts';

/** Stands where a finding names its rule; it has no page of ours. */
export const refusalRule = 'dockerfile-syntax';

/**
 * The first line that Docker refuses to build, as a finding. Only the first: Docker stops there, and one slip (a heredoc
 * after CMD) makes every line below an unknown instruction. undefined when it builds, or a rule tells of that line.
 */
export function refusalOf(file: Dockerfile, findings: readonly Finding[]): Finding | undefined {
  const refused = file.problems.filter(({ severity }) => severity === 'error');
  const [first, ...more] = [...refused].sort((a, b) => a.span.start - b.span.start);
  if (first === undefined) return undefined;
  const told = findings.some(({ severity, span }) => severity === 'error' && samePlace(file, first, span));
  if (told) return undefined;
  const rest = more.length === 0 ? '' : ` The check run lists ${count(more.length, 'more line')} like this.`;
  const message = `Docker refuses to build this line: ${first.message}.${rest}`;
  return { rule: refusalRule, aliases: [], severity: 'error', message, span: first.span, fixes: [] };
}

/**
 * On one line, or in one instruction of several lines: Docker may point at another of them than a rule does. An unknown
 * line right below an instruction with an error (a heredoc behind CMD) is what that error leads to.
 */
function samePlace({ source, instructions }: Dockerfile, { span: refused, message }: Problem, said: Span): boolean {
  const lineOf = ({ start }: Span): number => positionAt(source, start).line;
  if (lineOf(said) === lineOf(refused)) return true;
  const at = instructions.findIndex(({ span }) => span.start <= refused.start && refused.start < span.end);
  const above = message.startsWith('unknown instruction') ? instructions[at - 1] : undefined;
  return [instructions[at], above].some((one) => one && one.span.start <= said.start && said.start < one.span.end);
}
