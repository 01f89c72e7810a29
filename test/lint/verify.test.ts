import { describe, expect, test } from 'vitest';
import type { ProposedFix, Rule } from '../../src/lint/rule.ts';
import { firstFix, lintText, wordRule } from './rules.ts';

const text = 'FROM x\nRUN a\nRUN c\nCMD ["d"]\n';

/** A rule that reports `RUN a` and proposes one fix. */
function proposing(fix: Partial<ProposedFix>, more: Partial<Rule> = {}): Rule {
  const fixes = [{ title: 'Fix', safety: 'safe' as const, edits: [], ...fix }];
  return wordRule('a', { report: { fixes }, ...more });
}

function edit(of: string, to: string, from = text): ProposedFix['edits'][number] {
  const start = from.indexOf(of);
  return { span: { start, end: start + of.length }, text: to };
}

function reasonFor(rule: Rule, others: readonly Rule[] = [], from = text): string | undefined {
  const { findings, rejected } = lintText(from, [rule, ...others]);
  expect(findings.find(({ rule: id }) => id === rule.id)?.fixes).toEqual([]);
  return rejected[0]?.reason;
}

describe('a fix is offered', () => {
  test('when it does what it says', () => {
    const rule = proposing({ edits: [edit('a', 'b')], argv: ['/bin/sh', '-c', 'b'] });
    expect(firstFix(text, lintText(text, [rule]))).toBe('FROM x\nRUN b\nRUN c\nCMD ["d"]\n');
  });

  test('when it deletes whole lines, puts lines above, or lines below', () => {
    for (const one of [edit('RUN a\n', ''), edit('RUN a', 'ENV e=f\nRUN b'), edit('a', 'b\nENV e=f')]) {
      expect(lintText(text, [proposing({ edits: [one] })]).rejected).toEqual([]);
    }
  });

  test('with the safety of its rule when it claims more', () => {
    const { findings } = lintText(text, [proposing({ edits: [edit('a', 'b')] }, { fix: 'unsafe' })]);
    expect(findings[0]?.fixes[0]?.safety).toBe('unsafe');
  });

  test('when a remark takes the place of an error or a warning and a person looks at the fix', () => {
    for (const severity of ['error', 'warning'] as const) {
      const rule = proposing({ edits: [edit('a', 'b')], safety: 'unsafe' }, { severity });
      expect(lintText(text, [rule, wordRule('b', { severity: 'info' })]).rejected).toEqual([]);
      expect(lintText(text, [rule, wordRule('b', { severity: 'warning' })]).rejected).toHaveLength(1);
    }
    const remark = proposing({ edits: [edit('a', 'b')], safety: 'unsafe' }, { severity: 'info' });
    expect(lintText(text, [remark, wordRule('b', { severity: 'info' })]).rejected).toHaveLength(1);
    const safe = proposing({ edits: [edit('a', 'b')], safety: 'safe' }, { severity: 'error' });
    expect(lintText(text, [safe, wordRule('b', { severity: 'info' })]).rejected).toHaveLength(1);
  });

  test('although the same rule still says something else of the same line', () => {
    const a = wordRule('a', { to: 'c' });
    const rule: Rule = {
      ...a,
      *check(file, context) {
        yield* a.check(file, context);
        if (file.source.text.includes('z')) yield { message: 'z', span: { start: 7, end: 8 } };
      },
    };
    expect(lintText('FROM x\nRUN a z\n', [rule]).findings.map(({ fixes }) => fixes.length)).toEqual([0, 1]);
  });

  test('when a change of SHELL is what changes the argv of others', () => {
    const shell = 'FROM x\nSHELL ["a"]\nRUN c\n';
    const rule: Rule = {
      ...wordRule('a'),
      *check({ instructions, source }) {
        const span = instructions.find(({ args }) => args.text === '["a"]')?.span;
        const edits = [edit('["a"]', '["/bin/sh", "-c"]', source.text)];
        if (span) yield { message: 'a', span, fixes: [{ title: 'Fix', safety: 'safe', edits }] };
      },
    };
    expect(firstFix(shell, lintText(shell, [rule]))).toBe('FROM x\nSHELL ["/bin/sh", "-c"]\nRUN c\n');
  });
});

describe('a fix is dropped, and the words stay, when', () => {
  test('the result executes something else than the rule intends', () => {
    expect(reasonFor(proposing({ edits: [edit('a', 'b')], argv: ['b'] }))).toMatch(/intended argv/);
  });

  test('another instruction changes', () => {
    expect(reasonFor(proposing({ edits: [edit('a', 'b \\')] }))).toMatch(/line 3 \(RUN\)/);
  });

  test('another instruction executes something else', () => {
    expect(reasonFor(proposing({ edits: [edit('RUN a\n', 'ENTRYPOINT ["b"]\nFROM y\nSHELL ["z", "-c"]\n')] }))).toMatch(
      /stages/,
    );
    const moved = proposing({ edits: [edit('RUN a', 'RUN b'), edit('FROM x', 'FROM x\nUSER y')] });
    expect(lintText(text, [moved]).rejected).toEqual([]);
  });

  test('the result does not parse', () => {
    expect(reasonFor(proposing({ edits: [edit('RUN a', 'RUNN b')] }))).toMatch(/does not parse/);
  });

  test('the finding stays', () => {
    expect(reasonFor(proposing({ edits: [edit('a', 'x a')] }))).toBe('the finding would stay');
  });

  test('a new finding of another rule appears, at any level', () => {
    expect(reasonFor(proposing({ edits: [edit('a', 'b')] }), [wordRule('b', { severity: 'info' })])).toMatch(
      /new finding.*no-b/,
    );
  });

  test('a rule fails on the result', () => {
    const picky: Rule = {
      ...wordRule('q'),
      check: ({ source }) => {
        if (source.text.includes('RUN b')) throw new Error('b');
        return [];
      },
    };
    expect(reasonFor(proposing({ edits: [edit('a', 'b')] }), [picky])).toMatch(/rule fails/);
  });

  test('its edits overlap, are none, or lie outside the file', () => {
    const outside = { span: { start: 0, end: 999 }, text: '' };
    for (const edits of [[], [outside], [edit('RUN a', 'RUN b'), edit('a', 'e')]])
      expect(reasonFor(proposing({ edits }))).toMatch(/its edits/);
  });

  test('its rule fixes nothing', () => {
    expect(reasonFor(proposing({ edits: [edit('a', 'b')] }, { fix: 'none' }))).toBe('its rule fixes nothing');
  });

  test('it is for display', () => {
    expect(lintText(text, [proposing({ safety: 'display' })])).toMatchObject({
      findings: [{ fixes: [] }],
      rejected: [],
    });
  });

  test('dockerfile-ast reads the instruction otherwise', () => {
    // It takes a doubled backslash at a line's end for a continuation.
    const odd = 'FROM x\nRUN a \\\\\nRUN c\n';
    expect(reasonFor(proposing({ edits: [edit('a', 'b', odd)] }), [], odd)).toMatch(/dockerfile-ast/);
  });
});

