import { expect, it } from 'vitest';
import { repairArray } from '../../src/dockerfile/repair-array.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { jsonArray } from '../../src/text/json-array.ts';
import fc from '../support/properties.ts';

const pieces = fc.constantFrom(
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    ',',
    ',',
    '，',
    ';',
    '=',
    '#',
    ' ',
    ' ',
    '\t',
    '"',
    '"',
    "'",
    "'",
    '“',
    '”',
    '‘',
    '’',
  ],
  ...['a', 'node', '-x', '10', '$A', '\\', '\\n', '\\w', 'C:\\x', '&&', '\u0001', '🚀'],
);

it('whatever it repairs is the JSON of the values it names', () => {
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 20 }).map((all) => `[${all.join('')}`),
      (text) => {
        const repaired = repairArray(text);
        if ('no' in repaired) return;
        const result = applyEdits(text, repaired.edits);
        expect(JSON.parse(result), `${text} → ${result}`).toEqual(repaired.values);
      },
    ),
    { numRuns: 3000 },
  );
});

it('leaves valid JSON alone', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', 'é', '/') }), { minLength: 1 }),
      (values) => {
        const text = jsonArray(values);
        const repaired = repairArray(text);
        // A string full of quotes or backslashes may be beyond what it reads; what it reads it must not change.
        if ('no' in repaired) return;
        expect(JSON.parse(applyEdits(text, repaired.edits))).toEqual(repaired.values);
      },
    ),
  );
});

it('takes linear time for one long line', () => {
  for (const piece of ['"a", ', "'", '[', '"a" ', '\\', '#', 'a,']) {
    const repaired = repairArray(`[${piece.repeat(20_000)}`);
    expect(typeof repaired).toBe('object');
  }
});
