import { rulesOf } from '../review/answers.ts';
import { shortHash } from '../review/fingerprint.ts';
import { visible } from '../review/markdown.ts';
import type { FixedFile } from './fix-files.ts';
import { askOf, type RunCommand } from './job.ts';
import type { BranchCommit, BranchState, NewCommit } from './ports.ts';

/** The first line of a message is cut off in lists after so many characters. */
const longestHeadline = 72;

/** Files that a message names. */
const mostNamed = 50;

/** Of our own commits on one pull request, so many an hour; a person does not ask that often, a loop does. */
export const mostCommitsAnHour = 5;

const hour = 3_600_000;

/** The commit of the fixes: its message names the rules, its trailers whoever asked and which ask it was. */
export function commitOf(job: RunCommand, branch: BranchState, files: readonly FixedFile[]): NewCommit {
  const rules = rulesOf(files.flatMap(({ applied }) => applied));
  return {
    branch: branch.branch,
    parent: branch.headSha,
    tree: branch.tree,
    headline: headlineOf(rules.map(({ rule }) => rule)),
    body: bodyOf(files),
    coAuthor: job.asker,
    trailer: `${trailerKey}: ${askOf(job)} ${contentsOf(files)}`,
    files: files.map(({ path, mode, after }) => ({ path, mode, text: after })),
  };
}

function headlineOf(rules: readonly string[]): string {
  const start = 'Apply safe fixes of ';
  for (let named = rules.length; named > 0; named -= 1) {
    const rest = rules.length - named;
    const headline = `${start}${rules.slice(0, named).join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
    if (headline.length <= longestHeadline) return headline;
  }
  return 'Apply safe fixes of dockerfile-review';
}

function bodyOf(files: readonly FixedFile[]): string {
  const lines = files.slice(0, mostNamed).map(({ path, applied }) => {
    const rules = rulesOf(applied).map(({ rule, times }) => (times === 1 ? rule : `${rule} (${times})`));
    return `- ${quiet(path)}: ${rules.join(', ')}`;
  });
  const more = files.length - lines.length;
  return [...lines, ...(more === 0 ? [] : [`- and ${more} more`])].join('\n');
}

/** GitHub looks for names and numbers in messages too: a path with `@` or `#` must not notify or close anything. */
function quiet(path: string): string {
  return visible(path).replace(/[@#]/g, '$&\u200B');
}

const trailerKey = 'Dockerfile-Review';
const trailerLine = new RegExp(`^${trailerKey}: ([a-z0-9-]+) ([0-9a-f]{16})$`, 'm');

/** A commit that says it is one of ours. Others can say so too; that only makes us do less. */
interface OwnCommit extends BranchCommit {
  readonly ask: string;
  readonly contents: string;
}

/** The commit that a try before this one has made for the same ask. */
export function madeBefore(job: RunCommand, { commits }: BranchState): string | undefined {
  return ownCommits(commits).find(({ ask }) => ask === askOf(job))?.sha;
}

/** Why there must be no commit: the last of ours held the same, or there were too many. */
export function objectionTo(
  files: readonly FixedFile[],
  { commits }: BranchState,
  now: number,
): { readonly kind: 'same'; readonly sha: string } | { readonly kind: 'too many' } | undefined {
  const own = ownCommits(commits);
  const last = own.at(-1);
  if (last?.contents === contentsOf(files)) return { kind: 'same', sha: last.sha };
  return own.filter(({ at }) => at > now - hour).length >= mostCommitsAnHour ? { kind: 'too many' } : undefined;
}

function ownCommits(commits: readonly BranchCommit[]): readonly OwnCommit[] {
  return commits.flatMap((commit) => {
    const [, ask, contents] = trailerLine.exec(commit.message) ?? [];
    return ask === undefined || contents === undefined ? [] : [{ ...commit, ask, contents }];
  });
}

function contentsOf(files: readonly FixedFile[]): string {
  return shortHash(JSON.stringify(files.map(({ path, mode, after }) => [path, mode, after])));
}
