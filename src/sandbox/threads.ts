import { hunkAt, hunkExcerpt, mapLine, parseHunks, positionOf, type Hunk, type Side } from './hunks.ts';
import type { Anchor, PullRequest, Repository, Thread } from './state.ts';
import { baseOf } from './shapes/pull.ts';

/** The files of a pull request's diff with their hunks, as comments are held against it. */
export interface PullDiff {
  readonly baseId: string;
  readonly headId: string;
  /** By the head's path. */
  readonly hunks: ReadonlyMap<string, readonly Hunk[]>;
}

export async function readDiff(repository: Repository, pull: PullRequest, head = pull.headSha): Promise<PullDiff> {
  const baseId = await repository.git.mergeBase(await baseOf(repository, pull), head);
  const entries = await repository.git.diff(baseId, head);
  const hunks = entries.map((entry) => [entry.path, parseHunks(entry.patch ?? '')] as const);
  return { baseId, headId: head, hunks: new Map(hunks) };
}

/** A comment as the API takes it. */
export interface WantedPlace {
  readonly path: string;
  readonly line?: number | undefined;
  readonly side?: string | undefined;
  readonly start_line?: number | undefined | null;
  readonly start_side?: string | undefined;
  readonly position?: number | undefined;
}

const THREAD = 'Pull request review thread';

/**
 * Where a comment would stand, or GitHub's sentence why it cannot (contract section 2). The sentences of one comment
 * come joined by a comma, as GitHub joins them.
 */
export function anchorAt(diff: PullDiff, wanted: WantedPlace): Anchor | string {
  const hunks = diff.hunks.get(wanted.path);
  if (hunks === undefined) return 'Path could not be resolved';
  const place = wanted.position === undefined ? wanted : atPosition(hunks, wanted);
  const { line, side = 'RIGHT', start_line: start = null, start_side: startSide = side } = place;
  if (line === undefined) return `${THREAD} line can't be blank`;
  if (!isSide(side) || !isSide(startSide)) return `${THREAD} diff side is not included in the list`;
  if (start !== null && start >= line && side === startSide) return `${THREAD} start line must precede the end line.`;
  const hunk = hunkAt(hunks, side, line);
  const startHunk = start === null ? hunk : hunkAt(hunks, startSide, start);
  const errors = [
    ...(hunk === undefined ? [`${THREAD} line must be part of the diff`] : []),
    ...(startHunk !== hunk || (startHunk === undefined && start !== null)
      ? [`${THREAD} start line must be part of the same hunk as the line.`]
      : []),
  ];
  if (hunk === undefined || errors.length > 0) {
    const blank = errors.length > 1 ? [`and ${THREAD} diff hunk can't be blank`] : [];
    return [...errors, ...blank].join(', ');
  }
  return {
    path: wanted.path,
    subject: 'line',
    side,
    startSide: start === null ? null : startSide,
    startLine: start,
    line,
    commitId: diff.headId,
    baseId: diff.baseId,
    hunk: hunkExcerpt(hunk, side, line),
    position: positionOf(hunks, side, line) ?? 1,
  };
}

/** A comment on a whole file of the diff. */
export function anchorOnFile(diff: PullDiff, path: string): Anchor | string {
  if (!diff.hunks.has(path)) return 'Path could not be resolved';
  const nowhere = { side: 'RIGHT', startSide: null, startLine: null, line: null } as const;
  const { baseId, headId: commitId } = diff;
  return { path, subject: 'file', ...nowhere, commitId, baseId, hunk: '', position: 1 };
}

/** The line that stands at a legacy `position`. */
function atPosition(hunks: readonly Hunk[], wanted: WantedPlace): WantedPlace {
  for (const line of hunks.flatMap((hunk) => hunk.lines)) {
    const side: Side = line.type === 'removed' ? 'LEFT' : 'RIGHT';
    const number = side === 'LEFT' ? line.old : line.new;
    if (number !== undefined && positionOf(hunks, side, number) === wanted.position) {
      return { path: wanted.path, side, line: number };
    }
  }
  return { path: wanted.path, line: Number.MAX_SAFE_INTEGER };
}

function isSide(text: string): text is Side {
  return text === 'LEFT' || text === 'RIGHT';
}

export function newThread(id: number, anchor: Anchor): Thread {
  const { line, startLine } = anchor;
  const position = anchor.subject === 'file' ? null : anchor.position;
  return { id, anchor, comments: [], line, startLine, position, outdated: false, resolvedBy: null };
}

/**
 * Finds every thread's place in the diff as it is now. A thread is outdated when one of its lines was changed or
 * removed since it was written, or stands in no hunk any more.
 */
export async function replaceThreads(repository: Repository, pull: PullRequest): Promise<void> {
  const diff = await readDiff(repository, pull);
  await Promise.all(pull.threads.map((thread) => replaceThread(repository, thread, diff)));
}

async function replaceThread(repository: Repository, thread: Thread, diff: PullDiff): Promise<void> {
  const { anchor } = thread;
  const hunks = diff.hunks.get(anchor.path) ?? [];
  if (anchor.subject === 'file') {
    thread.outdated = !diff.hunks.has(anchor.path);
    return;
  }
  const first = anchor.startLine ?? anchor.line ?? 1;
  const moved = await moveLines(repository, anchor, diff, range(first, anchor.line ?? first));
  const standing = moved.every((line) => line !== undefined && hunkAt(hunks, anchor.side, line) !== undefined);
  const last = standing ? (moved.at(-1) ?? null) : null;
  thread.outdated = last === null;
  thread.line = last;
  thread.startLine = anchor.startLine === null || last === null ? null : (moved[0] ?? null);
  thread.position = last === null ? null : (positionOf(hunks, anchor.side, last) ?? null);
}

async function moveLines(
  repository: Repository,
  anchor: Anchor,
  diff: PullDiff,
  lines: readonly number[],
): Promise<(number | undefined)[]> {
  const [from, to] = anchor.side === 'RIGHT' ? [anchor.commitId, diff.headId] : [anchor.baseId, diff.baseId];
  const changes = await repository.git.lineChanges(from, to, anchor.path);
  return lines.map((line) => (changes === undefined ? undefined : mapLine(changes, line)));
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) => first + index);
}
