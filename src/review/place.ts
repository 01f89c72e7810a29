import { linesOf } from '../text/source.ts';
import { placeBeside, type TakenBeside } from './beside.ts';
import type { LineRange, Placed, Suggestion } from './model.ts';
import { clipToHunk, hunksOf, type Hunk } from './patch.ts';
import type { ReviewedFile } from './reviewed-file.ts';
import type { Relint } from './sequence.ts';
import { rankOf, worstOf } from './severity.ts';
import { subjectsOf, type OwnedSubject } from './subjects.ts';
import { suggest } from './suggest.ts';

/**
 * How many units of text the search for suggestions may lint again in one file. Ordinary files need some ten
 * thousand; the bound keeps a hostile one linear.
 */
const budget = 2_000_000;

/**
 * Says where each finding of a file is said; none is dropped. Errors and warnings of the pull request become a comment
 * on a line of the diff, or stand in the review's body when the diff has no such line. The rest is annotation or summary.
 * What is cured in another file of the pull request is said there; `takenBeside` is shared by the files of one review.
 */
export function place(reviewed: ReviewedFile, takenBeside: TakenBeside = new Map()): readonly Placed[] {
  const { source } = reviewed.after.file;
  const hunks = hunksOf(reviewed.patch, source);
  const split = subjectsOf(reviewed, hunks).map((subject) => placeBeside(reviewed, subject, takenBeside));
  const own = placeOwn(
    reviewed,
    split.flatMap(({ left }) => left ?? []),
    reviewed.isShown === false ? [] : hunks,
  );
  return split.flatMap(({ moved, left }) => [...(left === undefined ? [] : (own.get(left) ?? [])), ...moved]);
}

/** Those that are said in the Dockerfile itself. */
function placeOwn(
  reviewed: ReviewedFile,
  subjects: readonly OwnedSubject[],
  hunks: readonly Hunk[],
): ReadonlyMap<OwnedSubject, readonly Placed[]> {
  const { source } = reviewed.after.file;
  const suggestions = suggestAll(reviewed, subjects.filter(isSpoken), hunks);
  const placed = subjects.map((subject): readonly [OwnedSubject, readonly Placed[]] => {
    const { findings, fingerprints, introduced } = subject;
    const suggestion = suggestions.get(subject);
    const worst = linesOf(source, findings[0]?.span ?? subject.span);
    const anchor = isSpoken(subject) ? anchorOf(subject, worst, suggestion, hunks) : undefined;
    const at = isSpoken(subject) ? (anchor === undefined ? 'file' : 'inline') : quietRung(subject);
    const lines = anchor ?? subject.lines;
    const { path } = reviewed;
    return [subject, [{ path, findings, fingerprints, at, introduced, lines, line: worst.first, suggestion }]];
  });
  return new Map(placed);
}

/** Whether it is worth a notification: information never is, nor what was there before. */
function isSpoken({ introduced, findings }: OwnedSubject): boolean {
  return introduced && worstOf(findings) !== 'info';
}

function quietRung({ introduced, findings }: OwnedSubject): 'annotation' | 'summary' {
  return introduced || worstOf(findings) !== 'info' ? 'annotation' : 'summary';
}

/** The lines to comment on: those of the suggestion, else of the worst finding, else of the instruction, in one hunk. */
function anchorOf(
  { lines }: OwnedSubject,
  worst: LineRange,
  suggestion: Suggestion | undefined,
  hunks: readonly Hunk[],
): LineRange | undefined {
  if (suggestion !== undefined && suggestion.blocked === undefined) {
    return { first: suggestion.first, last: suggestion.last };
  }
  return clipToHunk(hunks, worst) ?? clipToHunk(hunks, lines);
}

/** The worst instruction chooses first: no two suggestions replace the same line. */
function suggestAll(
  reviewed: ReviewedFile,
  subjects: readonly OwnedSubject[],
  hunks: readonly Hunk[],
): ReadonlyMap<OwnedSubject, Suggestion> {
  const found = new Map<OwnedSubject, Suggestion>();
  const taken: LineRange[] = [];
  const { source } = reviewed.after.file;
  const relint = withinBudget(reviewed);
  const order = [...subjects].sort((a, b) => rankOf(worstOf(a.findings)) - rankOf(worstOf(b.findings)));
  for (const subject of order) {
    const suggestion = suggest(subject, { source, hunks, taken, relint });
    if (suggestion === undefined) continue;
    found.set(subject, suggestion);
    if (suggestion.blocked === undefined) taken.push(suggestion);
  }
  return found;
}

function withinBudget({ relint }: ReviewedFile): Relint {
  let left = budget;
  return (text, within) => {
    if (text.length > left) return undefined;
    left -= text.length;
    return relint(text, within);
  };
}
