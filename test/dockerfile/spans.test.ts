import { describe, expect, test } from 'vitest';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Span } from '../../src/text/span.ts';

interface Parsed {
  readonly file: Dockerfile;
  readonly first: Instruction;
  readonly at: (span: Span | undefined) => string | undefined;
}

function read(text: string): Parsed {
  const file = parse('Dockerfile', text);
  const at = (span: Span | undefined): string | undefined => span && text.slice(span.start, span.end);
  return { file, first: file.instructions[0]!, at };
}

describe('an instruction', () => {
  test.each([
    ['RUN a', 'RUN a', 'RUN', 'a'],
    ['  RUN a  \n', 'RUN a  ', 'RUN', 'a'],
    ['\uFEFFRUN a\n', 'RUN a', 'RUN', 'a'],
    ['run a \\\n # c\n b\r\nRUN c', 'run a \\\n # c\n b', 'run', 'a \\\n # c\n b'],
    ['RUN --mount=a \\\n b\n', 'RUN --mount=a \\\n b', 'RUN', 'b'],
    ['RUN a \\\n# c\n', 'RUN a \\\n# c', 'RUN', 'a'],
    ['RUN <<EOF\na\nEOF\nRUN b\n', 'RUN <<EOF\na\nEOF', 'RUN', '<<EOF\na\nEOF'],
    ['RUN cat <<A >b\na\nA\n', 'RUN cat <<A >b\na\nA', 'RUN', 'cat <<A >b\na\nA'],
    ['RUN <<EOF\na\n\nCMD b\n', 'RUN <<EOF\na', 'RUN', '<<EOF\na'],
    ['COPY <<EOF /a\nCMD b\n', 'COPY <<EOF /a', 'COPY', undefined],
    ['RUN\n', 'RUN', 'RUN', ''],
    ['RU\\\nN a', 'RU\\\nN a', 'RU\\\nN', 'a'],
    ['HEALTHCHECK --interval=1s CMD curl x\n', 'HEALTHCHECK --interval=1s CMD curl x', 'HEALTHCHECK', 'curl x'],
  ])('%j', (text, whole, keyword, command) => {
    const { first, at } = read(text);
    expect([at(first.span), at(first.keywordSpan), at(first.command?.span)]).toEqual([whole, keyword, command]);
  });

  test('knows the places of its flags', () => {
    const { first, at } = read('COPY --from=a \\\n  --chown="b c" d e\n');
    expect(first.flags.map(({ span }) => at(span))).toEqual(['--from=a', '--chown="b c"']);
  });

  test('knows the places of an array and its strings', () => {
    const { first, at } = read('CMD  [ "a\\"b", \\\n # c\n "d" ]  \n');
    expect(first.json?.spans.map(at)).toEqual(['"a\\"b"', '"d"']);
    expect(at(first.json?.span)).toBe('[ "a\\"b", \\\n # c\n "d" ]');
  });

  test('of ONBUILD has its own place, and so has its trigger', () => {
    const { first, at } = read('ONBUILD \\\n  CMD ["a"]\n');
    expect([
      at(first.keywordSpan),
      at(first.trigger?.keywordSpan),
      at(first.trigger?.span),
      at(first.trigger?.json?.spans[0]),
    ]).toEqual(['ONBUILD', 'CMD', 'CMD ["a"]', '"a"']);
    expect(first.trigger?.startLine).toBe(2);
  });

  test('knows which SHELL it runs under, and where that stands', () => {
    const { file, at } = read('FROM x\nSHELL ["bash", "-c"]\nRUN a\nFROM x\nRUN b\n');
    const shells = file.instructions.map(({ command }) => command?.shell);
    expect(shells.map((shell) => shell?.from)).toEqual([undefined, 'default', 'this-stage', undefined, 'default']);
    expect(at(shells[2]?.span)).toBe('SHELL ["bash", "-c"]');
  });
});

describe('a heredoc', () => {
  test.each([
    ['RUN <<EOF\na\nb\nEOF\n', '<<EOF', 'a\nb\n', 'EOF'],
    ['RUN <<-"EOF" cat\n\ta\n\tEOF\n', '<<-"EOF"', '\ta\n', 'EOF'],
    ['RUN <<EOF\r\na\r\nEOF\r\n', '<<EOF', 'a\r\n', 'EOF'],
    ['RUN <<EOF\nEOF', '<<EOF', '', 'EOF'],
    ['RUN << EOF\na\nEOF', '<< EOF', 'a\n', 'EOF'],
    ['RUN <<EOF\na', '<<EOF', 'a', ''],
  ])('%j', (text, opener, body, delimiter) => {
    const { first, at } = read(text);
    const [heredoc] = first.heredocs;
    expect([at(heredoc?.opener), at(heredoc?.body), at(heredoc?.delimiter)]).toEqual([opener, body, delimiter]);
  });

  test.each([
    ['RUN <<EOF\na\nEOF\n', ['/bin/sh', '-c', 'a\n']],
    ['RUN <<-EOF\n\t\ta\n\t b\nEOF\n', ['/bin/sh', '-c', 'a\n b\n']],
    ['RUN <<EOF\nEOF\n', ['/bin/sh', '-c', '']],
    ['RUN <<EOF\n#!/bin/bash -e\na\nEOF\n', ['/bin/bash', '-e', '/dev/pipes/EOF']],
    ['RUN <<x\n#! /usr/bin/env python3\r\na\r\nx\n', ['/usr/bin/env', 'python3', '/dev/pipes/x']],
    ['RUN cat <<A <<B\na\nA\nb\nB\n', ['/bin/sh', '-c', 'cat <<A <<B\na\nA\nb\nB']],
    ['RUN cat <<-A\n\ta\n\tA\n', ['/bin/sh', '-c', 'cat <<-A\n\ta\nA']],
    ['RUN <<A cat\r\na\r\nA\r\n', ['/bin/sh', '-c', '<<A cat\na\r\nA']],
  ])('%j executes', (text, argv) => {
    expect(read(text).first.command?.argv).toEqual(argv);
  });
});

test('comments are found between instructions and inside them, directives and heredocs are none', () => {
  const { file, at } = read('# syntax=a\n# one\nRUN a \\\n  #two \n b\n#\nRUN <<E\n# three\nE\n');
  expect(file.comments.map(({ text, line, span }) => [line, text, at(span)])).toEqual([
    [2, 'one', '# one'],
    [4, 'two', '#two '],
    [6, '', '#'],
  ]);
  expect(file.directives.map(({ name, value, line, span }) => [name, value, line, at(span)])).toEqual([
    ['syntax', 'a', 1, '# syntax=a'],
  ]);
});
