import { describe, expect, test } from 'vitest';
import { agrees } from '../../src/dockerfile/cross-check.ts';
import { parse } from '../../src/dockerfile/parse.ts';

function answers(text: string): readonly boolean[] {
  const file = parse('Dockerfile', text);
  return file.instructions.map((instruction) => agrees(file, instruction));
}

describe('two parsers agree', () => {
  test.each([
    'FROM x\nRUN a \\\n  # c\n b\n\nCMD ["a"]\n',
    '# escape=`\nFROM x\nRUN a `\n b\nCMD c\n',
    'FROM x\r\nCMD a \\\r\n b\r\n',
    'FROM x\nRUN <<EOF\na\nEOF\nCMD ["b"]\n',
    'from x\ncmd a\n',
    'FROM x\nONBUILD CMD a\n',
  ])('%j', (text) => {
    expect(answers(text)).not.toContain(false);
  });
});

describe('two parsers differ, so nothing is edited', () => {
  test.each([
    ['a doubled backslash that ends no line', 'RUN a \\\\\nCMD b\n', [false, false]],
    ['a trailing comment line that belongs to the instruction', 'RUN a \\\n# c\n', [false]],
  ])('%s', (_, text, expected) => {
    expect(answers(text)).toEqual(expected);
  });

  test('a text too long to ask about', () => {
    expect(answers(`RUN ${'a'.repeat(300_000)}\n`)).toEqual([false]);
  });
});
