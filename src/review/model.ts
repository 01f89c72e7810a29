import type { Finding, Severity } from '../lint/finding.ts';

/** One instruction's findings with the place where they will be said. The ladder: inline → file → annotation → summary; nothing is dropped. */
export interface Placed {
  readonly path: string;
  /** The other file that the comment is on, because the cure belongs there: then `lines` and `suggestion` are that file's. */
  readonly on?: string;
  /** The most severe first. */
  readonly findings: readonly Finding[];
  /** One per finding, in their order. */
  readonly fingerprints: readonly string[];
  /** `inline`: a comment on `lines`. `file`: the review's body, under the file's name. */
  readonly at: 'inline' | 'file' | 'annotation' | 'summary';
  /** Whether the pull request wrote the instruction or caused a finding on it; false: it was there before. */
  readonly introduced: boolean;
  /** Lines of the head's file, from 1, inclusive. Inline: what the comment is on. Elsewhere: the instruction. */
  readonly lines: LineRange;
  /** The first line of the worst finding, in `path`. */
  readonly line: number;
  readonly suggestion: Suggestion | undefined;
}

/** Lines from 1, inclusive. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Replace the whole lines `first..last` by `lines`; an empty array deletes them. */
export interface Suggestion extends LineRange {
  readonly lines: readonly string[];
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  /** Why GitHub must not be asked to apply it, as the end of a sentence; then it is shown as text. undefined: a click applies it. */
  readonly blocked: string | undefined;
}

/** What to say and do. Pure data: whoever receives it decides nothing. */
export interface Plan {
  /** The one review, or undefined when there is nothing new to say. */
  readonly review: PlannedReview | undefined;
  /** What of our earlier words is done or no longer up to date; left out: nothing. */
  readonly settling?: PlannedSettling | undefined;
  readonly check: PlannedCheck;
}

/** Never empty. */
export interface PlannedSettling {
  /** Threads of which nothing holds any more. */
  readonly threads: readonly SettledThread[];
  /** The standing summary, where its words changed. */
  readonly summary: { readonly reviewId: string; readonly body: string } | undefined;
}

/** To be resolved; where that is not permitted its comment gets this body, and is hidden if it may be. */
export interface SettledThread {
  readonly id: string;
  readonly commentId: string;
  readonly body: string;
  /** Nobody replied. */
  readonly mayHide: boolean;
}

export interface PlannedReview {
  /** Markdown; begins with the marker's HTML comment. */
  readonly body: string;
  /** What `markersIn` finds in the body of this review and of no other. */
  readonly marker: string;
  readonly comments: readonly PlannedComment[];
}

export interface PlannedComment {
  readonly path: string;
  /** undefined when the comment is on one line. */
  readonly startLine: number | undefined;
  readonly line: number;
  /** Markdown; begins with an HTML comment that holds the fingerprints. */
  readonly body: string;
}

export interface PlannedCheck {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** Markdown, at most 65,535 characters (GitHub's limit). */
  readonly summary: string;
  readonly annotations: readonly PlannedAnnotation[];
  /** Buttons; GitHub shows three at most. */
  readonly actions?: readonly PlannedAction[];
  /** Pull request number and head, as JSON: GitHub gives none for forks. */
  readonly externalId: string;
}

/** A button of a check run. GitHub's lengths: 20, 40 and 20 characters (docs.github.com/rest/checks/runs). */
export interface PlannedAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface PlannedAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  /** Plain text: GitHub renders no Markdown here. */
  readonly message: string;
}

/** The annotation level that GitHub shows for a severity. */
export function annotationLevel(severity: Severity): PlannedAnnotation['level'] {
  return severity === 'error' ? 'failure' : severity === 'warning' ? 'warning' : 'notice';
}
