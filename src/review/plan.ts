import type { Finding, Severity } from '../lint/finding.ts';

/** A finding with the place where it will be said. The ladder: inline → file → annotation → summary; nothing is dropped. */
export interface Placed {
  readonly path: string;
  /** One instruction's findings, the most severe first. */
  readonly findings: readonly Finding[];
  readonly at: 'inline' | 'file' | 'annotation' | 'summary';
  /** Lines of the head's file, from 1, inclusive. */
  readonly lines: { readonly first: number; readonly last: number };
  readonly suggestion: Suggestion | undefined;
  readonly fingerprint: string;
}

/** Replace the whole lines `first..last` by `lines`; an empty array deletes them. */
export interface Suggestion {
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
}

/** What to say and do. Pure data: whoever receives it decides nothing. */
export interface Plan {
  /** The one review, or undefined when there is nothing new to say. */
  readonly review: PlannedReview | undefined;
  readonly check: PlannedCheck;
}

export interface PlannedReview {
  /** Markdown, with the marker in an HTML comment. */
  readonly body: string;
  readonly marker: string;
  readonly comments: readonly PlannedComment[];
}

export interface PlannedComment {
  readonly path: string;
  /** undefined when the comment is on one line. */
  readonly startLine: number | undefined;
  readonly line: number;
  readonly body: string;
}

export interface PlannedCheck {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** Markdown, at most 65,535 characters (GitHub's limit). */
  readonly summary: string;
  readonly annotations: readonly PlannedAnnotation[];
  /** Pull request number and head, as JSON: GitHub gives none for forks. */
  readonly externalId: string;
}

export interface PlannedAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

/** The annotation level that GitHub shows for a severity. */
export function annotationLevel(severity: Severity): PlannedAnnotation['level'] {
  return severity === 'error' ? 'failure' : severity === 'warning' ? 'warning' : 'notice';
}
