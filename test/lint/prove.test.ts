import { describe, expect, test } from 'vitest';
import type { ProposedFix, Rule } from '../../src/lint/rule.ts';
import type { TextEdit } from '../../src/text/edit.ts';
import { behind, replaced } from './edits.ts';
import { lintText, wordRule } from './rules.ts';

/** A rule that asks for `to` instead of a word, and says what the instruction then executes. */
function promising(word: string, to: string, argv: readonly string[], more: Partial<Rule> = {}): Rule {
  return {
    ...wordRule(word),
    *check(file, context) {
      for (const report of wordRule(word, { to }).check(file, context))
        yield { ...report, fixes: (report.fixes ?? []).map((fix): ProposedFix => ({ ...fix, argv })) };
    },
    ...more,
  };
}

/** A rule that reports a word where it stands and edits something else. */
function editing(text: string, word: string, edits: readonly TextEdit[], more: Partial<ProposedFix> = {}): Rule {
  return wordRule(word, { report: { fixes: [{ title: `Mend ${word}`, safety: 'safe', edits, ...more }] } });
}

const reasons = (text: string, rules: readonly Rule[]): readonly string[] =>
  lintText(text, rules).rejected.map(({ rule, reason }) => `${rule}: ${reason}`);

const sh = (script: string): string[] => ['/bin/sh', '-c', script];
const otherwise = (rule: string): string => `${rule}: the result would not execute the intended argv`;

describe('what fixes promise', () => {
  test('of instructions of their own is kept by each', () => {
    const text = 'FROM x\nRUN a\nRUN c\n';
    expect(reasons(text, [promising('a', 'b', sh('b')), promising('c', 'd', sh('d'))])).toEqual([]);
    // Each writes what the other promised.
    const crossed = [promising('a', 'b', sh('d')), promising('c', 'd', sh('b'))];
    expect(reasons(text, crossed)).toEqual([otherwise('no-a'), otherwise('no-c')]);
    expect(reasons(text, [promising('a', 'b', sh('b')), promising('c', 'd', sh('no'))])).toEqual([otherwise('no-c')]);
  });

  test('of one instruction is what each would make of it alone', () => {
    const text = 'FROM x\nRUN a c\n';
    expect(reasons(text, [promising('a', 'b', sh('b c')), promising('c', 'd', sh('a d'))])).toEqual([]);
    expect(reasons(text, [promising('a', 'b', sh('b d')), promising('c', 'd', sh('a d'))])).toEqual([
      otherwise('no-a'),
    ]);
  });

  test('is kept by the instruction of the finding, where others are written beside it', () => {
    const text = 'FROM x\nCMD a\n';
    const twoLines = (argv: readonly string[]) =>
      editing(text, 'a', [replaced(text, 'CMD a', 'RUN b\nCMD ["c"]')], { argv });
    expect(reasons(text, [twoLines(['c'])])).toEqual([]);
    expect(reasons(text, [twoLines(sh('b'))])).toEqual([otherwise('no-a')]);
  });

  test('may be kept by another keyword, where the fix is to write that', () => {
    const text = 'FROM x\nCMD a\n';
    const entry = editing(text, 'a', [replaced(text, 'CMD a', 'ENTRYPOINT ["b"]')], { argv: ['b'] });
    expect(reasons(text, [entry])).toEqual([]);
    const gone = editing(text, 'a', [replaced(text, 'CMD a\n', '')], { argv: ['b'] });
    expect(reasons(text, [gone])).toEqual([otherwise('no-a')]);
  });
});

describe('a finding may be elsewhere than its edit', () => {
  const text = 'FROM x\nRUN a\nRUN c\nRUN e\n';
  /** Speaks of `a` as long as there is a `c`. */
  const both: Rule = {
    ...wordRule('a'),
    *check(file, context) {
      if (!/\bc\b/.test(file.source.text)) return;
      yield* editing(text, 'a', [replaced(text, 'c', 'd')]).check(file, context);
    },
  };

  test('and is held to be gone from where it stood', () => {
    expect(reasons(text, [both])).toEqual([]);
    expect(reasons(text, [both, wordRule('e', { to: 'f' })])).toEqual([]);
    expect(reasons(text, [editing(text, 'a', [replaced(text, 'c', 'd')])])).toEqual(['no-a: the finding would stay']);
  });

  test('and what the edit brings is found where it is', () => {
    expect(reasons(text, [both, wordRule('d')])).toEqual(['no-a: a new finding would appear: no-d where the fix is']);
    const comment = '# why\nFROM x\nRUN a\n';
    const inComment: Rule = {
      ...wordRule('b'),
      *check({ source }) {
        if (source.text.includes('what')) yield { message: 'what', span: { start: 2, end: 3 } };
      },
    };
    const edits = [replaced(comment, 'why', 'what'), replaced(comment, 'RUN a', 'RUN z')];
    expect(reasons(comment, [editing(comment, 'a', edits), inComment])).toEqual([
      'no-a: a new finding would appear: no-b where the fix is',
    ]);
  });

  test('and what comes to light in a third place is said with its line', () => {
    const third: Rule = {
      ...wordRule('q'),
      *check({ source, instructions }) {
        if (source.text.includes('RUN b')) yield { message: 'e', span: instructions.at(-1)!.span };
      },
    };
    expect(reasons(text, [wordRule('a', { to: 'b' }), third])).toEqual([
      'no-a: a new finding would appear: no-q in line 4',
    ]);
  });
});

describe('of fixes made together', () => {
  const text = 'FROM x\nRUN a\nRUN c\n';
  const loose = (word: string, to: string): Rule => wordRule(word, { fix: 'unsafe', to });

  test('a remark that an unsafe one leaves is no fault of any', () => {
    expect(reasons(text, [loose('a', 'b'), loose('c', 'd'), wordRule('b', { severity: 'info' })])).toEqual([]);
  });

  test('a warning that one leaves is the fault of that one', () => {
    expect(reasons(text, [loose('a', 'b'), loose('c', 'd'), wordRule('d')])).toEqual([
      'no-c: a new finding would appear: no-d where the fix is',
    ]);
  });

  test('one that takes nothing away is told from one that does', () => {
    expect(reasons(text, [wordRule('a', { to: 'b' }), editing(text, 'c', [behind(text, 'RUN c', ' z')])])).toEqual([
      'no-c: the finding would stay',
    ]);
  });

  test('two findings of one rule in one line may be fixed by one each', () => {
    const line = 'FROM x\nRUN a; a\n';
    const twice: Rule = {
      ...wordRule('a'),
      *check({ source }) {
        for (const { index } of source.text.matchAll(/\ba\b/g)) {
          const span = { start: index, end: index + 1 };
          const edits = [{ span, text: 'b' }];
          yield { message: 'a', span, fixes: [{ title: 'Write b', safety: 'safe', edits }] };
        }
      },
    };
    expect(reasons(line, [twice])).toEqual([]);
    expect(lintText(line, [twice]).findings.map(({ fixes }) => fixes.length)).toEqual([1, 1]);
  });
});

test('fixes that fail spend the budget of those behind them', () => {
  const line = `RUN a ${'x'.repeat(9000)}\n`;
  const { rejected } = lintText(line.repeat(40), [wordRule('a', { to: 'e' }), wordRule('e')]);
  const said = rejected.map(({ reason }) => reason);
  expect(said).toHaveLength(40);
  expect(said[0]).toMatch(/no-e/);
  expect(said.filter((reason) => reason !== said[0]).every((reason) => /too much text/.test(reason))).toBe(true);
  expect(said.at(-1)).toMatch(/too much text/);
});