/** Counts how often the rules are asked about a text. */
function counter(): { readonly rule: Rule; readonly asked: string[] } {
  const asked: string[] = [];
  const check: Rule['check'] = ({ source }) => {
    asked.push(source.text);
    return [];
  };
  return { rule: { ...wordRule('q'), check }, asked };
}

describe('fixes are proven together', () => {
  test('where each has its own instruction, or they share one without meeting', () => {
    const { rule, asked } = counter();
    const { findings, rejected } = lintText('RUN a c\nRUN a\nRUN c\n', [
      wordRule('a', { to: 'b' }),
      wordRule('c', { to: 'd' }),
      rule,
    ]);
    expect(findings.map(({ fixes }) => fixes.length)).toEqual([1, 1, 1, 1]);
    expect(rejected).toEqual([]);
    expect(asked).toEqual(['RUN a c\nRUN a\nRUN c\n', 'RUN b d\nRUN b\nRUN d\n']);
  });

  test('and one that fails does not take the others with it', () => {
    const { rule, asked } = counter();
    const lines = ['a', 'a', 'c', 'a', 'a', 'a', 'a', 'a'].map((word) => `RUN ${word}\n`).join('');
    const { findings, rejected } = lintText(lines, [
      wordRule('a', { to: 'b' }),
      wordRule('c', { to: 'e' }),
      wordRule('e'),
      rule,
    ]);
    expect(rejected).toEqual([
      { rule: 'no-c', title: 'Write e', reason: 'a new finding would appear: no-e where the fix is' },
    ]);
    expect(findings.map(({ rule: id, fixes }) => `${id} ${fixes.length}`)).toEqual([
      'no-a 1',
      'no-a 1',
      'no-c 0',
      ...Array.from({ length: 5 }, () => 'no-a 1'),
    ]);
    expect(asked.length).toBeLessThan(9);
  });

  test('and what one brings to a place does not hide behind what another takes from a second', () => {
    // `c` becomes `a`, while two lines lose theirs: fewer of it in the file, but one in a line that had none.
    const { rejected } = lintText('RUN a\nRUN a\nRUN c\n', [wordRule('a', { to: 'b' }), wordRule('c', { to: 'a' })]);
    expect(rejected.map(({ rule, reason }) => `${rule}: ${reason}`)).toEqual([
      'no-c: a new finding would appear: no-a where the fix is',
    ]);
  });

  test('not where two contradict each other, or belong to one finding', () => {
    const { rule, asked } = counter();
    const twoWays = ['b', 'c'].map((to) => ({
      title: to,
      safety: 'unsafe' as const,
      edits: [{ span: { start: 4, end: 5 }, text: to }],
    }));
    const { findings } = lintText('RUN a\n', [wordRule('a', { report: { fixes: twoWays } }), rule]);
    expect(findings[0]?.fixes.map(({ title }) => title)).toEqual(['b', 'c']);
    expect(asked).toEqual(['RUN a\n', 'RUN b\n', 'RUN c\n']);
  });

  test('also one that puts an instruction between others', () => {
    const rule = wordRule('a', {
      report: {
        fixes: [{ title: 'Say so above', safety: 'safe', edits: [{ span: { start: 0, end: 0 }, text: 'ENV b=c\n' }] }],
      },
    });
    const { rejected } = lintText('RUN a\nRUN c\n', [rule, wordRule('c', { to: 'd' })]);
    expect(rejected).toEqual([{ rule: 'no-a', title: 'Say so above', reason: 'the finding would stay' }]);
  });
});

test('a file of many fixable lines takes linear work', () => {
  const { rule, asked } = counter();
  const line = `RUN a ${'x'.repeat(94)}\n`;
  const good = lintText(line.repeat(1500), [wordRule('a', { to: 'b' }), rule]);
  expect(good.rejected).toEqual([]);
  expect(asked).toHaveLength(2);
  asked.length = 0;
  const bad = lintText(line.repeat(1500), [wordRule('a', { to: 'e' }), wordRule('e'), rule]);
  expect(asked.length).toBeLessThan(10);
  expect(bad.findings.map(({ fixes }) => fixes.length)).toEqual(Array.from({ length: 1500 }, () => 0));
  expect(bad.rejected.at(-1)?.reason).toMatch(/too much text/);
});
