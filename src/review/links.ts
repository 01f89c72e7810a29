import { refusalRule } from './refusal.ts';

/** Where the pages of the rules are. */
const pages = 'https://github.com/dockerfile-review/dockerfile-review/blob/main/docs/rules';

/** What Docker itself refuses is in its own reference. */
const reference = 'https://docs.docker.com/reference/dockerfile/';

/** The address of a rule's page. */
export function pageOf(rule: string): string {
  if (rule === refusalRule) return reference;
  return `${pages}/${encodeURIComponent(rule)}.md`;
}

/** The rule's id as a Markdown link to its page. */
export function linkTo(rule: string): string {
  return `[${rule.replace(/[^\w-]/g, '')}](${pageOf(rule)})`;
}
