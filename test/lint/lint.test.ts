import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Severity } from '../../src/lint/finding.ts';
import { lintText, told, wordRule } from './rules.ts';

describe('lint', () => {
  test('gives findings in file order, then the most severe, then by rule', () => {
    const rules = [
      wordRule('b'),
      wordRule('a', { id: 'z' }),
      wordRule('a', { id: 'y' }),
      wordRule('a', { severity: 'error' }),
    ];
    expect(told(lintText('RUN b\nRUN a\nRUN b\n', rules))).toEqual([
      'no-b@4 warning',
      'no-a@10 error',
      'y@10 warning',
      'z@10 warning',
      'no-b@16 warning',
    ]);
  });

  test('says once what a rule reports twice', () => {
    const twice = wordRule('a');
    const rule = {
      ...twice,
      *check(...given: Parameters<typeof twice.check>) {
        yield* twice.check(...given);
        yield* twice.check(...given);
      },
    };
    expect(lintText('RUN a\n', [rule]).findings).toHaveLength(1);
  });

  test('lets a rule that throws lose its own voice only, also what it had said before', () => {
    const loud = wordRule('a');
    const error = new Error('of ours');
    const broken = {
      ...loud,
      id: 'broken',
      *check(...given: Parameters<typeof loud.check>) {
        yield* loud.check(...given);
        throw error;
      },
    };
    const result = lintText('RUN a\n', [broken, loud]);
    expect(told(result)).toEqual(['no-a@4 warning']);
    expect(result.failures).toEqual([{ rule: 'broken', error }]);
  });

  test.each([
    { start: -1, end: 2 },
    { start: 3, end: 2 },
    { start: 0, end: 7 },
    { start: 0.5, end: 2 },
  ])('takes a finding at $start..$end of six units for a mistake of its rule', (span) => {
    const result = lintText('RUN a\n', [wordRule('a', { report: { span } })]);
    expect(result.findings).toEqual([]);
    expect(result.failures[0]?.error).toBeInstanceOf(RangeError);
  });

  test('copies the aliases of the rule unless the report has its own', () => {
    const aliases = ['DL1', 'DL2'];
    const rules = [wordRule('a', { aliases }), wordRule('b', { aliases, report: { aliases: ['DL2'] } })];
    expect(lintText('RUN a\nRUN b\n', rules).findings.map((finding) => finding.aliases)).toEqual([aliases, ['DL2']]);
  });

  test('grades by report, else by rule', () => {
    const rules = [wordRule('a'), wordRule('b', { report: { severity: 'info' } })];
    expect(told(lintText('RUN a\nRUN b\n', rules))).toEqual(['no-a@4 warning', 'no-b@10 info']);
  });
});

describe('codes in the configuration', () => {
  const codes = (entries: Readonly<Record<string, Severity | 'off'>>) => ({
    rules: {},
    codes: new Map(Object.entries(entries)),
  });

  test('grade, and turn off, the rules that answer to them', () => {
    const rules = [wordRule('a', { aliases: ['DL1', 'DL2'] }), wordRule('b', { aliases: ['DL3'] })];
    const text = 'RUN a\nRUN b\n';
    expect(told(lintText(text, rules, codes({ dl2: 'error' })))).toEqual(['no-a@4 error', 'no-b@10 warning']);
    expect(told(lintText(text, rules, codes({ dl1: 'error', dl2: 'off' })))).toEqual(['no-b@10 warning']);
  });

  test('reach only the reports that carry them, where a rule answers to several', () => {
    const twofold = wordRule('a', { aliases: ['DL1', 'DL2'] });
    const rule = {
      ...twofold,
      *check(...given: Parameters<typeof twofold.check>) {
        let count = 0;
        for (const report of twofold.check(...given)) yield { ...report, aliases: [`DL${++count}`] };
      },
    };
    const text = 'RUN a\nRUN a\n';
    expect(told(lintText(text, [rule], codes({ dl1: 'off' })))).toEqual(['no-a@10 warning']);
    expect(told(lintText(text, [rule], codes({ dl2: 'info' })))).toEqual(['no-a@4 warning', 'no-a@10 info']);
    const asleep = { ...rule, severity: 'off' as const };
    expect(told(lintText(text, [asleep], codes({ dl2: 'info' })))).toEqual(['no-a@10 info']);
    expect(told(lintText(text, [asleep], codes({ dl2: 'off' })))).toEqual([]);
  });

  test('yield to what is said of the rule itself', () => {
    const rule = wordRule('a', { aliases: ['DL1'] });
    const config = { ...codes({ dl1: 'off' }), rules: { 'no-a': { severity: 'info' as const } } };
    expect(told(lintText('RUN a\n', [rule], config))).toEqual(['no-a@4 info']);
  });
});

describe('the configuration', () => {
  test('turns rules off and on, and its severity goes over what the rule says', () => {
    const rules = [
      wordRule('a'),
      wordRule('b', { severity: 'off' }),
      wordRule('c', { report: { severity: 'info' } }),
      wordRule('d', { severity: 'off' }),
    ];
    const config = {
      rules: { 'no-a': { severity: 'off' }, 'no-b': { severity: 'info' }, 'no-c': { severity: 'error' } },
    } as const;
    expect(told(lintText('RUN a\nRUN b\nRUN c\nRUN d\n', rules, config))).toEqual(['no-b@10 info', 'no-c@16 error']);
  });

  test('hands options to the rule, and the defaults when they cannot be read', () => {
    const seen: unknown[] = [];
    const rule = wordRule('a', {
      options: z.object({ most: z.number().default(3) }),
      check: (_, { options }) => {
        seen.push(options);
        return [];
      },
    });
    expect(lintText('', [rule]).failures).toEqual([]);
    expect(lintText('', [rule], { rules: { 'no-a': { options: { most: 5 } } } }).failures).toEqual([]);
    const { failures } = lintText('', [rule], { rules: { 'no-a': { options: { most: 'many' } } } });
    expect(seen).toEqual([{ most: 3 }, { most: 5 }, { most: 3 }]);
    expect(failures).toMatchObject([{ rule: 'no-a', error: { name: 'ZodError' } }]);
  });

  test('does not take a word of JavaScript for a rule', () => {
    expect(told(lintText('RUN a\n', [wordRule('a', { id: 'constructor' })]))).toEqual(['constructor@4 warning']);
  });
});
