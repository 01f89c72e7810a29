import type { Instruction } from '../../src/dockerfile/model.ts';
import type { ProposedFix, Report, Rule } from '../../src/lint/rule.ts';
import { defineRule } from '../../src/lint/rule.ts';

/** Rules that a test can aim with a word: each reports every occurrence of its word in RUN, CMD and ENTRYPOINT. */
function wordRule(
  word: string,
  severity: 'info' | 'warning' | 'error',
  safety: 'safe' | 'unsafe' | 'none',
  fix: (instruction: Instruction, at: number, text: string) => ProposedFix['edits'],
): Rule {
  return defineRule<unknown>({
    id: `${word}-word`,
    aliases: [],
    summary: `The word ${word} is not what it seems`,
    category: 'hygiene',
    severity,
    fix: safety,
    *check({ source, instructions }): Iterable<Report> {
      for (const instruction of instructions) {
        if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(instruction.keyword)) continue;
        const text = source.text.slice(instruction.span.start, instruction.span.end);
        for (const { index } of text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))) {
          const start = instruction.span.start + index;
          const fixes: ProposedFix[] =
            safety === 'none'
              ? []
              : [{ title: `Do without \`${word}\``, safety, edits: fix(instruction, start, source.text) }];
          const span = { start, end: start + word.length };
          yield { message: `\`${text}\` holds \`${word}\``, span, fixes };
        }
      }
    },
  });
}

const replace = (word: string, by: string) => (_: Instruction, start: number) => [
  { span: { start, end: start + word.length }, text: by },
];

export const badWord = wordRule('bad', 'error', 'safe', replace('bad', 'good'));
export const uglyWord = wordRule('ugly', 'warning', 'unsafe', replace('ugly', 'nice'));
export const doubtWord = wordRule('doubt', 'info', 'none', () => []);
/** Its fix inserts a line above. */
export const aboveWord = wordRule('above', 'warning', 'safe', ({ span }, start) => [
  { span: { start: span.start, end: span.start }, text: 'ENV ABOVE=1\n' },
  ...replace('above', 'below')(undefined as never, start),
]);
/** Its fix deletes the instruction and its line feed. */
export const dropWord = wordRule('drop', 'error', 'safe', ({ span }, _, text) => [
  { span: { start: span.start, end: Math.min(span.end + 1, text.length) }, text: '' },
]);
/** Its fix leaves an empty line where the instruction was. */
export const blankWord = wordRule('blank', 'warning', 'safe', ({ span }) => [{ span, text: '' }]);

export const wordRules: readonly Rule[] = [badWord, uglyWord, doubtWord, aboveWord, dropWord, blankWord];
