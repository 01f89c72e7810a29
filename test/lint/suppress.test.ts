import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { findSuppressions } from '../../src/lint/suppress.ts';
import { lintText, told, wordRule } from './rules.ts';

const rules = [wordRule('a', { aliases: ['DL1', 'NameOfA'] }), wordRule('b', { aliases: ['DL2'] })];

function findings(text: string): readonly string[] {
  return told(lintText(text, rules)).map((line) => line.replace(/@.*/, ''));
}

describe('a comment silences', () => {
  test.each([
    ['hadolint, by a peer’s code', '# hadolint ignore=DL1\nRUN a\n'],
    ['hadolint, several codes with blanks', '# hadolint ignore=DL9, DL1\nRUN a\n'],
    ['hadolint, with a reason behind', '# hadolint ignore=DL1 we know\nRUN a\n'],
    ['our own, by rule', '# dockerfile-review ignore=no-a needed for x\nRUN a\n'],
    ['our own, by alias', '#dockerfile-review ignore = DL1\nRUN a\n'],
    ['check, by name', '# check=skip=NameOfA\nFROM x\nRUN a\n'],
    ['check, in any case, with other options', '# check=error=true;skip=Other,nameofa\nFROM x\nRUN a\n'],
    ['check, everything', '# check=skip=all\nFROM x\nRUN a\n'],
    ['check, in front of an instruction', 'FROM x\n# check=skip=NameOfA\nRUN a\n'],
    ['the whole file', 'FROM x\nRUN a\n# hadolint global ignore=DL1\nRUN a\n'],
    ['a stage', 'FROM x\n# hadolint stage ignore=DL1\nRUN a\nRUN a\n'],
    ['a stage, from above its FROM', 'FROM x\nRUN c\n# hadolint stage ignore=DL1\nFROM y\nRUN a\n'],
    ['over empty lines and other comments', '# hadolint ignore=DL1\n\n# words\nRUN a\n'],
    ['the instruction that it stands in', 'RUN c && \\\n# hadolint ignore=DL1\n a\n'],
  ])('%s', (_, text) => {
    expect(findings(text)).toEqual([]);
    expect(lintText(text, rules).unused).toEqual([]);
  });

  test.each([
    ['another code', '# hadolint ignore=DL2\nRUN a\n', ['no-a']],
    ['only the next instruction', '# hadolint ignore=DL1\nRUN c\nRUN a\n', ['no-a']],
    ['only its rule', '# hadolint ignore=DL1\nRUN a b\n', ['no-b']],
    ['only its stage', 'FROM x\n# hadolint stage ignore=DL1\nRUN a\nFROM y\nRUN a\n', ['no-a']],
    ['not what stands above', 'RUN a\n# hadolint ignore=DL1\nRUN c\n', ['no-a']],
    ['not by words that only look like it', '# please hadolint ignore=DL1\nRUN a\n', ['no-a']],
    ['not without codes', '# hadolint ignore=\nRUN a\n', ['no-a']],
  ])('%s', (_, text, left) => {
    expect(findings(text)).toEqual(left);
  });

  test('a report’s own aliases narrow what silences it', () => {
    const narrow = wordRule('a', { aliases: ['DL1', 'DL3'], report: { aliases: ['DL3'] } });
    expect(told(lintText('# hadolint ignore=DL1\nRUN a\n', [narrow]))).toHaveLength(1);
    expect(told(lintText('# hadolint ignore=DL3\nRUN a\n', [narrow]))).toHaveLength(0);
  });
});

describe('a comment that silences nothing', () => {
  function unused(text: string, config = {}): readonly string[] {
    return lintText(text, rules, { rules: config }).unused.map(
      ({ suppression, codes }) => `${suppression.line}: ${codes.join()}`,
    );
  }

  test('is told apart, code by code', () => {
    expect(unused('# hadolint ignore=DL1,DL2\nRUN a\n# check=skip=all\nRUN c\n')).toEqual(['1: DL2', '3: all']);
  });

  test('is no mistake when its code belongs to a rule that is off or that we do not have', () => {
    expect(unused('# hadolint ignore=DL1,DL9\nRUN c\n', { 'no-a': { severity: 'off' } })).toEqual([]);
  });

  test('is no mistake when another comment silences the same', () => {
    expect(unused('# hadolint ignore=DL1\n# hadolint ignore=DL1\nRUN a\n')).toEqual([]);
  });
});

test('a suppression tells its syntax, scope, codes, reason and line', () => {
  const text = '# check=skip=A\n# hadolint stage ignore=B,C\nFROM x\n# dockerfile-review ignore=d the reason\nRUN x\n';
  expect(findSuppressions(parse('Dockerfile', text)).map(({ span: _, ...rest }) => rest)).toEqual([
    { syntax: 'check', scope: 'file', codes: ['A'], reason: '', line: 1 },
    { syntax: 'hadolint', scope: 'stage', codes: ['B', 'C'], reason: '', line: 2 },
    { syntax: 'dockerfile-review', scope: 'instruction', codes: ['d'], reason: 'the reason', line: 4 },
  ]);
});
