import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReviewPullRequest } from '../../src/jobs/job.ts';
import type {
  Blob,
  ChangedFile,
  Host,
  Log,
  Posted,
  PullRequestState,
  Wanted,
  WantedFiles,
} from '../../src/jobs/ports.ts';
import type { Plan } from '../../src/review/plan.ts';
import type { Standing, StandingReview, StandingThread } from '../../src/review/standing.ts';

/** GitHub's `patch` of two texts, by git itself; undefined when nothing differs. */
export function patchOf(before: string, after: string): string | undefined {
  if (before === '' && after.endsWith('\n')) return patchOfAdded(after, 0, Infinity);
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  try {
    writeFileSync(join(folder, 'before'), before);
    writeFileSync(join(folder, 'after'), after);
    execFileSync('git', ['diff', '--no-index', '--no-color', 'before', 'after'], { cwd: folder, encoding: 'utf8' });
    return undefined;
  } catch (error) {
    const { stdout } = error as { readonly stdout: string }; // exit 1: they differ
    const start = stdout.indexOf('\n@@ ');
    return start < 0 ? undefined : stdout.slice(start + 1).replace(/\n$/, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A patch of one hunk that adds `size` lines of the text after its first `from`; without git, for properties. */
export function patchOfAdded(text: string, from: number, size: number): string {
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .slice(from, from + size);
  return [`@@ -${from},0 +${from + 1},${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n');
}

/** Text of a Dockerfile, or a blob that is more than that. */
export type Content = string | Partial<Blob>;

/** A pull request in words: the files of both sides, and what is out of the ordinary. */
export interface Description {
  readonly base?: Readonly<Record<string, Content>>;
  readonly head: Readonly<Record<string, Content>>;
  /** New name → old name. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Paths for which GitHub gives no patch. */
  readonly withoutPatch?: readonly string[];
  readonly state?: Partial<PullRequestState>;
  /** What the second query for files of the repository fails with; `passing` is worth another try. */
  readonly filesError?: string;
  /** What becomes of reviews, in order; those beyond are posted. */
  readonly posted?: readonly Posted[];
  /** Whether the App may write contents; it may when left out. */
  readonly mayWrite?: boolean;
  readonly mostFiles?: number;
  /** The merge base's files, where the base branch has moved on since. */
  readonly mergeBase?: Readonly<Record<string, Content>>;
}

export const job: ReviewPullRequest = {
  kind: 'review-pull-request',
  installationId: 1,
  repository: { owner: 'acme', name: 'shop' },
  number: 7,
  headSha: 'a'.repeat(40),
  delivery: 'd-1',
};

export interface FakeHost extends Host {
  /** The names of the calls, in order. */
  readonly calls: string[];
  readonly plans: Plan[];
  readonly wanted: Wanted[];
  /** What was asked for afterwards. */
  readonly asked: WantedFiles[];
  /** All that we have said, as it stands. */
  readonly threads: StandingThread[];
  readonly reviews: StandingReview[];
  /** The pull request becomes another one; comments and their markers stay. */
  become(description: Description): void;
}

/** What stands once a plan has been carried out where nothing stood. */
export function standingAfter({ review }: Plan): Standing {
  if (review === undefined) return { threads: [], reviews: [] };
  const threads = review.comments.map(({ path, line, body }, index): StandingThread => ({
    ...{ id: `T${index}`, commentId: `C${index}`, path, line, body },
    ...{ isOutdated: false, resolved: 'no', hasReply: false },
  }));
  return { threads, reviews: [{ id: 'R0', body: review.body }] };
}

/** A host that keeps what is said, as GitHub does, so that a second review sees the first. */
export function createHost(first: Description): FakeHost {
  let now = first;
  const calls: string[] = [];
  const plans: Plan[] = [];
  const wanted: Wanted[] = [];
  const asked: WantedFiles[] = [];
  const threads: StandingThread[] = [];
  const reviews: StandingReview[] = [];
  const posted = [...(first.posted ?? [])];
  return {
    calls,
    plans,
    wanted,
    asked,
    threads,
    reviews,
    become: (description) => {
      now = description;
    },
    mostFiles: first.mostFiles ?? 3_000,
    mergeBase: () => {
      calls.push('mergeBase');
      return Promise.resolve('d'.repeat(40));
    },
    listFiles: () => {
      calls.push('listFiles');
      return Promise.resolve(changedFiles(now));
    },
    readPullRequest: (_, paths) => {
      calls.push('readPullRequest');
      wanted.push(paths);
      const standing = { threads: [...threads], reviews: [...reviews] };
      return Promise.resolve({ ...stateOf(now, paths), standing, ...now.state });
    },
    readFiles: (_, sha, files) => {
      calls.push('readFiles');
      asked.push(files);
      if (sha === 'd'.repeat(40)) return Promise.resolve(readSide(now.mergeBase ?? now.base ?? {}, files));
      return now.filesError === undefined
        ? Promise.resolve(readSide(now.head, files))
        : Promise.reject(new Error(now.filesError));
    },
    isPassing: (error) => (error as Error).message === 'passing',
    postReview: (_, __, plan) => {
      calls.push('postReview');
      const became = posted.shift() ?? { kind: 'posted' };
      if (became.kind !== 'posted') return Promise.resolve(became);
      const more = standingAfter(plan);
      threads.push(...more.threads.map((thread) => ({ ...thread, id: `T${threads.length}-${thread.id}` })));
      reviews.push(...more.reviews.map((review) => ({ ...review, id: `R${reviews.length}` })));
      return Promise.resolve(became);
    },
    settle: (_, { settling }) => {
      calls.push('settle');
      for (const { id } of settling?.threads ?? []) {
        const at = threads.findIndex((thread) => thread.id === id);
        threads[at] = { ...threads[at]!, resolved: 'by us' };
      }
      const edited = reviews.findIndex(({ id }) => id === settling?.summary?.reviewId);
      if (settling?.summary !== undefined) reviews[edited] = { ...reviews[edited]!, body: settling.summary.body };
      return Promise.resolve();
    },
    mayWrite: () => Promise.resolve(now.mayWrite ?? true),
    completeCheck: (_, __, plan) => {
      calls.push('completeCheck');
      plans.push(plan);
      return Promise.resolve('https://github.com/acme/shop/runs/1');
    },
  };
}

function blobOf(content: Content): Blob {
  const given = typeof content === 'string' ? { text: content } : content;
  const text = given.text;
  const id = createHash('sha1')
    .update(text ?? JSON.stringify(given))
    .digest('hex');
  return { id, mode: '100644', byteSize: Buffer.byteLength(text ?? ''), ...given, text };
}

function changedFiles({ base = {}, head, renamed = {}, withoutPatch = [] }: Description): readonly ChangedFile[] {
  const sources = new Set(Object.values(renamed));
  const removed = Object.keys(base).filter((path) => !(path in head) && !sources.has(path));
  const changed = Object.entries(head).flatMap(([path, content]): ChangedFile[] => {
    const previousPath = renamed[path];
    const old = base[previousPath ?? path];
    const before = old === undefined ? '' : (blobOf(old).text ?? '');
    const blob = blobOf(content);
    if (old !== undefined && previousPath === undefined && blobOf(old).id === blob.id) return [];
    const patch = withoutPatch.includes(path) ? undefined : patchOf(before, blob.text ?? '');
    const status = previousPath !== undefined ? 'renamed' : old === undefined ? 'added' : 'modified';
    return [{ path, previousPath, status, patch, blob: blob.id }];
  });
  return [
    ...changed,
    ...removed.map((path): ChangedFile => ({
      path,
      previousPath: undefined,
      status: 'removed',
      patch: undefined,
      blob: undefined,
    })),
  ];
}

function readSide(side: Readonly<Record<string, Content>>, { texts, modes }: WantedFiles): ReadonlyMap<string, Blob> {
  const entry = (path: string, more: Partial<Blob>): readonly (readonly [string, Blob])[] =>
    side[path] === undefined ? [] : [[path, { ...blobOf(side[path]), ...more }]];
  return new Map([
    ...texts.flatMap((path) => entry(path, {})),
    ...modes.flatMap((path) => entry(path, { text: undefined })),
  ]);
}

function stateOf({ base = {}, head }: Description, wanted: Wanted): Omit<PullRequestState, 'standing'> {
  const { texts, modes } = wanted.files ?? { texts: [], modes: [] };
  return {
    open: true,
    draft: false,
    headSha: 'b'.repeat(40),
    baseSha: 'c'.repeat(40),
    head: readSide(head, { texts: [...wanted.head, ...texts], modes }),
    base: readSide(base, { texts: wanted.base, modes: [] }),
    fromFork: false,
    changedFiles: Object.keys(head).length,
    page: 'https://github.com/acme/shop/pull/7',
  };
}

export interface Logged {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export function createLog(): Log & { readonly lines: Logged[] } {
  const lines: Logged[] = [];
  const write = (level: Logged['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}

/** What GitHub does when a person presses "Commit suggestion": the commented lines become the block's lines. */
export function applySuggestion(
  text: string,
  comment: { readonly startLine: number | undefined; readonly line: number; readonly body: string },
): string {
  const block = suggestionIn(comment.body);
  if (block === undefined) throw new Error('The comment holds no suggestion');
  const lines = text.split('\n');
  const first = comment.startLine ?? comment.line;
  lines.splice(first - 1, comment.line - first + 1, ...block);
  return lines.join('\n');
}

/** The lines of the first ```suggestion block; undefined without one. */
export function suggestionIn(body: string): readonly string[] | undefined {
  const match = /^(`{3,})suggestion\n([^]*?)^\1$/m.exec(body);
  if (match === null) return undefined;
  const content = match[2] ?? '';
  return content === '' ? [] : content.replace(/\n$/, '').split('\n');
}
