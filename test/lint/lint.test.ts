import { describe, expect, test } from 'vitest';
import { z } from 'zod';
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
