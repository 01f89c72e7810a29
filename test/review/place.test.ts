import { describe, expect, it } from 'vitest';
import { rule as duplicateInstruction } from '../../src/rules/duplicate-instruction.ts';
import { place } from '../../src/review/place.ts';
import { hunksOf, hunkHolding } from '../../src/review/patch.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { patchOfAdded } from '../support/pull-request.ts';
import { reviewed } from '../support/reviewed.ts';
import fc from '../support/properties.ts';

const far = Array.from({ length: 12 }, (_, n) => `ENV N${n}=1\n`).join('');

describe('place', () => {
  it('comments on the lines of the suggestion', () => {
    const [placed] = place(reviewed({ after: 'FROM a\nRUN x && \\\n  bad\n' }));
    expect(placed).toMatchObject({ at: 'inline', introduced: true, lines: { first: 3, last: 3 }, line: 3 });
  });

  it('puts one instruction’s findings together, the worst first', () => {
    const placed = place(reviewed({ after: 'FROM a\nRUN doubt ugly bad\nCMD ugly\n' }));
    expect(placed.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
      ['bad-word', 'ugly-word', 'doubt-word'],
      ['ugly-word'],
    ]);
    expect(placed[0]?.fingerprints).toHaveLength(3);
  });

  it('never comments for information alone', () => {
    expect(place(reviewed({ after: 'FROM a\nRUN doubt\n' }))).toMatchObject([{ at: 'annotation', introduced: true }]);
  });

  it('does not comment on what was there before, also when the file changed', () => {
    const before = `FROM a\nRUN bad\nRUN doubt\n${far}`;
    const placed = place(reviewed({ before, after: `${before}USER node\n` }));
    expect(placed).toMatchObject([
      { at: 'annotation', introduced: false, suggestion: undefined, lines: { first: 2, last: 2 } },
      { at: 'summary', introduced: false },
    ]);
  });

  it('comments when one line of a long instruction changed', () => {
    const before = 'FROM a\nRUN bad && \\\n  x && \\\n  y\n';
    const [placed] = place(reviewed({ before, after: before.replace('y', 'z') }));
    expect(placed).toMatchObject({ at: 'inline', introduced: true });
  });

  it('comments when a line was taken out of an instruction', () => {
    const before = 'FROM a\nRUN <<EOF\nset -e\nbad\nEOF\n';
    const [placed] = place(reviewed({ before, after: before.replace('set -e\n', '') }));
    expect(placed).toMatchObject({ at: 'inline', introduced: true });
  });

  it('comments on an untouched line whose fault the pull request causes', () => {
    const before = 'FROM node\nCMD ["a"]\nUSER node\n';
    const rules = [duplicateInstruction as Rule];
    const [placed] = place(reviewed({ before, after: `${before}CMD ["b"]\n`, rules }));
    expect(placed).toMatchObject({ at: 'inline', introduced: true, lines: { first: 2, last: 2 } });
  });

  it('keeps it for the review’s body when the line is outside the diff', () => {
    const before = `FROM node\nCMD ["a"]\n${far}`;
    const rules = [duplicateInstruction as Rule];
    const [placed] = place(reviewed({ before, after: `${before}CMD ["b"]\n`, rules }));
    expect(placed).toMatchObject({ at: 'file', introduced: true, lines: { first: 2, last: 2 } });
    expect(placed?.suggestion?.blocked).toContain('outside the diff');
  });

  it('keeps it for the review’s body when GitHub gives no patch', () => {
    const [placed] = place(reviewed({ after: 'FROM a\nRUN bad\n', patch: undefined }));
    expect(placed).toMatchObject({ at: 'file', introduced: true });
  });

  it('takes a renamed file’s findings for old', () => {
    const text = 'FROM a\nRUN bad\n';
    expect(place(reviewed({ path: 'new/Dockerfile', before: text, after: text, patch: undefined }))).toMatchObject([
      { at: 'annotation', introduced: false },
    ]);
  });

  it('says nothing of lines it cannot compare', () => {
    const file = { ...reviewed({ after: 'FROM a\nRUN bad\n', patch: undefined }), isNew: false };
    expect(place(file)).toMatchObject([{ at: 'annotation', introduced: false }]);
  });

  it('clips a long instruction to the hunk', () => {
    const script = Array.from({ length: 30 }, (_, n) => `  step${n} && \\\n`).join('');
    const before = `FROM a\nRUN ugly && \\\n${script}  end\n`;
    const rules: readonly Rule[] = [
      {
        ...(duplicateInstruction as Rule),
        *check({ instructions }) {
          for (const { keyword, span } of instructions) if (keyword === 'RUN') yield { message: 'long', span };
        },
      },
    ];
    const [placed] = place(reviewed({ before, after: before.replace('step20 ', 'step20x '), rules }));
    expect(placed).toMatchObject({ at: 'inline', lines: { first: 20, last: 26 } });
  });

  it('drops nothing, and every comment stands in one hunk', () => {
    const line = fc.constantFrom(
      'RUN bad',
      'RUN ugly doubt',
      'CMD drop',
      'USER a',
      '',
      'RUN x \\\n bad \\\n y',
      'CMD blank',
      'RUN doubt',
    );
    const file = fc.array(line, { maxLength: 14 }).map((lines) => ['FROM a', ...lines, ''].join('\n'));
    fc.assert(
      fc.property(file, file, fc.nat(20), (before, after, size) => {
        const given = reviewed({ before, after, patch: size === 0 ? undefined : patchOfAdded(after, 2, size) });
        const placed = place(given);
        const hunks = hunksOf(given.patch, given.after.file.source);
        expect(placed.flatMap(({ findings }) => findings)).toHaveLength(given.after.findings.length);
        expect(new Set(placed.flatMap(({ findings }) => findings))).toEqual(new Set(given.after.findings));
        for (const { at, lines } of placed) {
          if (at === 'inline') expect(hunkHolding(hunks, lines)).toBeDefined();
          if (at === 'inline') expect(lines.first).toBeLessThanOrEqual(lines.last);
        }
      }),
      { numRuns: 150 },
    );
  });
});
