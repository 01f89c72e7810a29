import { describe, expect, test } from 'vitest';
import { readHadolint } from '../../src/policy/hadolint.ts';
import fc from '../support/properties.ts';

const known = ['DL3025', 'DL4006', 'SC2034'];
const read = (text: string) => readHadolint(text, known);

describe('a .hadolint.yaml', () => {
  test('gives codes their severity, and a threshold', () => {
    const { lint, failOn, problems, notes } = read(
      'ignored:\n  - DL3025\noverride:\n  error: [DL4006]\n  style:\n    - SC2034\nfailure-threshold: warning\n',
    );
    expect(lint.rules).toEqual({});
    expect(Object.fromEntries(lint.codes ?? [])).toEqual({ dl3025: 'off', dl4006: 'error', sc2034: 'info' });
    expect({ failOn, problems, notes }).toEqual({ failOn: 'warning', problems: [], notes: [] });
  });

  test('ignored wins over override', () => {
    expect(read('ignored: [DL3025]\noverride: {error: [DL3025]}\n').lint.codes?.get('dl3025')).toBe('off');
  });

  test.each([
    ['error', 'error'],
    ['info', 'info'],
    ['style', 'info'],
    ['none', 'never'],
    ['ignore', 'never'],
    ['~', undefined],
  ])('failure-threshold: %s', (given, failOn) => {
    expect(read(`failure-threshold: ${given}\n`).failOn).toBe(failOn);
  });

  test.each(['', '# nothing\n', 'ignored:\n', 'override:\n', '---\n'])('%j asks for nothing', (text) => {
    const { lint, failOn, problems, notes } = read(text);
    expect([lint.codes?.size ?? 0, failOn, problems, notes]).toEqual([0, undefined, [], []]);
  });

  test('names keys and codes that have no effect, with their places', () => {
    expect(
      read('trustedRegistries:\n  - docker.io\nignored: [DL3025, DL3999]\noverride:\n  loud: [x]\n  info: [DL1]\n')
        .notes,
    ).toEqual([
      { line: 2, column: 3, message: 'trustedRegistries is not used here' },
      { line: 5, column: 9, message: 'override.loud is not used here' },
      { line: 3, column: 10, message: 'ignored: no rule here answers to DL3999' },
      { line: 6, column: 9, message: 'override.info: no rule here answers to DL1' },
    ]);
  });
});

describe('a broken one counts for nothing and says where', () => {
  test.each([
    ['ignored: [DL3025\noverride: x\n', 2, 1, /\S/],
    ['ignored: DL3025\n', 1, 10, /^ignored: Invalid input: expected array, received string$/],
    ['ignored:\n  - DL3025\n  - 3\n', 3, 5, /^ignored\.1: Invalid input: expected string, received number$/],
    ['override:\n  error:\n    DL3025: yes\n', 3, 5, /^override\.error: .*expected array/],
    ['failure-threshold: loud\n', 1, 20, /^failure-threshold: Invalid option/],
    ['- DL3025\n', 1, 1, /expected object/],
    ['a: 1\na: 2\n', 2, 1, /unique/],
    ['{'.repeat(20_000), 1, 1, /nested too deeply/],
    ['- '.repeat(20_000), 1, 1, /nested too deeply/],
    ['#'.repeat(50_001), 1, 1, /longer than 50000/],
  ])('%#', (text, line, column, message) => {
    const { lint, failOn, problems } = read(text);
    expect({ lint, failOn }).toEqual({ lint: { rules: {} }, failOn: undefined });
    expect(problems[0]).toMatchObject({ line, column });
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.message).not.toMatch(/\n/);
  });

  test('aliases do not multiply', () => {
    const doubled = Array.from({ length: 30 }, (_, n) => `k${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n');
    expect(read(`k0: &a0 [x]\n${doubled}\n`).problems).toHaveLength(1);
  });

  test('no text throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(?:ignored|override|failure-threshold): [\[\]{}&*\-a: \n]*$/)),
        (text) => {
          const { problems } = read(text);
          for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
