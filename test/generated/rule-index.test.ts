import { expect, test } from 'vitest';
import { fromRoot, loadRule, missingFiles, ruleIds } from './rule-files.ts';

test('every rule has its test and its page', () => {
  expect(ruleIds().flatMap(missingFiles), 'a rule is three files of one name; these are missing').toEqual([]);
});

test('every file in src/rules exports a rule of its own name', async () => {
  for (const id of ruleIds()) await expect(loadRule(id)).resolves.toHaveProperty('id', id);
});

test('src/rules/index.ts lists the folder (npm run generate)', async () => {
  const imports = ruleIds().map((id) => `import { rule as ${camelCase(id)} } from './${id}.ts';\n`);
  const entries = ruleIds().map((id) => `  ${camelCase(id)},\n`);
  const list = entries.length === 0 ? '[]' : `[\n${entries.join('')}]`;
  await expect(
    `// Generated from this folder's listing by \`npm run generate\`; do not edit.\n` +
      `import type { Rule } from '../lint/rule.ts';\n${imports.join('')}\n` +
      `/** Every rule, by id. */\nexport const rules: readonly Rule[] = ${list};\n`,
  ).toMatchFileSnapshot(fromRoot('src/rules/index.ts'));
});

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
