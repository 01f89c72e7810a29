/**
 * A pull request as the sandbox's page shows it: plain JSON, the contract between the server and the page.
 * Times are ISO 8601, line numbers count from 1, bodies are Markdown exactly as they were posted (untrusted text).
 *
 * Addresses (all under the sandbox's own URL):
 *   GET  /sandbox/api/pulls                                                    → PullRequestSummary[]
 *   GET  /sandbox/api/repos/{owner}/{repo}/pulls/{number}                      → PullRequestView
 *   POST /sandbox/api/repos/{owner}/{repo}/pulls/{number}/comments/{id}/apply  → AppliedView, or 422 ErrorView
 *   POST /sandbox/api/repos/{owner}/{repo}/pulls/{number}/threads/{id}/resolve → 204 (also …/unresolve)
 *   POST /sandbox/api/repos/{owner}/{repo}/pulls/{number}/comments             → 201; body {"body": "…", "inReplyTo"?: id}: a person's comment
 *   POST /sandbox/api/repos/{owner}/{repo}/check-runs/{id}/actions/{identifier} → 204: press the check run's button
 *   POST /sandbox/api/repos/{owner}/{repo}/check-runs/{id}/rerun                → 204: "Re-run"; {"all": true} for the suite
 *   GET  /sandbox/api/events    server-sent events, `data:` is an EventView: something changed, read again
 * Posts act as the user `login` of the JSON body, or as the pull request's author.
 * Everything else that is not under /sandbox/ or /api/ belongs to the page (`web.ts`); the page of a pull request is
 * /{owner}/{repo}/pull/{number}.
 */
export interface PullRequestView {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly draft: boolean;
  readonly author: PersonView;
  readonly createdAt: string;
  readonly base: BranchView;
  readonly head: BranchView;
  readonly additions: number;
  readonly deletions: number;
  /** The conversation, oldest first. */
  readonly timeline: readonly TimelineItem[];
  /** The changed files of merge-base…head, in git's order. */
  readonly files: readonly FileView[];
  /** Every review thread, current and outdated, oldest first; `threads[].path` may name a file no longer in `files`. */
  readonly threads: readonly ThreadView[];
  /** The newest run of each name on the current head. */
  readonly checks: readonly CheckRunView[];
}

export interface PullRequestSummary {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly title: string;
  readonly state: PullRequestView['state'];
  readonly author: PersonView;
  readonly openThreads: number;
}

export interface PersonView {
  readonly login: string;
  readonly kind: 'user' | 'bot';
}

export interface BranchView {
  readonly branch: string;
  readonly sha: string;
}

export type TimelineItem = CommitItem | ReviewItem | CommentItem | CheckRunItem;

export interface CommitItem {
  readonly kind: 'commit';
  readonly at: string;
  readonly sha: string;
  readonly author: PersonView;
  /** Its first line. */
  readonly title: string;
}

export interface ReviewItem {
  readonly kind: 'review';
  readonly at: string;
  readonly id: number;
  readonly author: PersonView;
  readonly state: 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
  readonly body: string;
  /** The commit that was reviewed. */
  readonly sha: string;
  /** Ids of the threads it opened, in file order. */
  readonly threads: readonly string[];
}

export interface CommentItem {
  readonly kind: 'comment';
  readonly at: string;
  readonly id: number;
  readonly author: PersonView;
  readonly body: string;
  /** Hidden under a word such as "outdated"; null when shown. */
  readonly minimized: string | null;
  /** GitHub's names of them (`eyes`), one for each person. */
  readonly reactions?: readonly string[];
}

/** A run that has completed, on this or an earlier head. */
export interface CheckRunItem {
  readonly kind: 'check-run';
  readonly at: string;
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  readonly conclusion: string;
  readonly title: string | null;
}

export interface FileView {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly additions: number;
  readonly deletions: number;
  /** Empty when GitHub would give no patch: binary, renamed only, mode only, too large. */
  readonly hunks: readonly HunkView[];
}

export interface HunkView {
  /** As git writes it: `@@ -1,4 +1,6 @@ heading`. */
  readonly header: string;
  readonly lines: readonly DiffLineView[];
}

export interface DiffLineView {
  readonly type: 'context' | 'added' | 'removed';
  /** The line's number in the base's file; null for an added line. */
  readonly old: number | null;
  /** The line's number in the head's file; null for a removed line. */
  readonly new: number | null;
  /** Without the leading sign and without the line ending (a `\r` of a CRLF file is cut). */
  readonly text: string;
  /** The file ends after this line without a newline. */
  readonly noNewline: boolean;
}

export interface ThreadView {
  readonly id: string;
  readonly path: string;
  readonly subject: 'line' | 'file';
  readonly side: 'LEFT' | 'RIGHT';
  /** Where it stands in the current diff; `line` is null when outdated or on the whole file, `startLine` also for one line. */
  readonly startLine: number | null;
  readonly line: number | null;
  /** Where it stood in the file of the commit that was reviewed. */
  readonly originalStartLine: number | null;
  readonly originalLine: number | null;
  readonly outdated: boolean;
  readonly resolved: boolean;
  readonly resolvedBy: PersonView | null;
  /** The part of the diff it was written on, up to its last line: for showing outdated threads. */
  readonly excerpt: readonly DiffLineView[];
  readonly comments: readonly ReviewCommentView[];
}

export interface ReviewCommentView {
  readonly id: number;
  readonly author: PersonView;
  readonly at: string;
  readonly body: string;
  /** As of a comment of the conversation. */
  readonly minimized?: string | null;
  readonly reactions?: readonly string[];
  /** From the body's first suggestion block, or null. */
  readonly suggestion: SuggestionView | null;
}

/** Replace the whole lines `start..line` of the head's file by `after`. */
export interface SuggestionView {
  readonly start: number;
  readonly line: number;
  /** The lines as they are, without line endings. */
  readonly before: readonly string[];
  /** The lines as they would be; empty deletes them. */
  readonly after: readonly string[];
  /** Why GitHub's button would be grey ("outdated", "resolved", "the pull request is closed"); null when it can be applied. */
  readonly blocked: string | null;
}

export interface CheckRunView {
  readonly id: number;
  readonly name: string;
  readonly sha: string;
  /** The slug of the App it belongs to. */
  readonly app: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
  readonly title: string | null;
  /** Markdown. */
  readonly summary: string | null;
  /** Markdown. */
  readonly text: string | null;
  readonly detailsUrl: string;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly annotations: readonly AnnotationView[];
  /** Buttons; GitHub shows them once the run has completed. */
  readonly actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
}

export interface AnnotationView {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string | null;
  readonly message: string;
  readonly rawDetails: string | null;
}

/** The answer to a suggestion applied: the commit that was made. */
export interface AppliedView {
  readonly sha: string;
}

export interface ErrorView {
  readonly message: string;
}

export interface EventView {
  /** Such as `review.submitted`, `check_run.completed`, `pull_request.synchronize`. */
  readonly name: string;
  readonly owner: string;
  readonly repo: string;
  /** null when the event belongs to no pull request. */
  readonly number: number | null;
}

/** What the page's server side may ask for. */
export interface ViewSource {
  pullRequests(): readonly PullRequestSummary[];
  pullRequest(owner: string, repo: string, number: number): Promise<PullRequestView | undefined>;
}
