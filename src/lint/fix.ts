import { parse } from '../dockerfile/parse.ts';
import { applyEdits, conflicts, spanAfter, type TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { LintConfig } from './config.ts';
import type { Finding, Fix } from './finding.ts';
import { lint } from './lint.ts';
import type { Facts, Rule } from './rule.ts';
import { ranOutOfBudget } from './verify.ts';

export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
  readonly safety: Fix['safety'];
}

export interface FixResult {
  readonly text: string;
  /** In the order they were made. */
  readonly applied: readonly AppliedFix[];
  /** How often the text was changed. */
  readonly passes: number;
}

/** Which findings to fix: of those that begin in one of the regions, whatever `takes` says. Regions move with the fixes. */
export interface Selection {
  readonly regions: readonly Span[];
  readonly takes: (finding: Finding) => boolean;
}

/** A sane set of rules settles in two or three passes; more than this and two rules undo each other. */
const mostPasses = 10;

/**
 * Make every proven fix of at least the wanted safety, and lint again, until nothing is left. With `only`, just those
 * of the selected findings.
 * Throws when the rules do not settle: that is a bug of ours, not of the author of the file.
 */
export function fixAll(
  path: string,
  text: string,
  rules: readonly Rule[],
  config: LintConfig,
  facts: Facts,
  level: 'safe' | 'unsafe',
  only?: Selection,
): FixResult {
  const applied: AppliedFix[] = [];
  let now = text;
  let regions = only?.regions;
  for (let passes = 0; ; passes++) {
    const { findings, rejected } = lint(parse(path, now), rules, config, facts);
    const wanted = findings.filter((finding) => isIn(regions, finding) && only?.takes(finding) !== false);
    const chosen = chooseFixes(wanted, level);
    if (chosen.length === 0) return { text: now, applied, passes };
    if (passes === mostPasses) {
      if (ranOutOfBudget(rejected)) return { text: now, applied, passes };
      throw new Error(
        `${path} does not settle: after ${passes} passes ${chosen.map(({ rule }) => rule).join(', ')} still fix`,
      );
    }
    const made = makeTogether(path, now, chosen);
    applied.push(...made.chosen.map(({ rule, fix }) => ({ rule, title: fix.title, safety: fix.safety })));
    now = made.text;
    const edits = made.chosen.flatMap(({ fix }) => fix.edits);
    regions = regions?.map((region) => spanAfter(region, edits));
  }
}

function isIn(regions: readonly Span[] | undefined, { span }: Finding): boolean {
  return regions?.some(({ start, end }) => start <= span.start && span.start < end) !== false;
}

interface Chosen {
  readonly rule: string;
  readonly fix: Fix;
}

/** One fix a finding; of overlapping ones the first in file order wins whole, equal edits are one. */
function chooseFixes(findings: readonly Finding[], level: 'safe' | 'unsafe'): readonly Chosen[] {
  const candidates = findings.flatMap((finding): Chosen[] => {
    const fix = finding.fixes.find(({ safety }) => safety === 'safe' || (safety === 'unsafe' && level === 'unsafe'));
    return fix === undefined ? [] : [{ rule: finding.rule, fix }];
  });
  const start = ({ fix }: Chosen): number => Math.min(...fix.edits.map(({ span }) => span.start));
  const end = ({ fix }: Chosen): number => Math.max(...fix.edits.map(({ span }) => span.end));
  const chosen: Chosen[] = [];
  let near: Chosen[] = [];
  for (const candidate of candidates.sort((a, b) => start(a) - start(b))) {
    near = near.filter((other) => end(other) >= start(candidate));
    if (near.some((other) => clash(other.fix.edits, candidate.fix.edits))) continue;
    near.push(candidate);
    chosen.push(candidate);
  }
  return chosen;
}

function clash(a: readonly TextEdit[], b: readonly TextEdit[]): boolean {
  return a.some((edit) => b.some((other) => conflicts(edit, other)));
}

/** All chosen fixes at once; should they break the file together, only the first, which is proven alone. */
function makeTogether(
  path: string,
  text: string,
  chosen: readonly Chosen[],
): { text: string; chosen: readonly Chosen[] } {
  const make = (some: readonly Chosen[]): string =>
    applyEdits(
      text,
      some.flatMap(({ fix }) => fix.edits),
    );
  const problems = (of: string): number => parse(path, of).problems.length;
  const together = make(chosen);
  if (chosen.length === 1 || problems(together) <= problems(text)) return { text: together, chosen };
  const first = chosen.slice(0, 1);
  return { text: make(first), chosen: first };
}
