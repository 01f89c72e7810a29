import { expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { heldCommands } from '../../src/dockerfile/rewrite.ts';
import { insertIntoString } from '../../src/dockerfile/string-insert.ts';
import { applyEdits } from '../../src/text/edit.ts';
import fc from '../support/properties.ts';

function insert(code: string, index: number, at: number, text: string): string {
  const [held] = heldCommands(parse('Dockerfile', code));
  return applyEdits(code, insertIntoString(held!, index, at, text));
}

test('keeps escapes and line breaks as they are written', () => {
  expect(insert('FROM x\nCMD ["sh", "-c", "a\\u0020&& b"]\n', 2, 5, 'exec ')).toBe(
    'FROM x\nCMD ["sh", "-c", "a\\u0020&& exec b"]\n',
  );
  expect(insert('FROM x\nCMD ["sh", "-c", "a && \\\n  b"]\n', 2, 7, 'exec ')).toBe(
    'FROM x\nCMD ["sh", "-c", "a && \\\n  exec b"]\n',
  );
});

test('changes the value as a string insertion does', () => {
  const values = fc.array(fc.string({ unit: fc.constantFrom('a', '"', '\\', '\t', 'é', ' ') }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.nat(), fc.nat(), (strings, nth, where) => {
      const index = nth % strings.length;
      const value = strings[index]!;
      const at = where % (value.length + 1);
      const after = insert(`FROM x\nCMD ${JSON.stringify(strings)}\n`, index, at, '"x"');
      const expected = strings.with(index, `${value.slice(0, at)}"x"${value.slice(at)}`);
      expect(parse('Dockerfile', after).instructions[1]?.json?.values).toEqual(expected);
    }),
  );
});
