import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../src/lint/config.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { fixAll, type FixResult } from '../../src/lint/fix.ts';
import { noFacts, type Rule } from '../../src/lint/rule.ts';
import { wordRule } from './rules.ts';

function fix(text: string, rules: readonly Rule[], level: 'safe' | 'unsafe' = 'safe'): FixResult {
  return fixAll('Dockerfile', text, rules, defaultConfig, noFacts, level);
}

describe('fixAll', () => {
  test('makes every fix, again and again until nothing is left', () => {
    const rules = [wordRule('a', { to: 'b' }), wordRule('c', { to: 'd' })];
    expect(fix('RUN a\nRUN c a\n', rules)).toEqual({
      text: 'RUN b\nRUN d b\n',
      applied: [
        { rule: 'no-a', title: 'Write b', safety: 'safe' },
        { rule: 'no-c', title: 'Write d', safety: 'safe' },
        { rule: 'no-a', title: 'Write b', safety: 'safe' },
      ],
      passes: 1,
    });
  });

  test('leaves unsafe fixes to those who ask for them', () => {
    const rules = [wordRule('a', { to: 'b', fix: 'unsafe' })];
    expect(fix('RUN a\n', rules)).toEqual({ text: 'RUN a\n', applied: [], passes: 0 });
    expect(fix('RUN a\n', rules, 'unsafe').text).toBe('RUN b\n');
  });

  test('of overlapping fixes the first in file order wins whole', () => {
    const whole = proposing('whole', 'a c', 'x');
    const later = proposing('later', 'c', 'y');
    expect(fix('RUN a c\n', [later, whole])).toMatchObject({ text: 'RUN x\n', applied: [{ rule: 'whole' }] });
  });

  test('makes equal edits of two rules once', () => {
    const rules = [proposing('one', 'a', 'x'), proposing('two', 'a', 'x')];
    expect(fix('RUN a\n', rules)).toMatchObject({ text: 'RUN x\n', passes: 1 });
  });

  test('takes rules that undo each other for a bug of ours', () => {
    let asked = 0;
    const moody = proposing('moody', 'a', 'a');
    const rule: Rule = { ...moody, check: (...given) => (asked++ % 2 === 0 ? moody.check(...given) : []) };
    expect(() => fix('RUN a\n', [rule])).toThrow('Dockerfile does not settle: after 10 passes moody still fix');
  });

  test('makes only the first of fixes that break the file together', () => {
    const rules = [proposing('one', 'RUN ', 'RUN --network=none '), proposing('two', '', '--network=none ')];
    expect(fix('FROM x\nRUN a\n', rules)).toMatchObject({
      text: 'FROM x\nRUN --network=none a\n',
      applied: [{ rule: 'one' }],
    });
  });
});

describe('fixAll of some findings', () => {
  const rules = [wordRule('a', { to: 'longer' }), wordRule('c', { to: 'd' })];
  const only = (text: string, regions: readonly string[], takes: (finding: Finding) => boolean = () => true) => {
    const spans = regions.map((region) => ({ start: text.indexOf(region), end: text.indexOf(region) + region.length }));
    return fixAll('Dockerfile', text, rules, defaultConfig, noFacts, 'safe', { regions: spans, takes });
  };

  test('leaves what lies outside the regions, which move with the fixes above', () => {
    const { text, applied } = only('RUN a\nRUN a a\nRUN c\nRUN c a\n', ['RUN a\n', 'RUN c a']);
    expect(text).toBe('RUN longer\nRUN a a\nRUN c\nRUN d longer\n');
    expect(applied).toHaveLength(3);
  });

  test('leaves the findings that are not taken', () => {
    expect(only('RUN a c\n', ['RUN a c'], ({ rule }) => rule === 'no-c').text).toBe('RUN a d\n');
  });

  test('changes nothing without a region', () => {
    expect(only('RUN a\n', [])).toEqual({ text: 'RUN a\n', applied: [], passes: 0 });
  });
});

/** A rule that reports `of` until the instruction has a flag, and proposes `to` for it; nothing stands for the place behind RUN. */
function proposing(id: string, of: string, to: string): Rule {
  return {
    ...wordRule(of),
    id,
    *check({ source: { text }, instructions }) {
      const start = of === '' ? text.indexOf('RUN ') + 4 : text.indexOf(of);
      if (start < 0 || instructions.some(({ flags }) => flags.length > 0)) return;
      const span = { start, end: start + of.length };
      yield { message: id, span, fixes: [{ title: id, safety: 'safe', edits: [{ span, text: to }] }] };
    },
  };
}
