import { newestOfEachName } from './rest/checks.ts';
import { baseOf } from './shapes/pull.ts';
import { parseHunks, type Hunk, type HunkLine } from './hunks.ts';
import { blockedReason, readLines, readSuggestion } from './suggestion.ts';
import {
  findRepository,
  type CheckRun,
  type PullRequest,
  type Repository,
  type ReviewComment,
  type State,
  type Thread,
} from './state.ts';
import { person, timelineOf } from './timeline.ts';
import type {
  CheckRunView,
  DiffLineView,
  FileView,
  PullRequestSummary,
  PullRequestView,
  ReviewCommentView,
  SuggestionView,
  ThreadView,
  ViewSource,
} from './view-model.ts';
import { iso, nodeId } from './world.ts';

/** The page's view of the stand-in's state. */
export function createView(state: State): ViewSource {
  return {
    pullRequests: () =>
      [...state.repositories.values()].flatMap((repository) =>
        [...repository.pulls.values()].map((pull) => summary(repository, pull)),
      ),
    async pullRequest(owner, repo, number) {
      const repository = findRepository(state, owner, repo);
      const pull = repository?.pulls.get(number);
      return repository === undefined || pull === undefined ? undefined : viewPull(state, repository, pull);
    },
  };
}

function summary(repository: Repository, pull: PullRequest): PullRequestSummary {
  return {
    owner: repository.owner.login,
    name: repository.name,
    number: pull.number,
    title: pull.title,
    state: stateOf(pull),
    author: person(pull.author),
    openThreads: shownThreads(pull).filter((thread) => thread.resolvedBy === null).length,
  };
}

async function viewPull(state: State, repository: Repository, pull: PullRequest): Promise<PullRequestView> {
  const base = await baseOf(repository, pull);
  const entries = await repository.git.diff(base, pull.headSha);
  const files = entries.map((entry): FileView => ({
    path: entry.path,
    previousPath: entry.previousPath ?? null,
    status: entry.status,
    additions: entry.additions,
    deletions: entry.deletions,
    hunks: parseHunks(entry.patch ?? '').map((hunk) => ({ header: hunk.header, lines: hunk.lines.map(line) })),
  }));
  const runs = [...repository.checkRuns.values()].filter((run) => run.headSha === pull.headSha);
  const sum = (key: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[key], 0);
  return {
    repository: { owner: repository.owner.login, name: repository.name },
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: stateOf(pull),
    draft: pull.draft,
    author: person(pull.author),
    createdAt: iso(pull.createdAt),
    base: { branch: pull.baseRef, sha: base },
    head: { branch: pull.headRef, sha: pull.headSha },
    additions: sum('additions'),
    deletions: sum('deletions'),
    timeline: await timelineOf(state, repository, pull),
    files,
    threads: await Promise.all(shownThreads(pull).map((thread) => viewThread(repository, pull, thread))),
    checks: newestOfEachName(runs).map((run) => viewRun(state, run)),
  };
}

/** Threads of a pending review are nobody's but its author's. */
function shownThreads(pull: PullRequest): Thread[] {
  const pending = pull.reviews.filter((review) => review.state === 'PENDING').map((review) => review.id);
  return pull.threads.filter((thread) => !pending.includes(thread.comments[0]?.reviewId ?? -1));
}

async function viewThread(repository: Repository, pull: PullRequest, thread: Thread): Promise<ThreadView> {
  const { anchor, resolvedBy } = thread;
  const comments = thread.comments.map((comment) => viewComment(repository, pull, thread, comment));
  return {
    id: nodeId('PRRT', thread.id),
    path: anchor.path,
    subject: anchor.subject,
    side: anchor.side,
    startLine: thread.startLine,
    line: thread.line,
    originalStartLine: anchor.startLine,
    originalLine: anchor.line,
    outdated: thread.outdated,
    resolved: resolvedBy !== null,
    resolvedBy: resolvedBy === null ? null : person(resolvedBy),
    excerpt: excerpt(parseHunks(anchor.hunk)[0], anchor.startLine, anchor.line),
    comments: await Promise.all(comments),
  };
}

/** Lines that GitHub shows above a commented one. */
const EXCERPT_CONTEXT = 3;

function excerpt(hunk: Hunk | undefined, start: number | null, last: number | null): DiffLineView[] {
  const commented = start === null || last === null ? 1 : last - start + 1;
  return (hunk?.lines ?? []).slice(-(EXCERPT_CONTEXT + commented)).map(line);
}

async function viewComment(
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  comment: ReviewComment,
): Promise<ReviewCommentView> {
  const after = readSuggestion(comment.body);
  return {
    id: comment.id,
    author: person(comment.user),
    at: iso(comment.createdAt),
    body: comment.body,
    minimized: comment.minimized,
    reactions: comment.reactions.map(({ content }) => content),
    suggestion: after === undefined ? null : await viewSuggestion(repository, pull, thread, after),
  };
}

/** An outdated suggestion is shown on the lines that it was written for. */
async function viewSuggestion(
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  after: readonly string[],
): Promise<SuggestionView | null> {
  const { anchor } = thread;
  const current = thread.line !== null;
  const line = thread.line ?? anchor.line;
  if (line === null) return null;
  const start = (current ? thread.startLine : anchor.startLine) ?? line;
  const entry = await repository.git.entry(current ? pull.headSha : anchor.commitId, anchor.path);
  const content = entry?.type === 'blob' ? await repository.git.blob(entry.oid) : Buffer.alloc(0);
  return { start, line, before: readLines(content, start, line), after, blocked: blockedReason(pull, thread) };
}

function viewRun(state: State, run: CheckRun): CheckRunView {
  return {
    id: run.id,
    name: run.name,
    sha: run.headSha,
    app: state.app.slug,
    status: run.status,
    conclusion: run.conclusion,
    title: run.title,
    summary: run.summary,
    text: run.text,
    detailsUrl: run.detailsUrl,
    startedAt: iso(run.startedAt),
    completedAt: run.completedAt === null ? null : iso(run.completedAt),
    annotations: run.annotations.map((one) => ({
      path: one.path,
      startLine: one.start_line,
      endLine: one.end_line,
      startColumn: one.start_column ?? null,
      endColumn: one.end_column ?? null,
      level: one.annotation_level,
      title: one.title ?? null,
      message: one.message,
      rawDetails: one.raw_details ?? null,
    })),
    actions: run.status === 'completed' ? run.actions : [],
  };
}

function line(from: HunkLine): DiffLineView {
  const { type, noNewline } = from;
  return { type, old: from.old ?? null, new: from.new ?? null, text: from.text.replace(/\r$/, ''), noNewline };
}

function stateOf(pull: PullRequest): PullRequestView['state'] {
  return pull.mergedAt === null ? pull.state : 'merged';
}
