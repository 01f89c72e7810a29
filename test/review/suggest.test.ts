import { describe, expect, it } from 'vitest';
import { relint } from '../../src/jobs/analyse.ts';
import { defaultConfig } from '../../src/lint/config.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { noFacts } from '../../src/lint/rule.ts';
import { hunkHolding, hunksOf } from '../../src/review/patch.ts';
import { place } from '../../src/review/place.ts';
import { outcomesOf } from '../../src/review/sequence.ts';
import type { Suggestion } from '../../src/review/model.ts';
import { patchOfAdded } from '../support/pull-request.ts';
import { reviewed } from '../support/reviewed.ts';
import { wordRules } from '../support/word-rules.ts';
import fc from '../support/properties.ts';

const suggestionsOf = (after: string, before?: string): readonly (Suggestion | undefined)[] =>
  place(before === undefined ? reviewed({ after }) : reviewed({ after, before })).map(({ suggestion }) => suggestion);

/** As GitHub applies it. */
function apply(text: string, { first, last, lines }: Suggestion): string {
  const all = text.split('\n');
  all.splice(first - 1, last - first + 1, ...lines);
  return all.join('\n');
}

describe('suggest', () => {
  it('replaces the lines that the fix changes, not the whole instruction', () => {
    expect(suggestionsOf('FROM a\nRUN x && \\\n  bad && \\\n  y\n')).toEqual([
      { first: 3, last: 3, lines: ['  good && \\'], title: 'Do without `bad`', safety: 'safe', blocked: undefined },
    ]);
  });

  it('goes on after the first fix until nothing is left on the instruction', () => {
    expect(suggestionsOf('FROM a\nRUN bad bad && ugly\n')).toEqual([
      {
        first: 2,
        last: 2,
        lines: ['RUN good good && nice'],
        title: 'Do without `bad`; Do without `bad`; Do without `ugly`',
        safety: 'unsafe',
        blocked: undefined,
      },
    ]);
  });

  it('takes the safe outcome when both leave as much', () => {
    // Deleting leaves nothing, and is safe; replacing one word after the other would leave nothing, and is not.
    expect(suggestionsOf('FROM a\nRUN ugly drop\nCMD x\n')).toMatchObject([
      { first: 2, last: 2, lines: [], safety: 'safe' },
    ]);
  });

  it('repeats the instruction under a line that is inserted', () => {
    expect(suggestionsOf('FROM a\nCMD above\n')).toMatchObject([
      { first: 2, last: 2, lines: ['ENV ABOVE=1', 'CMD below'] },
    ]);
  });

  it('takes in a neighbour where one empty line would be left', () => {
    expect(suggestionsOf('FROM a\nRUN blank\nCMD x\n')).toMatchObject([{ first: 2, last: 3, lines: ['', 'CMD x'] }]);
  });

  it.each([
    ['CRLF', 'FROM a\r\nCMD bad\r\n', 'CRLF', ['CMD good']],
    ['characters nobody sees', 'FROM a\nCMD bad \u202e\n', 'cannot be seen', ['CMD good \u202e']],
    ['bytes that are no UTF-8', 'FROM a\nCMD bad \ufffd\n', 'cannot be seen', ['CMD good \ufffd']],
    ['a file that would end otherwise', 'FROM a\nRUN drop', 'how the file ends', []],
    ['a very long line', `FROM a\nCMD bad ${'x'.repeat(20_000)}\n`, 'too long', [`CMD good ${'x'.repeat(20_000)}`]],
  ])('has no button for %s', (_, after, reason, lines) => {
    const [suggestion] = suggestionsOf(after);
    expect(suggestion?.blocked).toContain(reason);
    expect(suggestion?.lines).toEqual(lines);
  });

  it('has no button for lines outside the diff', () => {
    const rest = Array.from({ length: 12 }, (_, n) => `ENV N${n}=1 \\`).join('\n');
    const text = (word: string) => `FROM a\nRUN x \\\n${rest}\n  bad ${word}\n`;
    const [suggestion] = suggestionsOf(text('y'), text('y').replace('RUN x', 'RUN w'));
    expect(suggestion?.blocked).toContain('outside the diff');
  });

  it('keeps a file without last line feed', () => {
    const after = 'FROM a\nCMD bad';
    const [suggestion] = suggestionsOf(after);
    expect(apply(after, suggestion!)).toBe('FROM a\nCMD good');
  });
});

describe('as GitHub applies it', () => {
  const word = fc.constantFrom('x', 'bad', 'ugly', 'doubt', 'above', 'drop', 'blank', '', '"```"');
  const instruction = fc
    .tuple(
      fc.constantFrom('RUN', 'CMD', 'ENTRYPOINT', 'ENV A=1 B='),
      fc.array(word, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(' ', ' \\\n  '),
    )
    .map(([keyword, words, joint]) => `${keyword} ${words.join(joint)}`);
  const file = fc
    .tuple(fc.array(fc.oneof(instruction, fc.constantFrom('', '# note', 'USER node')), { maxLength: 12 }), fc.boolean())
    .map(([lines, feed]) => ['FROM alpine', ...lines].join('\n') + (feed ? '\n' : ''));
  it('gives a result of the fixer, inside one hunk, and no two suggestions meet', () => {
    let seen = 0;
    fc.assert(
      fc.property(file, fc.nat(8), fc.integer({ min: 1, max: 20 }), (after, from, size) => {
        const given = reviewed({ after, patch: patchOfAdded(after, from, size) });
        const { source } = given.after.file;
        const hunks = hunksOf(given.patch, source);
        const placed = place(given);
        const used: Suggestion[] = [];
        for (const { suggestion, findings, lines, at } of placed) {
          if (suggestion === undefined || suggestion.blocked !== undefined) continue;
          expect(at).toBe('inline');
          expect(lines).toEqual({ first: suggestion.first, last: suggestion.last });
          expect(hunkHolding(hunks, suggestion)).toBeDefined();
          expect(suggestion.lines).not.toEqual(['']);
          expect(used.some((other) => other.first <= suggestion.last && suggestion.first <= other.last)).toBe(false);
          used.push(suggestion);
          seen += 1;
          const instructionSpan = given.after.file.instructions.find(
            ({ span }) => span.start <= findings[0]!.span.start && findings[0]!.span.start <= span.end,
          )!.span;
          const again = (text: string, within: { start: number; end: number }) =>
            relint('Dockerfile', text, wordRules, within);
          const results = outcomesOf(source.text, instructionSpan, findings, again).map(({ text }) => text);
          expect(results).toContain(apply(after, suggestion));
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  it('gives the fixer’s own text when every suggestion is applied', () => {
    // Without words whose fixes take in their neighbours, each instruction is fixed for itself.
    const plain = file.filter((text) => !/above|blank|drop/.test(text));
    fc.assert(
      fc.property(plain, (after) => {
        const placed = place(reviewed({ after, patch: patchOfAdded(after, 0, 100) }));
        const bottomUp = placed.flatMap(({ suggestion }) => suggestion ?? []).sort((a, b) => b.first - a.first);
        expect(bottomUp.every(({ blocked }) => blocked === undefined)).toBe(true);
        const fixed = fixAll('Dockerfile', after, wordRules, defaultConfig, noFacts, 'unsafe');
        expect(bottomUp.reduce(apply, after)).toBe(fixed.text);
      }),
      { numRuns: 150 },
    );
  });
});
