import type { Account } from './accounts.ts';
import type { Side } from './hunks.ts';

/** What people and Apps say on a pull request, as plain data. Times are milliseconds since the epoch. */
export interface Review {
  readonly id: number;
  readonly user: Account;
  readonly commitId: string;
  readonly submittedAt: number;
  body: string;
  state: 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';
}

/** Where a comment was put, in the diff between these two commits. */
export interface Anchor {
  readonly path: string;
  readonly subject: 'line' | 'file';
  readonly side: Side;
  readonly startSide: Side | null;
  readonly startLine: number | null;
  readonly line: number | null;
  readonly commitId: string;
  /** The merge base at that time: what LEFT counts in. */
  readonly baseId: string;
  /** GitHub's `diff_hunk`; empty for a comment on a file. */
  readonly hunk: string;
  readonly position: number;
}

export interface Thread {
  readonly id: number;
  readonly anchor: Anchor;
  readonly comments: ReviewComment[];
  /** Where it stands now; null when outdated or on a whole file. */
  line: number | null;
  startLine: number | null;
  position: number | null;
  outdated: boolean;
  resolvedBy: Account | null;
}

/** What review comments and comments of the conversation have in common. */
export interface Comment {
  readonly id: number;
  readonly user: Account;
  readonly createdAt: number;
  readonly reactions: Reaction[];
  updatedAt: number;
  body: string;
  /** Why it is hidden, in GitHub's words (`outdated`, `resolved`, …); null when shown. */
  minimized: string | null;
}

export interface ReviewComment extends Comment {
  readonly reviewId: number;
  readonly inReplyTo: number | undefined;
}

export type IssueComment = Comment;

export const REACTIONS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const;

export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: (typeof REACTIONS)[number];
  readonly createdAt: number;
}

/** A comment as it is made. */
export function newComment(id: number, user: Account, at: number, body: string): Comment {
  return { id, user, createdAt: at, updatedAt: at, body, minimized: null, reactions: [] };
}
