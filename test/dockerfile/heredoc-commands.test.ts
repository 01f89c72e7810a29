import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { sourceOffset } from '../../src/text/mapped.ts';

function commandOf(text: string): Command {
  return parse('Dockerfile', text).instructions.at(-1)!.command!;
}

describe('what a RUN with heredocs executes', () => {
  const sh = ['/bin/sh', '-c'];

  test.each<[string, string, readonly string[]]>([
    ['the body is the script', 'RUN <<EOF\na\nb\nEOF\n', [...sh, 'a\nb\n']],
    ['an empty one', 'RUN <<EOF\nEOF\n', [...sh, '']],
    ['the shell in force', 'SHELL ["bash", "-c"]\nRUN <<EOF\na\nEOF\n', ['bash', '-c', 'a\n']],
    ['tabs stay', 'RUN <<EOF\n\ta\nEOF\n', [...sh, '\ta\n']],
    ['<<- takes leading tabs', 'RUN <<-EOF\n\t\ta\tb\n c\n\t\n\tEOF\n', [...sh, 'a\tb\n c\n\n']],
    ['<<- without any', 'RUN <<-EOF\na\tb\nEOF\n', [...sh, 'a\tb\n']],
    ['a body of #! is a program of its own', 'RUN <<EOF\n#!/bin/bash\na\nEOF\n', ['/bin/bash', '/dev/pipes/EOF']],
    [
      'with an argument',
      'RUN <<py\n#! /usr/bin/env  python3 -u \na\npy\n',
      ['/usr/bin/env', 'python3 -u', '/dev/pipes/py'],
    ],
    ['with a carriage return', 'RUN <<EOF\r\n#!/bin/bash\r\na\r\nEOF\r\n', ['/bin/bash', '/dev/pipes/EOF']],
    ['whatever SHELL says', 'SHELL ["bash", "-c"]\nRUN <<EOF\n#!/a\nEOF\n', ['/a', '/dev/pipes/EOF']],
    ['#! in a later line is a comment', 'RUN <<EOF\na\n#!/b\nEOF\n', [...sh, 'a\n#!/b\n']],
    ['a reader in front', 'RUN cat <<EOF\na\nEOF\n', [...sh, 'cat <<EOF\na\nEOF']],
    ['a target behind', 'RUN <<EOF > b\na\nEOF\n', [...sh, '<<EOF > b\na\nEOF']],
    ['two', 'RUN a <<A 3<<B\nx\nA\ny\nB\n', [...sh, 'a <<A 3<<B\nx\nA\ny\nB']],
    ['two and nothing else', 'RUN <<A <<B\nx\nA\ny\nB\n', [...sh, '<<A <<B\nx\nA\ny\nB']],
    ['a reader of nothing', 'RUN cat <<EOF\nEOF\n', [...sh, 'cat <<EOF\nEOF']],
    ['a reader of <<- keeps the tabs of the body', 'RUN cat <<-EOF\n\ta\n\tEOF\n', [...sh, 'cat <<-EOF\n\ta\nEOF']],
    ['a continued line', 'RUN a && \\\n cat <<EOF\nx\nEOF\n', [...sh, 'a &&  cat <<EOF\nx\nEOF']],
  ])('%s', (_, text, argv) => {
    expect(commandOf(text).argv).toEqual(argv);
  });

  test.each([
    'RUN <<EOF\na\nb\nEOF\n',
    'RUN <<-EOF\n\t\ta\tb\n c\n\t\n\tEOF\n',
    'RUN cat <<EOF\na\nEOF\n',
    'RUN a && \\\n cat <<EOF >b\nx\nEOF\n',
    'RUN a <<A 3<<-B\nx\nA\n\ty\n\tB\n',
    'FROM x\nRUN a <<EOF',
    'HEALTHCHECK --interval=5s CMD a \\\n b\n',
  ])('every unit of the command knows its place: %j', (text) => {
    const command = commandOf(text);
    const { length } = command.text.text;
    const places = Array.from({ length }, (_, at) => sourceOffset(command.text, at));
    expect(places.map((place) => text[place]).join('')).toBe(command.text.text);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test.each([
    ['RUN <<EOF\na\nEOF\nRUN b\n', '<<EOF\na\nEOF'],
    ['RUN cat <<EOF >b\na\nEOF\n', 'cat <<EOF >b\na\nEOF'],
    ['RUN --network=none a \\\n  b\n', 'a \\\n  b'],
  ])('it stands from its first word to the last delimiter: %j', (text, expected) => {
    const { span } = parse('Dockerfile', text).instructions[0]!.command!;
    expect(text.slice(span.start, span.end)).toBe(expected);
  });
});

test('HEALTHCHECK NONE, and a test whose name only begins with CMD, execute nothing', () => {
  for (const args of ['NONE', 'CMDs a', 'xCMD a'])
    expect(parse('Dockerfile', `FROM a\nHEALTHCHECK ${args}\n`).instructions[1]!.command).toBeUndefined();
});
