import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { lint } from '../../src/lint/lint.ts';
import { noFacts, type Rule } from '../../src/lint/rule.ts';
import { repository } from '../support/repository.ts';
import { fromRoot, loadRules, ruleIds } from './rule-files.ts';
import { examplesUnder, fixWords, headings, readPage, sentence, withHead, type Example } from './rule-page.ts';

const rules = await loadRules();

describe.each(rules.map((rule) => [rule.id, rule] as const))('docs/rules/%s.md', (id, rule) => {
  test('has an up-to-date head (npm run generate)', async () => {
    await expect(withHead(rule, readPage(id))).toMatchFileSnapshot(fromRoot(`docs/rules/${id}.md`));
  });

  test('has the fixed headings in their order', () => {
    expect(
      readPage(id)
        .split('\n')
        .filter((line) => line.startsWith('## ')),
    ).toEqual(headings);
  });

  test('shows examples that do what they say', () => {
    const page = readPage(id);
    const bad = examplesUnder(page, '## Bad');
    const good = examplesUnder(page, '## Good');
    expect(bad.length, 'no ```dockerfile block under ## Bad').toBeGreaterThan(0);
    expect(good.length, 'no ```dockerfile block under ## Good').toBeGreaterThan(0);
    for (const example of bad) expect(messagesOf(rule, example), example.text).not.toEqual([]);
    for (const example of good) expect(messagesOf(rule, example), example.text).toEqual([]);
  });
});

test('no page is left of a rule that is gone', () => {
  const pages = readdirSync(fromRoot('docs/rules')).filter((name) => name.endsWith('.md'));
  expect(pages.filter((name) => !ruleIds().includes(name.slice(0, -'.md'.length)))).toEqual([]);
});

test('docs/rules.md lists all rules (npm run generate)', async () => {
  const rows = rules.map((rule) => {
    const aliases = rule.aliases.map((alias) => `\`${alias}\``).join(', ');
    return `| [${rule.id}](rules/${rule.id}.md) | ${cell(sentence(rule.summary))} | ${rule.severity} | ${rule.fix} | ${aliases} |`;
  });
  const levels = [...new Set(rules.map((rule) => rule.fix))]
    .sort()
    .map((fix) => `- \`${fix}\`: ${fixWords[fix].replace(/^\w+: /, '')}`);
  await expect(
    `<!-- generated from src/rules by \`npm run generate\`; do not edit -->\n# Rules\n\n` +
      `| rule | what it says | severity | fix | also known as |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n` +
      `How far a rule's fixes go:\n\n${levels.join('\n')}\n`,
  ).toMatchFileSnapshot(fromRoot('docs/rules.md'));
});

/** GitHub ends a table's cell at every bare `|`, also inside code. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function messagesOf(rule: Rule, { text, files }: Example): readonly string[] {
  const config = { rules: rule.severity === 'off' ? { [rule.id]: { severity: 'warning' as const } } : {} };
  const facts = files === undefined ? noFacts : repository(files);
  // A rule about comments needs the others, to know what these silence.
  const result = lint(parse('Dockerfile', text), rule.after === undefined ? [rule] : rules, config, facts);
  for (const { error } of result.failures) throw error;
  return result.findings.filter((finding) => finding.rule === rule.id).map(({ message }) => message);
}
