import type { Finding, Severity } from '../lint/finding.ts';

const order: readonly Severity[] = ['error', 'warning', 'info'];
const nouns: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "2 errors, 1 warning and 3 notes"; empty when there is none. */
export function countFindings(findings: readonly Finding[]): string {
  const parts = order.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [count(number, nouns[severity])];
  });
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}
