import type { AppliedFix } from '../lint/fix.ts';
import { unifiedDiff } from '../text/diff.ts';
import { count } from './count.ts';
import { linkTo } from './links.ts';
import { code, fence, hidesSomething, plain, shorten } from './markdown.ts';

/** A file before and after its fixes. */
export interface ChangedText {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly applied: readonly AppliedFix[];
}

/** What GitHub said when it refused. */
export interface Refused {
  readonly reason: string;
  readonly requestId: string | undefined;
}

/** A comment's body holds 65,536 characters (github/limits.ts); more than this nobody copies from one. */
const longestPatch = 50_000;

/** Files that an answer names one by one. */
const mostNamed = 10;

export function sayHelp(): string {
  return [
    'Write one of these as the first line of a comment, also in a reply to one of mine:',
    [
      '- `/dockerfile-review fix` commits the safe fixes of what this pull request changes; `fix <rule>` those of one rule',
      '- `/dockerfile-review ignore <rule> <reason>` shows the comment that silences a finding',
      '- `/dockerfile-review recheck` reviews the pull request again',
      '- `/dockerfile-review help` shows this',
    ].join('\n'),
    'Fixing needs write access to the repository; the rest is for the author of the pull request too.',
  ].join('\n\n');
}

export function sayNotAllowed(login: string, command: string): string {
  return `${code(`/dockerfile-review ${command}`)} is not for ${code(login)}: it takes write access to this repository${
    command === 'fix' ? '' : ', or being the author of the pull request'
  }.`;
}

export function sayUnknownRule(word: string, nearest: string | undefined): string {
  const hint = nearest === undefined ? '' : ` Did you mean ${code(nearest)}?`;
  return `There is no rule ${code(word)}.${hint}`;
}

export function sayClosed(): string {
  return 'The pull request is closed: nothing was done.';
}

export function sayNoDockerfiles(): string {
  return 'This pull request changes no Dockerfile that could be read.';
}

/** `left`: what is left to people, as far as the same findings go. */
export function sayNothingToFix(rule: string | undefined, left: Left, skipped: readonly Skipped[]): string {
  const what =
    rule === undefined ? 'in what this pull request changes' : `of ${linkTo(rule)} in what this pull request changes`;
  const more = [
    left.unsafe === 0
      ? ''
      : `${count(left.unsafe, 'finding')} can be fixed, but not safely: the review has the suggestions.`,
    left.before === 0
      ? ''
      : `${count(left.before, 'finding')} from before could be fixed safely too; those lines are left alone.`,
    saySkipped(skipped),
  ];
  return [`Nothing to commit: there is no safe fix ${what}.`, ...more].filter((text) => text !== '').join(' ');
}

/** Findings for which nothing was committed: of this pull request without a safe fix, and safely fixable ones from before. */
export interface Left {
  readonly unsafe: number;
  readonly before: number;
}

/** A changed Dockerfile that is not fixed; `reason` ends a sentence. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
  /** Some of its fixes were made. */
  readonly partly?: boolean;
}

export function saySkipped(skipped: readonly Skipped[]): string {
  const named = skipped.slice(0, mostNamed).map(({ path, reason, partly }) => {
    return `${nameOf(path)} was ${partly === true ? 'fixed in part' : 'left alone'}: ${reason}.`;
  });
  const more = skipped.length - named.length;
  return [...named, ...(more > 0 ? [`So were ${count(more, 'more file')}.`] : [])].join(' ');
}

export function sayCommitted(sha: string, files: readonly ChangedText[], skipped: readonly Skipped[]): string {
  const list = files
    .slice(0, mostNamed)
    .map(({ path, applied }) => `- ${nameOf(path)}: ${rulesOf(applied).map(linkOf).join(', ')}`);
  const more = files.length - list.length;
  if (more > 0) list.push(`- …and ${count(more, 'more file')}`);
  return [`Committed as ${sha}.`, list.join('\n'), saySkipped(skipped)].filter((text) => text !== '').join('\n\n');
}

/** A try before this one has made the commit; what it held is in its message. */
export function sayCommittedBefore(sha: string): string {
  return `Committed as ${sha}.`;
}

export function sayMoved(): string {
  return 'The branch has moved since these findings were made, so nothing was committed. The new head is being reviewed; ask again there.';
}

export function sayNotAgain(sha: string): string {
  return `The same was committed before, as ${sha}, and is not in the branch any more. I do not repeat it.`;
}

