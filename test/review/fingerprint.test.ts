import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/jobs/analyse.ts';
import { fingerprintsOf, markerComment, markersIn } from '../../src/review/fingerprint.ts';
import { wordRules } from '../support/word-rules.ts';
import fc from '../support/properties.ts';

function printsOf(text: string, path = 'Dockerfile'): readonly string[] {
  const { file, findings } = analyse(path, text, wordRules);
  return fingerprintsOf(path, file, findings);
}

describe('fingerprintsOf', () => {
  const text = 'FROM alpine\nRUN bad \\\n  ugly\nCMD bad\n';

  it('tells findings apart by rule, path and instruction', () => {
    const prints = [...printsOf(text), ...printsOf(text, 'other/Dockerfile')];
    expect(prints).toHaveLength(6);
    expect(new Set(prints).size).toBe(6);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/);
  });

  it('counts twins, in one instruction and in two', () => {
    const prints = printsOf('FROM alpine\nRUN bad bad\nRUN bad bad\n');
    expect(new Set(prints).size).toBe(4);
    expect(printsOf('FROM alpine\nRUN bad bad\n')).toEqual(prints.slice(0, 2));
  });

  it('does not see line breaks, indentation and where the instruction stands', () => {
    expect(printsOf('FROM alpine\n\n\n# why\nRUN   bad   ugly\n\nCMD bad\n')).toEqual(printsOf(text));
  });

  it('sees a change inside a heredoc', () => {
    const heredoc = (body: string) => printsOf(`FROM alpine\nRUN <<EOF\nbad\n${body}\nEOF\n`);
    expect(heredoc('a')).not.toEqual(heredoc('b'));
  });

  it('stays the same when lines are inserted anywhere above, between and below', () => {
    const lines = text.split('\n');
    const inserted = fc.array(fc.constantFrom('', '# note', 'ENV A=1', 'USER node', 'RUN fine'), { maxLength: 4 });
    fc.assert(
      fc.property(inserted, inserted, inserted, (a, b, c) => {
        const changed = [...lines.slice(0, 1), ...a, ...lines.slice(1, 3), ...b, ...lines.slice(3), ...c];
        expect(printsOf(changed.join('\n'))).toEqual(printsOf(text));
      }),
    );
  });
});

describe('markers', () => {
  it('come back from the body they were written into', () => {
    const markers = ['review-0123456789abcdef', '0123456789abcdef'];
    expect(markersIn(`${markerComment(markers)}\nHello`)).toEqual(markers);
    expect(markersIn(markerComment([]))).toEqual([]);
  });

  it.each([
    ['quoted further down', 'Hello\n<!-- dockerfile-review:0123456789abcdef -->'],
    ['inside a suggestion', '```suggestion\n<!-- dockerfile-review:0123456789abcdef -->\n```'],
    ['of another bot', '<!-- other-bot:0123456789abcdef -->'],
    ['not closed', '<!-- dockerfile-review:0123456789abcdef'],
  ])('are not read when %s', (_, body) => {
    expect(markersIn(body)).toEqual([]);
  });
});
