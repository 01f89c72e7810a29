import { describe, expect, test } from 'vitest';
import { mapDirect, sliceMapped, sourceOffset, sourceSpan, type MappedText } from '../../src/text/mapped.ts';
import { createSource, linesOf, positionAt, spanOfLines, textOf } from '../../src/text/source.ts';
import fc from '../support/properties.ts';

describe('a source', () => {
  const source = createSource('Dockerfile', 'FROM a\r\nRUN b\n\nCMD c');

  test.each([
    [0, 1, 1],
    [6, 1, 7],
    [7, 1, 8],
    [8, 2, 1],
    [14, 3, 1],
    [15, 4, 1],
    [20, 4, 6],
    [99, 4, 6],
    [-1, 1, 1],
  ])('offset %i is line %i, column %i', (offset, line, column) => {
    expect(positionAt(source, offset)).toEqual({ line, column });
  });

  test("a span that ends at a line's start belongs to the line before", () => {
    expect(linesOf(source, { start: 0, end: 8 })).toEqual({ first: 1, last: 1 });
    expect(linesOf(source, { start: 0, end: 9 })).toEqual({ first: 1, last: 2 });
    expect(linesOf(source, { start: 8, end: 8 })).toEqual({ first: 2, last: 2 });
  });

  test('whole lines carry their line break, the last one has none', () => {
    expect(textOf(source, spanOfLines(source, 1, 2))).toBe('FROM a\r\nRUN b\n');
    expect(textOf(source, spanOfLines(source, 4, 4))).toBe('CMD c');
  });

  test('every offset lies on the line that its position names', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '🐳')), fc.nat(), (parts, seed) => {
        const { text, ...rest } = createSource('f', parts.join(''));
        const offset = seed % (text.length + 1);
        const { line, column } = positionAt({ text, ...rest }, offset);
        expect(text.slice(0, offset).split('\n')).toHaveLength(line);
        expect(text.slice(0, offset).split('\n').at(-1)).toHaveLength(column - 1);
      }),
    );
  });
});

describe('a mapped text', () => {
  // "RUN a \⏎  b": the backslash and the line break are cut out.
  const source = 'RUN a \\\n  b';
  const mapped: MappedText = {
    text: 'RUN a   b',
    segments: [
      { at: 0, source: 0 },
      { at: 6, source: 8 },
    ],
  };

  test('knows for each unit where it stands', () => {
    for (let at = 0; at < mapped.text.length; at++) expect(source[sourceOffset(mapped, at)]).toBe(mapped.text[at]);
  });

  test('its end is one after its last unit', () => {
    expect(sourceOffset(mapped, mapped.text.length)).toBe(source.length);
  });

  test('a span runs from its first unit to one after its last', () => {
    expect(sourceSpan(mapped, { start: 4, end: 9 })).toEqual({ start: 4, end: 11 });
    expect(sourceSpan(mapped, { start: 4, end: 6 })).toEqual({ start: 4, end: 6 });
    expect(sourceSpan(mapped, { start: 6, end: 6 })).toEqual({ start: 8, end: 8 });
  });

  test('a slice maps as the whole does', () => {
    for (let start = 0; start < mapped.text.length; start++) {
      const slice = sliceMapped(mapped, start);
      expect(slice.text).toBe(mapped.text.slice(start));
      for (let at = 0; at < slice.text.length; at++)
        expect(sourceOffset(slice, at)).toBe(sourceOffset(mapped, start + at));
    }
  });

  test('a text that stands in the source as it is', () => {
    const direct = mapDirect('node', 40);
    expect(sourceOffset(direct, 0)).toBe(40);
    expect(sourceOffset(direct, 4)).toBe(44);
    expect(sourceOffset(mapDirect('', 7), 0)).toBe(7);
  });
});
