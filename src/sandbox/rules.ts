/** What a repository asks of pushes and merges: branch protection and rulesets, as far as an App meets them. */
export interface Rules {
  /** Branches that only pull requests change. */
  readonly protectedBranches: Set<string>;
  /** Names of checks that must have passed on the newest head. */
  readonly requiredChecks: Set<string>;
}

/** A merge queue's attempt at a pull request: a commit of its own, which the checks judge before it is merged. */
export interface MergeGroup {
  readonly number: number;
  /** `gh-readonly-queue/main/pr-1-<base>` */
  readonly branch: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly headSha: string;
  state: 'waiting' | 'merged' | 'dequeued';
}
