import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import type { LintConfig } from '../../src/lint/config.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { lint } from '../../src/lint/lint.ts';
import { noFacts } from '../../src/lint/rule.ts';
import { rule as duplicateInstruction } from '../../src/rules/duplicate-instruction.ts';
import { rule as pointlessCommand } from '../../src/rules/pointless-command.ts';
import { rule as shellForm } from '../../src/rules/shell-form.ts';
import { rule } from '../../src/rules/unused-ignore.ts';
import { positionAt } from '../../src/text/source.ts';

const rules = [duplicateInstruction, pointlessCommand, shellForm, rule];

function config(severity?: 'off' | 'error'): LintConfig {
  return { rules: severity === undefined ? {} : { 'unused-ignore': { severity } } };
}

/** What is said of the comments: `line: message`. */
function remarks(text: string, severity?: 'off' | 'error'): readonly string[] {
  const file = parse('Dockerfile', text);
  const { findings, failures } = lint(file, rules, config(severity), noFacts);
  for (const { error } of failures) throw error;
  return findings
    .filter((finding) => finding.rule === 'unused-ignore')
    .map(({ span, message }) => `${String(positionAt(file.source, span.start).line)}: ${message}`);
}

function fixed(text: string, level: 'safe' | 'unsafe' = 'safe'): string {
  return fixAll('Dockerfile', text, rules, config(), noFacts, level).text;
}

describe('silent', () => {
  test.each([
    ['a comment that silences', 'FROM x\n# dockerfile-review ignore=shell-form\nCMD a b\n'],
    ['the same by a peer’s code', 'FROM x\n# hadolint ignore=DL3025\nCMD a b\n'],
    ['all, used', '# check=skip=all\nFROM x\nCMD a b\n'],
    ['a stage, used', 'FROM x\n# hadolint stage ignore=DL3025\nRUN a\nCMD a b\n'],
    ['codes without a rule of ours', 'FROM x\n# hadolint ignore=DL3007,SC2086\nRUN a\n'],
    ['codes under which hadolint says more', 'FROM x\n# hadolint ignore=DL3001,DL3003,DL4006,SC3037\nRUN a\n'],
    ['rules that are not on', 'FROM x\n# dockerfile-review ignore=consecutive-run\nRUN a\n'],
    ['other comments', '# escape=\\\nFROM x\n# hadolint is nice\nRUN a\n'],
    ['its own code', 'FROM x\n# dockerfile-review ignore=unused-ignore\nRUN a\n'],
    ['silenced beside', 'FROM x\n# dockerfile-review ignore=shell-form,unused-ignore\nCMD ["a"]\n'],
    [
      'silenced for the instruction',
      'FROM x\n# dockerfile-review ignore=unused-ignore\n# hadolint ignore=DL3025\nCMD ["a"]\n',
    ],
    [
      'silenced for the file',
      '# dockerfile-review global ignore=unused-ignore\nFROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n',
    ],
  ])('%s', (_, text) => {
    expect(remarks(text)).toEqual([]);
  });

  test('turned off by the configuration', () => {
    expect(remarks('FROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n', 'off')).toEqual([]);
  });
});

describe('speaks', () => {
  test.each([
    [
      'of an instruction',
      'FROM x\n# dockerfile-review ignore=shell-form\nCMD ["a"]\n',
      '`shell-form` in the instruction',
    ],
    ['of a stage', 'FROM x\n# hadolint stage ignore=DL3025\nCMD ["a"]\n', '`DL3025` in this stage'],
    ['of a file', 'FROM x\n# hadolint global ignore=dl3025\nCMD ["a"]\n', '`dl3025` in this file'],
    ['of all, though it covers all', 'FROM x\n# dockerfile-review ignore=all\nCMD ["a"]\n', '`all` in the instruction'],
    [
      'of a part',
      'FROM x\n# dockerfile-review ignore=shell-form,duplicate-instruction\nCMD a b\n',
      '`duplicate-instruction` in',
    ],
    [
      'with doubt, of a comment for hadolint',
      'FROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n',
      'unless hadolint itself still needs it.',
    ],
  ])('%s', (_, text, part) => {
    expect(remarks(text)).toEqual([expect.stringMatching(/^2: /)]);
    expect(remarks(text)[0]).toContain(part);
  });

  test('of a directive, with doubt', () => {
    expect(remarks('# check=skip=JSONArgsRecommended\nFROM x\nCMD ["a"]\n')).toEqual([
      expect.stringContaining('unless BuildKit itself still needs it.'),
    ]);
  });

  test('as severely as the configuration says', () => {
    const file = parse('Dockerfile', 'FROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n');
    expect(lint(file, rules, config('error'), noFacts).findings.map(({ severity }) => severity)).toEqual(['error']);
    expect(lint(file, rules, config(), noFacts).findings.map(({ severity }) => severity)).toEqual(['info']);
  });

  test('in file order with what else is found', () => {
    const file = parse('Dockerfile', 'FROM x\nRUN top\n# dockerfile-review ignore=shell-form\nRUN a\nCMD a b\n');
    const found = lint(file, rules, config(), noFacts).findings.map((finding) => finding.rule);
    expect(found).toEqual(['pointless-command', 'unused-ignore', 'shell-form']);
  });
});

describe('the fix', () => {
  test.each([
    ['deletes the comment', 'FROM x\n# dockerfile-review ignore=shell-form old\nCMD ["a"]\n', 'FROM x\nCMD ["a"]\n'],
    [
      'deletes the codes, and keeps the reason',
      'FROM x\n# dockerfile-review ignore=duplicate-instruction, shell-form why\nUSER a\nCMD ["a"]\n# dockerfile-review ignore=shell-form, duplicate-instruction why\nCMD a b\n',
      'FROM x\nUSER a\n# dockerfile-review ignore=shell-form why\nCMD a b\n',
    ],
    [
      'inside a continued instruction',
      'FROM x\nRUN a && \\\n# dockerfile-review ignore=shell-form\n  b\n',
      'FROM x\nRUN a && \\\n  b\n',
    ],
    [
      'keeps a later comment from becoming a directive',
      '# dockerfile-review ignore=shell-form\n# escape=`\nFROM x\n',
      '# dockerfile-review ignore=shell-form\n# escape=`\nFROM x\n',
    ],
    [
      'goes on where another fix has made a comment idle',
      'FROM x\n# dockerfile-review ignore=shell-form\nCMD a b\nCMD ["c"]\n',
      'FROM x\nCMD ["c"]\n',
    ],
    [
      'leaves those of peers',
      'FROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n',
      'FROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n',
    ],
  ])('%s', (_, before, after) => {
    expect(fixed(before)).toBe(after);
    expect(fixed(after)).toBe(after);
  });

  test('deletes those of peers where a person agrees, directives never', () => {
    expect(fixed('FROM x\n# hadolint ignore=DL3025\nCMD ["a"]\n', 'unsafe')).toBe('FROM x\nCMD ["a"]\n');
    const directive = '# check=skip=JSONArgsRecommended\nFROM x\nCMD ["a"]\n';
    expect(fixed(directive, 'unsafe')).toBe(directive);
  });
});
