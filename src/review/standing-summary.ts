import type { Chosen } from './choose.ts';
import { sayFinding, sayFix } from './comment.ts';
import { count, countFindings } from './count.ts';
import { code, shorten } from './markdown.ts';
import type { Placed } from './model.ts';

/** A body holds 65,536 characters (github/limits.ts); the list of what lies outside the diff stays below. */
const longestList = 30_000;

/**
 * The one summary of a pull request, which is edited when it changes and only then: so it names neither the commit nor
 * the time. What is found, what has no line in the diff, and how much more there is.
 */
export function sayAll(placed: readonly Placed[], { inBody, beyond }: Chosen, page: string | undefined): string {
  const unsaid = new Set(beyond.flatMap(({ fingerprints }) => fingerprints));
  const spoken = placed.filter(({ at }) => at === 'inline' || at === 'file');
  const said = spoken.flatMap(({ findings, fingerprints }) =>
    findings.filter((_, index) => !unsaid.has(fingerprints[index] ?? '')),
  );
  const parts = [
    said.length === 0
      ? 'Nothing is left of what was found in what this pull request changes.'
      : `Found ${countFindings(said)} in what this pull request changes.`,
    sayInBody(inBody),
    beyond.length === 0
      ? ''
      : `…and ${count(beyond.length, 'more instruction')} with findings; ${checkRun(page)} lists them.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The check run comes after the review, so that its own address is not known yet: the page of all of them is. */
function checkRun(page: string | undefined): string {
  return page === undefined ? 'the check run' : `[the check run](${page}/checks)`;
}

/**
 * What has no line in the diff. A comment on the whole file would need a call of its own for each, so these stand in
 * the review's body under the file's name (docs/decisions/0009).
 */
function sayInBody(placed: readonly Placed[]): string {
  const lines: string[] = [];
  let path: string | undefined;
  for (const one of placed) {
    if (one.path !== path) lines.push(`**${code(shorten(one.path, 300))}**, outside the diff:`);
    path = one.path;
    const fix = one.suggestion === undefined ? '' : `\n\n${sayFix(one.suggestion)}`;
    lines.push(...one.findings.map((finding) => `Line ${one.line}. ${sayFinding(finding)}`));
    if (fix !== '') lines.push(fix.trim());
  }
  return cut(lines);
}

function cut(lines: readonly string[]): string {
  let length = 0;
  const shown = lines.filter((line) => (length += line.length) <= longestList);
  const more = lines.length - shown.length;
  return [...shown, ...(more === 0 ? [] : ['The rest is in the check run.'])].join('\n\n');
}
