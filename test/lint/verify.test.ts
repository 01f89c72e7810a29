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

test('each text is linted once, and a file of many fixable lines takes linear work', () => {
  const rule = wordRule('a', { to: 'b' });
  let runs = 0;
  const counting: Rule = {
    ...wordRule('q'),
    check: () => {
      runs++;
      return [];
    },
  };
  const line = `RUN a ${'x'.repeat(94)}\n`;
  const small = lintText(line.repeat(20), [rule, counting]);
  expect(small.rejected).toEqual([]);
  expect(runs).toBe(21);
  runs = 0;
  const large = lintText(line.repeat(1500), [rule, counting]);
  expect(runs).toBeLessThan(30);
  expect(large.findings).toHaveLength(1500);
  expect(large.rejected.at(-1)?.reason).toMatch(/too much text/);
});
