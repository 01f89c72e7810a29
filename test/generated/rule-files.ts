import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Rule } from '../../src/lint/rule.ts';

/** An absolute path from one that begins at the project's root. */
export function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The ids of all rules: the listing of `src/rules` is the registry. */
export function ruleIds(): readonly string[] {
  return readdirSync(fromRoot('src/rules'))
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
}

/** The rule that `src/rules/<id>.ts` exports. */
export async function loadRule(id: string): Promise<Rule> {
  const module = (await import(fromRoot(`src/rules/${id}.ts`))) as { readonly rule?: Rule };
  if (module.rule?.id !== id) throw new Error(`src/rules/${id}.ts must export \`rule\` with the id \`${id}\``);
  return module.rule;
}

export async function loadRules(): Promise<readonly Rule[]> {
  return Promise.all(ruleIds().map(loadRule));
}

/** Which of a rule's three files are missing. */
export function missingFiles(id: string): readonly string[] {
  return [`test/rules/${id}.test.ts`, `docs/rules/${id}.md`].filter((path) => !existsSync(fromRoot(path)));
}
