import type { Dockerfile, Problem } from '../dockerfile/model.ts';
import type { Finding } from '../lint/finding.ts';
import { positionAt } from '../text/source.ts';
import { count } from './count.ts';

/** Stands where a finding names its rule; it has no page of ours. */
export const refusalRule = 'dockerfile-syntax';

/**
 * The first line that Docker refuses to build, as a finding. Only the first: Docker stops there, and one slip (a heredoc
 * after CMD) makes every line below an unknown instruction. undefined when it builds, or a rule tells of that line.
 */
export function refusalOf({ source, problems }: Dockerfile, findings: readonly Finding[]): Finding | undefined {
  const refused = problems.filter(({ severity }) => severity === 'error');
  const [first, ...more] = [...refused].sort((a, b) => a.span.start - b.span.start);
  if (first === undefined) return undefined;
  const lineOf = ({ span }: Pick<Problem, 'span'>): number => positionAt(source, span.start).line;
  const told = findings.some((finding) => finding.severity === 'error' && lineOf(finding) === lineOf(first));
  if (told) return undefined;
  const rest = more.length === 0 ? '' : ` The check run lists ${count(more.length, 'more line')} like this.`;
  const message = `Docker refuses to build this line: ${first.message}.${rest}`;
  return { rule: refusalRule, aliases: [], severity: 'error', message, span: first.span, fixes: [] };
}
