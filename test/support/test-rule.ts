import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import type { LintConfig } from '../../src/lint/config.ts';
import type { Finding, Severity } from '../../src/lint/finding.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { lint, type LintResult } from '../../src/lint/lint.ts';
import { noFacts, type Facts, type Rule } from '../../src/lint/rule.ts';
import { createSource, positionAt, textOf } from '../../src/text/source.ts';
import { repository, type Files } from './repository.ts';

interface Given {
  readonly name?: string;
  readonly code: string;
  readonly options?: unknown;
  readonly facts?: Facts;
  /** Files of the repository; facts of them and of the official images. */
  readonly files?: Files;
  /** The Dockerfile's own place in it. Left out: `Dockerfile`. */
  readonly path?: string;
}

export interface ExpectedFinding {
  /** The exact source text the finding points at, or the line (from 1) it begins in. */
  readonly at: string | { readonly line: number };
  /** Left out: the rule's own. */
  readonly severity?: Severity;
  /** A part of the message. */
  readonly message?: string;
  /** Left out: not compared. */
  readonly aliases?: readonly string[];
}

export interface InvalidCase extends Given {
  readonly findings: readonly ExpectedFinding[];
  /** The text after all safe fixes. Must be given if and only if one is offered. */
  readonly safe?: string;
  /** The text after all unsafe and safe fixes. Must be given if and only if an unsafe one is offered. */
  readonly unsafe?: string;
  /** A part of the reason why verification drops a proposed fix. Left out: every proposed fix must stand. */
  readonly rejects?: string;
}

export interface RuleCases {
  readonly valid: readonly (string | Given)[];
  readonly invalid: readonly InvalidCase[];
}

/**
 * One test per case. A valid case yields nothing. An invalid one yields exactly the findings, in file order, and
 * fixing it gives exactly the texts; what the author forgot to say (a fix without its result) fails.
 */
export function testRule(rule: Rule, { valid, invalid }: RuleCases): void {
  const all = [...valid.map(toGiven), ...invalid];
  describe(rule.id, () => {
    test('has valid and invalid cases, each of them once', () => {
      expect(valid.length, 'a rule needs cases where it stays silent').toBeGreaterThan(0);
      expect(invalid.length, 'a rule needs cases where it speaks').toBeGreaterThan(0);
      const keys = all.map(({ code, options, facts, files, path }) =>
        JSON.stringify([code, options, facts === undefined, files, path]),
      );
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    });
    describe('silent', () => {
      for (const given of valid.map(toGiven)) {
        test(given.name ?? given.code, () => {
          expect(run(rule, given).findings.map(({ message }) => message)).toEqual([]);
        });
      }
    });
    describe('speaks', () => {
      for (const one of invalid) {
        test(one.name ?? one.code, () => {
          const result = run(rule, one);
          compareFindings(rule, one, result.findings);
          compareRejections(one, result);
          compareFixes(rule, one, result.findings);
        });
      }
    });
  });
}

function toGiven(given: string | Given): Given {
  return typeof given === 'string' ? { code: given } : given;
}

/** A rule that is off by default is turned on as a warning. */
function configFor(rule: Rule, options: unknown): LintConfig {
  return { rules: { [rule.id]: { severity: rule.severity === 'off' ? 'warning' : undefined, options } } };
}

function factsFor({ facts, files }: Given): Facts {
  return facts ?? (files === undefined ? noFacts : repository(files));
}

function run(rule: Rule, given: Given): LintResult {
  const { code, options, path = 'Dockerfile' } = given;
  const result = lint(parse(path, code), [rule], configFor(rule, options), factsFor(given));
  for (const { error } of result.failures) throw error;
  return result;
}

function compareFindings(rule: Rule, { code, findings }: InvalidCase, found: readonly Finding[]): void {
  expect(findings.length, 'an invalid case names its findings').toBeGreaterThan(0);
  const source = createSource('Dockerfile', code);
  const own = rule.severity === 'off' ? 'warning' : rule.severity;
  const actual = found.map((finding, index) => {
    const byLine = typeof findings[index]?.at === 'object';
    const at = byLine ? { line: positionAt(source, finding.span.start).line } : textOf(source, finding.span);
    return { at, severity: finding.severity };
  });
  expect(actual).toEqual(findings.map(({ at, severity = own }) => ({ at, severity })));
  findings.forEach(({ message, aliases }, index) => {
    if (message !== undefined) expect(found[index]!.message).toContain(message);
    if (aliases !== undefined) expect(found[index]!.aliases).toEqual(aliases);
  });
}

function compareRejections({ rejects }: InvalidCase, { rejected }: LintResult): void {
  const reasons = rejected.map(({ title, reason }) => `${title}: ${reason}`);
  if (rejects === undefined) expect(reasons, 'a proposed fix does not stand verification').toEqual([]);
  else expect(reasons.join('\n')).toContain(rejects);
}

const trust = { none: 0, display: 0, unsafe: 1, safe: 2 };

function compareFixes(rule: Rule, one: InvalidCase, found: readonly Finding[]): void {
  const fixes = found.flatMap((finding) => finding.fixes);
  for (const fix of fixes)
    expect(trust[fix.safety], 'a fix claims more than its rule').toBeLessThanOrEqual(trust[rule.fix]);
  const offers = (safety: string): boolean => fixes.some((fix) => fix.safety === safety);
  expect(one.safe !== undefined, 'give `safe` if and only if a safe fix is offered').toBe(offers('safe'));
  expect(one.unsafe !== undefined, 'give `unsafe` if and only if an unsafe fix is offered').toBe(offers('unsafe'));
  if (one.safe !== undefined) expect(settle(rule, one, 'safe')).toBe(one.safe);
  if (one.unsafe !== undefined) expect(settle(rule, one, 'unsafe')).toBe(one.unsafe);
}

function settle(rule: Rule, given: Given, level: 'safe' | 'unsafe'): string {
  const { code, options, path = 'Dockerfile' } = given;
  const fix = (text: string): string =>
    fixAll(path, text, [rule], configFor(rule, options), factsFor(given), level).text;
  const fixed = fix(code);
  expect(fix(fixed), 'fixing does not settle').toBe(fixed);
  return fixed;
}
