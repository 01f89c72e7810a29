import { unifiedDiff } from '../text/diff.ts';

/**
 * What GitHub shows of a diff by itself, and so takes comments on: 400 lines and 20 kB of one file, 20,000 lines and 300
 * files of a pull request.
 * https://docs.github.com/repositories/creating-and-managing-repositories/repository-limits#diff-limits
 */
const shown = { lines: 400, characters: 20_000, linesInAll: 20_000, files: 300 };

/** A file's place in a pull request's diff. */
export interface PlaceInDiff {
  /** From 0, in the order of GitHub's list. */
  readonly index: number;
  /** Lines that the pull request adds and deletes in all files together. */
  readonly linesInAll: number;
}

/**
 * GitHub's `patch` of two texts, made by ourselves where GitHub left it out, and whether GitHub shows a diff here at all.
 * Where it shows none, a comment would be refused. `undefined` when the texts are equal.
 */
export function ownPatch(
  before: string,
  after: string,
  { index, linesInAll }: PlaceInDiff,
): { readonly patch: string; readonly isShown: boolean } | undefined {
  const diff = unifiedDiff('', before, after);
  const start = diff.indexOf('\n@@ ');
  if (start < 0) return undefined;
  const patch = diff.slice(start + 1).replace(/\n$/, '');
  const isSmall = patch.length <= shown.characters && patch.split('\n').length <= shown.lines;
  return { patch, isShown: isSmall && index < shown.files && linesInAll <= shown.linesInAll };
}
