import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/dockerfile/images.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf } from '../../src/dockerfile/process.ts';
import { defaultCaps } from '../../src/review/caps.ts';
import { explain } from '../../src/review/explanation.ts';
import { label, mermaidOf } from '../../src/review/mermaid.ts';
import { planReview } from '../../src/review/plan.ts';
import { stageDiagrams } from '../../src/review/stage-diagrams.ts';
import { nothingSaid } from '../../src/review/standing.ts';
import { readCorpus } from '../support/corpus.ts';
import { reviewed } from '../support/reviewed.ts';
import fc from '../support/properties.ts';

function diagrams(text: string): readonly (readonly string[])[] {
  const file = parse('Dockerfile', text);
  return explain(file, processesOf(file, factsOf), factsOf).stages.map(mermaidOf);
}

/**
 * The whole grammar that we write: Mermaid's own parser weighs 154 MB, so a diagram is held against these lines. A label
 * holds no quote, so nothing in it can end it.
 */
const text = `"(?:[A-Za-z0-9 ,/:=→…–]|#\\d+;)*"`;
const statement = new RegExp(
  `^(?:flowchart TB| (?:subgraph (?:build|run) \\[${text}\\]| direction TB|end|from --> (?:build|run)|build --> run|from\\(\\[${text}\\]\\)` +
    `| (?:b\\d|entrypoint|cmd|health)\\[${text}\\]| argv\\{\\{${text}\\}\\}| pid1\\(\\[${text}\\]\\)| b0(?: --> b\\d)+` +
    `| (?:entrypoint|cmd) --> argv| argv --> pid1| health -\\.-> argv))$`,
);

const strange = (lines: readonly string[]) => lines.filter((line) => !statement.test(line));

describe('a stage as a flowchart', () => {
  test('shows both halves', () => {
    expect(diagrams('FROM scratch\nCOPY a /a\nENTRYPOINT ["/a"]\n')[0]).toEqual([
      'flowchart TB',
      ' from(["FROM scratch"])',
      ' from --> build',
      ' subgraph build ["docker build bakes in"]',
      '  direction TB',
      '  b0["COPY a → /a #40;line 2#41;"]',
      ' end',
      ' build --> run',
      ' subgraph run ["docker run starts"]',
      '  direction TB',
      '  entrypoint["ENTRYPOINT #91;#34;/a#34;#93; #40;line 3#41;"]',
      '  argv{{"#91;#34;/a#34;#93;"}}',
      '  entrypoint --> argv',
      '  pid1(["PID 1: a"])',
      '  argv --> pid1',
      ' end',
    ]);
  });

  test('counts what does not fit', () => {
    const [lines = []] = diagrams(`FROM scratch\n${'RUN x\n'.repeat(30)}`);
    expect(lines).toContain('  b8["and 22 more steps"]');
    expect(lines.join('\n').length).toBeLessThan(1_500);
  });

  test.each([
    '"]; b --> c["',
    '`**x**`',
    '%%{init: {}}%%',
    'click a href "javascript:x"',
    'end',
    '1. x',
    '<b>',
    '#34;',
    'a\nb',
  ])('the label %j is text', (hostile) => {
    expect(label(hostile)).toMatch(new RegExp(`^${text}$`));
  });

  test('every diagram of the corpus keeps to the grammar', () => {
    for (const { text: dockerfile } of readCorpus()) expect(diagrams(dockerfile).flatMap(strange)).toEqual([]);
  });

  test('and so does any other', () => {
    const line = fc.tuple(
      fc.constantFrom('RUN ', 'COPY ', 'CMD ', 'ENTRYPOINT ["', 'HEALTHCHECK CMD ', 'FROM ', 'ONBUILD RUN '),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const dockerfile = `FROM a AS b\n${lines.map((parts) => parts.join('')).join('\n')}`;
        expect(diagrams(dockerfile).flatMap(strange)).toEqual([]);
      }),
    );
  });
});

describe('in the check run', () => {
  test('each changed stage has one, folded, the final stage first', () => {
    const blocks = stageDiagrams(
      reviewed({ after: 'FROM a AS one\nCMD ["x"]\nFROM b\nCMD ["y"]\n', path: 'a@b<i>/Dockerfile' }),
    );
    expect(blocks.map(([first]) => first)).toEqual([
      '<details><summary>How it comes about: final stage of a&#64;&#8203;b&#60;&#8203;i&#62;&#8203;/Dockerfile</summary>',
      '<details><summary>How it comes about: one of a&#64;&#8203;b&#60;&#8203;i&#62;&#8203;/Dockerfile</summary>',
    ]);
    expect(blocks[0]?.slice(1, 4)).toEqual(['', '```mermaid', 'flowchart TB']);
    expect(blocks[0]?.slice(-3)).toEqual(['```', '', '</details>']);
  });

  test('many long stages stay within the limit of a summary, and are counted', () => {
    const stage = (index: number) => `FROM a AS s${index}\nRUN ${'"|;'.repeat(100)}\nCMD ["${'é'.repeat(300)}"]\n`;
    const after = Array.from({ length: 60 }, (_, index) => stage(index)).join('');
    const { check } = planReview({
      pull: 1,
      head: 'a'.repeat(40),
      files: [reviewed({ after })],
      notReviewed: [],
      ruleFailures: [],
      standing: nothingSaid,
      caps: defaultCaps,
    });
    expect(check.summary.length).toBeLessThan(65_535);
    expect(check.summary).toMatch(/…and \d+ more diagrams\./);
    expect(check.summary.match(/<details>/g)?.length).toBe(check.summary.match(/<\/details>/g)?.length);
  });
});
