import { parse } from '../../src/dockerfile/parse.ts';
import { imageFacts } from '../../src/jobs/facts.ts';
import { everyRuleOn } from '../../src/lint/config.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { lint } from '../../src/lint/lint.ts';
import { ranOutOfBudget } from '../../src/lint/verify.ts';
import { rules } from '../../src/rules/index.ts';
import { applyEdits } from '../../src/text/edit.ts';

/** Every rule on, also those that are off by default. */
const everything = everyRuleOn(rules);

/** What a text did, and the laws it broke, in words. */
export interface Verdict {
  readonly findings: number;
  readonly fixes: number;
  readonly broken: readonly string[];
  /** Milliseconds of processor time that parsing and linting took, every offered fix proven. */
  readonly milliseconds: number;
}

/** Milliseconds of processor time for one more lint of a text, the least of three: a single one may have had to collect garbage. */
export function timeOf(text: string): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    lint(parse('Dockerfile', text), rules, everything, imageFacts);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Hold a text against the laws: nothing throws, every finding lies in the file, every fix leaves a file that parses, fixing settles. */
export function judge(text: string): Verdict {
  const broken: string[] = [];
  const start = process.cpuUsage();
  let findings = 0;
  let fixes = 0;
  let milliseconds = 0;
  try {
    const result = lint(parse('Dockerfile', text), rules, everything, imageFacts);
    const { user, system } = process.cpuUsage(start);
    milliseconds = (user + system) / 1000;
    for (const { rule, error } of result.failures) broken.push(`${rule} fails: ${String(error)}`);
    for (const { rule, span, fixes: offered } of result.findings) {
      findings++;
      if (!(0 <= span.start && span.start <= span.end && span.end <= text.length))
        broken.push(`${rule} points outside the file: ${span.start}..${span.end}`);
      for (const { edits } of offered) {
        fixes++;
        if (problems(applyEdits(text, edits)) > problems(text)) broken.push(`a fix of ${rule} does not parse`);
      }
    }
    if (!ranOutOfBudget(result.rejected)) for (const level of ['safe', 'unsafe'] as const) settle(text, level, broken);
  } catch (error) {
    broken.push(`throws: ${String(error)}`);
  }
  return { findings, fixes, broken, milliseconds };
}

/** fix(fix(x)) = fix(x), and no new problem; `fixAll` itself throws beyond ten passes. */
function settle(text: string, level: 'safe' | 'unsafe', broken: string[]): void {
  const fix = (of: string): string => fixAll('Dockerfile', of, rules, everything, imageFacts, level).text;
  const fixed = fix(text);
  if (fixed === text) return;
  if (problems(fixed) > problems(text)) broken.push(`all ${level} fixes together do not parse`);
  if (fix(fixed) !== fixed) broken.push(`${level} fixes do not settle`);
}

function problems(text: string): number {
  return parse('Dockerfile', text).problems.length;
}
