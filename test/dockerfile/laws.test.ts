import { describe, expect, test } from 'vitest';
import { skipBlanks } from '../../src/dockerfile/blanks.ts';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf } from '../../src/dockerfile/process.ts';
import { sourceOffset, type MappedText } from '../../src/text/mapped.ts';
import { textOf } from '../../src/text/source.ts';
import { contains, type Span } from '../../src/text/span.ts';
import fc from '../support/properties.ts';

/** Pieces that mean something to the parser, so that chance puts the hard cases together. */
const pieces = [
  ...[
    'FROM x AS a',
    'FROM a',
    'FROM $V',
    'ARG V=1',
    'RUN ',
    'CMD ',
    'ENTRYPOINT ',
    'SHELL ',
    'ONBUILD ',
    'HEALTHCHECK ',
    'COPY ',
    'ENV ',
  ],
  ...[
    '\n',
    '\n',
    '\n',
    '\r\n',
    '\\\n',
    '`\n',
    '\\',
    '`',
    ' ',
    '\t',
    '#',
    '# c\n',
    '# escape=`\n',
    '\uFEFF',
    '\u00a0',
    '\0',
  ],
  ...['<<EOF', '<<-"E O"', '<< ', 'EOF', 'EOF\n', '\tE O\n', '#!/bin/sh\n', '--mount=', '--', '--from="a b"'],
  ...[
    '["a", "b"]',
    '["a",]',
    '[',
    ']',
    "'",
    '"',
    '“',
    '$',
    '${',
    '${a:-',
    '}',
    '&&',
    ';',
    'CMD',
    'NONE',
    'a',
    'b=c',
    '😀',
    '\ud83d',
  ],
];
const dockerfileLike = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));
const anyText = fc.oneof(dockerfileLike, fc.string({ unit: 'binary', maxLength: 200 }));

function allInstructions(file: Dockerfile): readonly Instruction[] {
  return file.instructions.flatMap((instruction) =>
    instruction.trigger === undefined ? [instruction] : [instruction, instruction.trigger],
  );
}

function spansOf(file: Dockerfile): readonly Span[] {
  return [
    ...[...file.directives, ...file.comments, ...file.problems].map(({ span }) => span),
    ...allInstructions(file).flatMap(({ span, keywordSpan, flags, json, heredocs, command }) => [
      ...[span, keywordSpan, ...flags.map((flag) => flag.span)],
      ...(json === undefined ? [] : [json.span, ...json.spans]),
      ...heredocs.flatMap(({ opener, body, delimiter }) => [opener, body, delimiter]),
      ...(command === undefined ? [] : [command.span]),
    ]),
  ];
}

describe('for every text', () => {
  test('reading it does not throw, and gives one stage at least', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parse('Dockerfile', text);
        expect(file.stages.length).toBeGreaterThan(0);
        expect(processesOf(file, () => undefined)).toHaveLength(file.stages.length);
      }),
      { numRuns: 400 },
    );
  });

  test('all places lie inside the file, and what belongs to an instruction inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parse('Dockerfile', text);
        const whole = { start: 0, end: text.length };
        expect(spansOf(file).filter((span) => span.start > span.end || !contains(whole, span))).toEqual([]);
        for (const { span, keywordSpan, command, startLine, endLine } of allInstructions(file)) {
          expect(contains(span, keywordSpan)).toBe(true);
          if (command !== undefined) expect(contains(span, command.span)).toBe(true);
          expect(startLine).toBeLessThanOrEqual(endLine);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('instructions follow each other and do not overlap', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { instructions } = parse('Dockerfile', text);
        for (const [at, next] of instructions.slice(1).entries()) {
          expect(next.span.start).toBeGreaterThan(instructions[at]!.span.end);
          expect(next.startLine).toBeGreaterThan(instructions[at]!.endLine);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a keyword’s place holds the keyword', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parse('Dockerfile', text);
        for (const { keyword, keywordSpan, line } of allInstructions(file)) {
          const written = textOf(file.source, keywordSpan);
          const oneLine = !/[\r\n]/.test(written);
          const text = line.text.slice(skipBlanks(line.text, 0, line.text.length)).toUpperCase();
          expect(oneLine ? written.toUpperCase() === keyword : text.startsWith(keyword)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('every unit of a mapped text stands where the map says', () => {
    const check = (source: string, { text, segments }: MappedText): void => {
      expect(segments[0]?.at).toBe(0);
      for (let at = 0; at < text.length; at++) {
        if (source[sourceOffset({ text, segments }, at)] !== text[at])
          expect.fail(`unit ${at} of ${JSON.stringify(text)}`);
      }
    };
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { line, args, command } of allInstructions(parse('Dockerfile', text))) {
          check(text, line);
          check(text, args);
          if (command !== undefined) check(text, command.text);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the strings of an array stand where it says', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 5 });
    fc.assert(
      fc.property(words, (values) => {
        const json = JSON.stringify(values, null, 1).replaceAll('\n', ' \\\n');
        const file = parse('Dockerfile', `FROM x\nCMD ${json}\nRUN a\n`);
        const array = file.instructions[1]?.json;
        expect(array?.values).toEqual(values);
        expect(array?.spans.map((span): unknown => JSON.parse(textOf(file.source, span)))).toEqual(values);
      }),
    );
  });
});

/** Texts that once were, or easily become, quadratic or too deep; each must simply be read. */
test.each<[string, (count: number) => string]>([
  ['a line of a megabyte', (count) => `RUN ${'x'.repeat(count * 100)}`],
  ['many continuations', (count) => `RUN a ${'\\\n b'.repeat(count)}`],
  ['many instructions', (count) => 'RUN a\n'.repeat(count)],
  ['many open heredocs', (count) => Array.from({ length: count }, (_, at) => `RUN <<A${at}\n`).join('')],
  [
    'many open heredocs in one line',
    (count) => `RUN ${Array.from({ length: count }, (_, at) => `<<A${at}`).join(' ')}`,
  ],
  ['deep variables', (count) => `RUN <<x ${'${a:-'.repeat(count)}`],
  ['a deep array', (count) => `CMD ${'['.repeat(count)}${']'.repeat(count)}`],
  ['many flags', (count) => `COPY ${'--exclude=a '.repeat(count)} b c`],
  ['a long chain of ONBUILD', (count) => 'ONBUILD '.repeat(count)],
  [
    'a long chain of stages',
    (count) =>
      `FROM x AS s0\n${Array.from({ length: count }, (_, at) => `FROM s${at} AS s${at + 1}\nCMD a\n`).join('')}`,
  ],
  [
    'many children of many triggers',
    (count) => `FROM x AS a\n${'ONBUILD CMD a\n'.repeat(count)}${'FROM a\n'.repeat(count)}`,
  ],
  ['nothing but NUL', (count) => '\0'.repeat(count)],
])('%s', (_, text) => {
  const file = parse('Dockerfile', text(10_000));
  expect(processesOf(file, () => undefined)).toHaveLength(file.stages.length);
});
