/** Where the pages of the rules are. */
const pages = 'https://github.com/dockerfile-review/dockerfile-review/blob/main/docs/rules';

/** The address of a rule's page. */
export function pageOf(rule: string): string {
  return `${pages}/${encodeURIComponent(rule)}.md`;
}

/** The rule's id as a Markdown link to its page. */
export function linkTo(rule: string): string {
  return `[${rule.replace(/[^\w-]/g, '')}](${pageOf(rule)})`;
}
