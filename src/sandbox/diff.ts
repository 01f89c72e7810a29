import { git } from './git.ts';

export interface DiffEntry {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly additions: number;
  readonly deletions: number;
  /** The head's blob; a removed file's is the base's. */
  readonly blob: string;
  /** From the first `@@` on, without a last line break; absent for binaries, pure renames, mode changes and large diffs. */
  readonly patch: string | undefined;
}

/**
 * GitHub's limits of a diff: 20,000 lines or 500 KB a file, 20,000 lines or 1 MB in all
 * (https://docs.github.com/repositories/creating-and-managing-repositories/repository-limits).
 */
const FILE_LIMIT = { lines: 20_000, bytes: 500_000 };
const TOTAL_LIMIT = { lines: 20_000, bytes: 1_000_000 };

const STATUS: Readonly<Record<string, DiffEntry['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

const DIFF = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--find-renames', '--full-index', '--no-abbrev'];

/** What changed between two trees, in git's order, with patches as GitHub's "list pull request files" gives them. */
export async function diffTrees(directory: string, base: string, head: string): Promise<DiffEntry[]> {
  const formats = ['--raw', '--numstat', '--patch', '--unified=3', '-z'];
  const output = (await git(directory, [...DIFF, ...formats, base, head])).toString('utf8');
  // Records end with NUL, the patches follow after an empty one; a patch may hold NULs of its own.
  const end = output.indexOf('\0\0');
  const fields = output.slice(0, Math.max(0, end)).split('\0');
  const entries = readRaw(fields);
  const counts = readNumbers(fields);
  const sections = output.slice(end + 2).split(/^(?=diff --git )/m);
  const total = { lines: 0, bytes: 0 };
  let next = 0;
  return entries.map((entry, index) => {
    // A file that became a symlink, or the reverse, is written as a removal and an addition.
    const section = sections.slice(next, (next += entry.status === 'changed' ? 2 : 1));
    const [additions, deletions] = counts[index] ?? [0, 0];
    return { ...entry, additions, deletions, patch: section.length === 1 ? patchOf(section[0], total) : undefined };
  });
}

type RawEntry = Pick<DiffEntry, 'path' | 'previousPath' | 'status' | 'blob'>;

/** Takes the raw records off the front: `:oldmode newmode oldid newid status`, `path`, and for a rename `path`. */
function readRaw(fields: string[]): RawEntry[] {
  const entries: RawEntry[] = [];
  while (fields[0]?.startsWith(':') === true) {
    const [, , oldId = '', newId = '', letter = ''] = (fields.shift() ?? '').split(' ');
    const status = STATUS[letter.charAt(0)] ?? 'changed';
    const previousPath = letter.startsWith('R') || letter.startsWith('C') ? fields.shift() : undefined;
    entries.push({ path: fields.shift() ?? '', previousPath, status, blob: status === 'removed' ? oldId : newId });
  }
  return entries;
}

/** `added\tdeleted\tpath`, or `added\tdeleted\t` and two paths; binaries count as `-`. */
function readNumbers(fields: readonly string[]): [number, number][] {
  const counts: [number, number][] = [];
  for (let at = 0; at < fields.length; at++) {
    const [added = '', deleted = '', path] = (fields[at] ?? '').split('\t');
    counts.push([Number(added) || 0, Number(deleted) || 0]);
    if (path === '') at += 2;
  }
  return counts;
}

function patchOf(section: string | undefined, total: { lines: number; bytes: number }): string | undefined {
  const start = section?.search(/^@@ /m) ?? -1;
  if (section === undefined || start < 0) return undefined;
  const patch = section.slice(start).replace(/\n$/, '');
  const lines = patch.split('\n').length;
  const bytes = Buffer.byteLength(patch);
  total.lines += lines;
  total.bytes += bytes;
  const over = lines > FILE_LIMIT.lines || bytes > FILE_LIMIT.bytes;
  return over || total.lines > TOTAL_LIMIT.lines || total.bytes > TOTAL_LIMIT.bytes ? undefined : patch;
}
