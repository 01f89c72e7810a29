import { describe, expect, it } from 'vitest';
import { changedPieces } from '../../../src/sandbox/web/client/word-diff.ts';
import fc from '../../support/properties.ts';

function marked(text: string, other: string): string {
  return changedPieces(text, other)
    .map((piece) => (piece.changed ? `«${piece.text}»` : piece.text))
    .join('');
}

describe('changedPieces', () => {
  it('marks what the other line does not have', () => {
    expect(marked("CMD ['node', 'a.js']", 'CMD ["node", "a.js"]')).toBe(
      "CMD [«'»node«'», «'»a«.»js«'»]".replace('«.»', '.'),
    );
    expect(marked('CMD ["node", "a.js"]', 'CMD node a.js')).toBe('CMD «[»«"»node«"»«,» «"»a.js«"»«]»');
  });

  it('marks nothing in lines that have little in common', () => {
    expect(marked('RUN cd /app', 'WORKDIR /srv/x')).toBe('RUN cd /app');
  });

  it('leaves very long lines alone', () => {
    const long = 'a '.repeat(100_000);
    expect(changedPieces(long, `${long}b`)).toEqual([{ text: long, changed: false }]);
  });

  it('loses nothing, and both sides keep as many words', () => {
    const line = fc
      .array(fc.constantFrom('CMD', ' ', '"', 'node', ',', '[', ']'), { maxLength: 20 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(line, line, (before, after) => {
        const own = changedPieces(before, after);
        const other = changedPieces(after, before);
        expect(own.map((piece) => piece.text).join('')).toBe(before);
        const kept = (pieces: typeof own) => pieces.filter((piece) => !piece.changed).length;
        if (own.some((piece) => piece.changed) && other.some((piece) => piece.changed)) {
          expect(kept(own)).toBe(kept(other));
        }
      }),
    );
  });
});
