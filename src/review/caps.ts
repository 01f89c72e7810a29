/** How much is said at most. Everything beyond is counted out loud, and the check run's list goes on. */
export interface Caps {
  /** Open comments on one pull request: new ones and those of earlier reviews that still hold. */
  readonly comments: number;
  readonly annotations: number;
  /** Characters of the check run's four long parts. */
  readonly tables: number;
  readonly diagrams: number;
  readonly findings: number;
  readonly notReviewed: number;
}

/**
 * Comments: GitHub's abuse detection refuses larger reviews, 30 is what reviewdog found to pass (reviewdog/reviewdog).
 * Annotations: GitHub takes 50 in one request, so these are four calls at most. A check's summary holds 65,535
 * characters; the four parts and our own sentences stay far below (docs.github.com/rest/checks/runs).
 */
export const defaultCaps: Caps = {
  comments: 30,
  annotations: 200,
  tables: 18_000,
  diagrams: 7_000,
  findings: 30_000,
  notReviewed: 6_000,
};
