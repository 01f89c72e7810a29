import { parse } from '../../src/dockerfile/parse.ts';
import { defaultConfig, type LintConfig } from '../../src/lint/config.ts';
import { lint, type LintResult } from '../../src/lint/lint.ts';
import { noFacts, type ProposedFix, type Report, type Rule } from '../../src/lint/rule.ts';
import { applyEdits } from '../../src/text/edit.ts';

/** A rule of the tests: reports every instruction of one keyword whose arguments hold a word. */
export function wordRule(
  word: string,
  more: Partial<Rule> & { readonly report?: Partial<Report>; readonly to?: string } = {},
): Rule {
  const { report = {}, to, ...rest } = more;
  return {
    id: `no-${word}`,
    aliases: [],
    summary: `${word} is not wanted`,
    category: 'form',
    severity: 'warning',
    fix: 'safe',
    *check(file) {
      for (const { args, span } of file.instructions) {
        if (!args.text.split(' ').includes(word)) continue;
        const start = file.source.text.indexOf(word, span.start);
        const edits = [{ span: { start, end: start + word.length }, text: to ?? '' }];
        const fixes: readonly ProposedFix[] = to === undefined ? [] : [{ title: `Write ${to}`, safety: 'safe', edits }];
        yield { message: `${word} is not wanted`, span: { start, end: start + word.length }, fixes, ...report };
      }
    },
    ...rest,
  };
}

export function lintText(text: string, rules: readonly Rule[], config: LintConfig = defaultConfig): LintResult {
  return lint(parse('Dockerfile', text), rules, config, noFacts);
}

/** Findings as `rule@offset severity`. */
export function told({ findings }: LintResult): readonly string[] {
  return findings.map(({ rule, span, severity }) => `${rule}@${span.start} ${severity}`);
}

/** The text after the first fix of the first finding. */
export function firstFix(text: string, { findings }: LintResult): string | undefined {
  const fix = findings[0]?.fixes[0];
  return fix && applyEdits(text, fix.edits);
}
