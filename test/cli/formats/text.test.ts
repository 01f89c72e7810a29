import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { formatText } from '../../../src/cli/formats/text.ts';
import type { Inspected } from '../../../src/cli/inspect.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Finding } from '../../../src/lint/finding.ts';

function inspected(text: string, ...findings: readonly Partial<Finding>[]): Inspected {
  const filled = findings.map((finding): Finding => ({
    rule: 'some-rule',
    aliases: [],
    severity: 'error',
    message: 'Docker does not do this.',
    span: { start: 0, end: 1 },
    fixes: [],
    ...finding,
  }));
  return { file: parse('web/Dockerfile', text), findings: filled, failures: [], problems: [], stages: [] };
}

function plain(...files: readonly Inspected[]): string {
  return formatText(files, { colour: false });
}

/** The span of `part` in `text`. */
function at(text: string, part: string) {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
}

describe('a finding', () => {
  test('shows place, severity, message, rule, the marked source and the best fix', () => {
    const text = 'FROM node:22\nCMD node app.js\n';
    const fixes = [
      { title: 'Use the exec form', safety: 'safe', edits: [] },
      { title: 'Another', safety: 'unsafe', edits: [] },
    ] as const;
    expect(plain(inspected(text, { span: at(text, 'node app.js'), severity: 'warning', fixes }))).toBe(
      [
        'web/Dockerfile:2:5 warning Docker does not do this. (some-rule)',
        '  2 | CMD node app.js',
        '    |     ^^^^^^^^^^^',
        '  fix (safe): Use the exec form',
        '',
        '1 file checked: 1 warning; 1 can be fixed',
        '',
      ].join('\n'),
    );
  });

  test('that runs over several lines is marked to the end of its first, and names its last', () => {
    const text = 'FROM node:22\nRUN a && \\\n  b && \\\n  c\n';
    const lines = plain(inspected(text, { span: { start: 13, end: text.length - 1 } })).split('\n');
    expect(lines.slice(1, 3)).toEqual(['  2 | RUN a && \\', '    | ^^^^^^^^^^ to line 4']);
  });

  test('keeps its marker under the source after tabs, in CRLF files, and where nothing is marked', () => {
    const text = 'FROM x\r\nCMD\t\tnode\r\n';
    const [, , marker] = plain(inspected(text, { span: at(text, 'node') })).split('\n');
    expect(marker).toBe('    |    \t\t^^^^');
    expect(plain(inspected('', { span: { start: 0, end: 0 } })).split('\n')[2]).toBe('    | ^');
  });

  test('on a line of a megabyte shows the part around it', () => {
    const text = `FROM x\nRUN ${'a'.repeat(600_000)}HERE${'b'.repeat(600_000)}\n`;
    const [, line, marker] = plain(inspected(text, { span: at(text, 'HERE') })).split('\n');
    expect(line?.length).toBeLessThan(200);
    expect(line?.slice(marker?.indexOf('^'), (marker?.lastIndexOf('^') ?? 0) + 1)).toBe('HERE');
  });

  test('cannot rule the terminal', () => {
    const text = 'FROM x\nCMD \u001b]0;owned\u0007 \u202e\n';
    const output = plain(inspected(text, { span: at(text, 'CMD'), message: 'Runs `\u001b[2J`\r\nhere' }));
    expect(output).toContain('CMD ␛]0;owned␇ \ufffd');
    expect(output).toContain('Runs `␛[2J` here');
    expect(/[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(output)).toBe(false);
  });
});

test('what Docker says itself stands among the findings, by place', () => {
  const file = inspected('FROM x\nFOO bar\nCMD a\n', { span: { start: 15, end: 20 } });
  const problems = [{ message: 'unknown instruction: FOO', span: { start: 7, end: 10 }, severity: 'error' } as const];
  expect(plain({ ...file, problems }).split('\n')).toEqual([
    'web/Dockerfile:2:1 error Docker refuses this line: unknown instruction: FOO',
    '  2 | FOO bar',
    '    | ^^^',
    '',
    'web/Dockerfile:3:1 error Docker does not do this. (some-rule)',
    '  3 | CMD a',
    '    | ^^^^^',
    '',
    '1 file checked: 2 errors',
    '',
  ]);
});

describe('the summary', () => {
  test.each([
    [[], '0 files checked: nothing found'],
    [[inspected('FROM x')], '1 file checked: nothing found'],
    [[inspected('FROM x', {}, {}, { severity: 'info' }), inspected('FROM y')], '2 files checked: 2 errors, 1 info'],
  ])('%#', (files, expected) => {
    expect(
      plain(...files)
        .trimEnd()
        .split('\n')
        .at(-1),
    ).toBe(expected);
  });

  test('counts as fixable only what can be edited', () => {
    const display = { fixes: [{ title: 'x', safety: 'display', edits: [] }] } as const;
    expect(plain(inspected('FROM x', display))).not.toContain('can be fixed');
  });
});

test('colours change nothing but colours', () => {
  const file = inspected('FROM x\nCMD a\n', { span: { start: 7, end: 12 } });
  const coloured = formatText([file], { colour: true });
  expect(coloured).toContain('\u001b[31merror\u001b[39m');
  expect(stripVTControlCharacters(coloured)).toBe(plain(file));
});