export function sayTooMany(most: number): string {
  return `I have made ${most} commits on this pull request within the hour, which is as many as I make. Ask again later.`;
}

export function sayForeignFork(name: string | undefined, ofOrganization: boolean): string {
  if (name === undefined) return 'The repository of this branch is gone, so there is nothing to commit to.';
  const why = ofOrganization
    ? 'GitHub lets nobody write to the fork of an organisation from here'
    : 'GitHub lets no App write to it from here';
  return `The branch is in ${code(name)}, where I am not installed: ${why}.`;
}

export function sayMayNotPush(login: string): string {
  return `${code(login)} has no write access to this repository, so I do not commit for them.`;
}

export function sayRefused(refused: Refused): string {
  return `GitHub refused the commit, and I do not try again: ${sayReason(refused)}`;
}

export function sayFailed(reason: string): string {
  return `This could not be done. I have tried several times; the last reason: ${code(shorten(reason, 500))}`;
}

function sayReason({ reason, requestId }: Refused): string {
  const request = requestId === undefined ? '' : ` (GitHub request ${code(requestId)})`;
  return `${plain(shorten(reason, 500))}${request}`;
}

/**
 * The fixes as a patch that a person applies. A comment cannot carry every patch: it is too short for some, and whoever
 * copies from it loses the carriage returns of CRLF files and what cannot be seen.
 */
export function sayPatch(files: readonly ChangedText[]): string {
  const patch = files.map(({ path, before, after }) => unifiedDiff(path, before, after)).join('');
  const lines = patch.replace(/\n$/, '').split('\n');
  if (patch.length > longestPatch || lines.some(hidesSomething)) {
    const why =
      patch.length > longestPatch
        ? 'is too long for a comment'
        : 'has characters that a comment would lose, such as those of CRLF line ends';
    return `A patch to apply by hand ${why}. On your machine \`dockerfile-review fix\` makes the same changes: ${files
      .slice(0, mostNamed)
      .map(({ path }) => nameOf(path))
      .join(', ')}.`;
  }
  return `To apply the fixes by hand, save this as \`fixes.patch\` and run \`git apply fixes.patch\`:\n\n${fence('diff', lines)}`;
}

export function sayIgnoreUsage(): string {
  return 'Write it as `/dockerfile-review ignore <rule> <reason>`: the reason stands in the Dockerfile, for whoever reads it next.';
}

/** `place`: the lines that were looked at; left out: all that the pull request changes. */
export function sayNoSuchFinding(
  rule: string,
  place?: { readonly path: string; readonly first: number; readonly last: number },
): string {
  const where = place === undefined ? 'in the Dockerfiles that this pull request changes' : 'on these lines';
  return `There is no finding of ${linkTo(rule)} ${where}.`;
}

/** A suggestion replaces the lines that its thread is on. */
export function sayIgnoreSuggestion(lines: readonly string[]): string {
  return `This comment silences it:\n\n${fence('suggestion', lines)}`;
}

export function sayIgnoreAbove(
  comment: string,
  { path, line }: { readonly path: string; readonly line: number },
): string {
  return `To silence it, put this line above line ${line} of ${nameOf(path)}:\n\n${fence('dockerfile', [comment])}`;
}

export function sayIgnoreElsewhere(
  comment: string,
  places: readonly { readonly path: string; readonly line: number }[],
): string {
  const [only] = places;
  if (only !== undefined && places.length === 1) return sayIgnoreAbove(comment, only);
  const named = places.slice(0, mostNamed).map(({ path, line }) => `- ${nameOf(path)}, line ${line}`);
  const more = places.length - named.length;
  const list = [...named, ...(more > 0 ? [`- …and ${count(more, 'more instruction')}`] : [])].join('\n');
  return `To silence it, put this line above each instruction that it shall silence:\n\n${fence('dockerfile', [comment])}\n\n${list}`;
}

/** How often each rule's fix was made, the most first. */
export function rulesOf(applied: readonly AppliedFix[]): readonly { readonly rule: string; readonly times: number }[] {
  const times = new Map<string, number>();
  for (const { rule } of applied) times.set(rule, (times.get(rule) ?? 0) + 1);
  return [...times].map(([rule, n]) => ({ rule, times: n })).sort((a, b) => b.times - a.times);
}

function linkOf({ rule, times }: { readonly rule: string; readonly times: number }): string {
  return times === 1 ? linkTo(rule) : `${linkTo(rule)} (${times})`;
}

function nameOf(path: string): string {
  return code(shorten(path, 300));
}
