import { existsSync, readFileSync } from 'node:fs';
import type { Rule } from '../../src/lint/rule.ts';
import type { Files } from '../support/repository.ts';
import { fromRoot } from './rule-files.ts';

const begin = '<!-- generated from src/rules by `npm run generate`; edit below -->';
const end = '<!-- end of generated head -->';

/** The headings of every page, in this order; `## When it stays silent` comes last. */
export const headings = ['## Why', '## Bad', '## Good', '## The fix', '## When it stays silent'];

/** A rule's page. One that is missing is a mistake: the generator writes heads, not pages. */
export function readPage(id: string): string {
  const path = fromRoot(`docs/rules/${id}.md`);
  if (!existsSync(path))
    throw new Error(`docs/rules/${id}.md is missing; write it with the headings ${headings.join(', ')}`);
  return readFileSync(path, 'utf8');
}

/** The page with its head made anew from the rule. */
export function withHead(rule: Rule, page: string): string {
  const at = page.indexOf(end);
  const body = at < 0 ? page.slice(Math.max(0, page.indexOf(headings[0]!))) : page.slice(at + end.length).trimStart();
  return `${begin}\n\n# ${rule.id}\n\n${sentence(rule.summary)}\n\n${table(rule)}\n\n${end}\n\n${body}`;
}

function table(rule: Rule): string {
  const rows = [
    ['severity', rule.severity],
    ['category', rule.category],
    ['fix', fixWords[rule.fix]],
    [
      'also known as',
      rule.aliases.length === 0 ? 'no other name' : rule.aliases.map((alias) => `\`${alias}\``).join(', '),
    ],
  ];
  return `| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name ?? ''} | ${value ?? ''} |`).join('\n')}`;
}

export const fixWords: Readonly<Record<Rule['fix'], string>> = {
  safe: 'safe: keeps the meaning, or turns what surely fails into what was plainly meant',
  unsafe: 'unsafe: probably what was meant; a person decides',
  display: 'words only',
  none: 'none',
};

export function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

/** A Dockerfile that a page shows, and the files of the repository that it shows above it. */
export interface Example {
  readonly text: string;
  /** undefined where none is shown: then nothing is known of the repository. */
  readonly files: Files | undefined;
}

/**
 * The ```dockerfile blocks below one heading. A block like ```sh start.sh 100755 is a file of the repository, with its
 * mode, for the Dockerfile that follows; `crlf` behind it gives it carriage returns.
 */
export function examplesUnder(page: string, heading: string): readonly Example[] {
  const from = page.indexOf(`\n${heading}\n`);
  if (from < 0) return [];
  const next = page.indexOf('\n## ', from + heading.length);
  const section = page.slice(from, next < 0 ? page.length : next);
  const examples: Example[] = [];
  let files: Files | undefined;
  for (const [, info = '', text = ''] of section.matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
    if (info === 'dockerfile') {
      examples.push({ text, files });
      files = undefined;
      continue;
    }
    const [, path, mode = '', crlf] = info.split(' ');
    if (path !== undefined)
      files = { ...files, [path]: { mode, text: crlf === undefined ? text : text.replaceAll('\n', '\r\n') } };
  }
  return examples;
}
