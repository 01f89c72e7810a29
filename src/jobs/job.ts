/** What the queue holds: plain JSON. A job names what to look at, never what was seen. */
export type Job = ReviewPullRequest | AnswerMergeGroup;

export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
  /** GitHub's number of it, which stays when it is renamed or transferred. Left out where nobody told it. */
  readonly id?: number;
}

/** Review the pull request as it is when the job runs; `headSha` is only the hint that the webhook gave. */
export interface ReviewPullRequest {
  readonly kind: 'review-pull-request';
  readonly installationId: number;
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly headSha: string;
  /** The delivery that asked for it, for the logs. */
  readonly delivery: string;
}

/** Complete the check run of a merge queue's commit, which has no pull request of its own. */
export interface AnswerMergeGroup {
  readonly kind: 'answer-merge-group';
  readonly installationId: number;
  readonly repository: RepositoryRef;
  readonly headSha: string;
  readonly delivery: string;
}

/** At most one queued and one active job per key; a later one replaces the queued one. */
export function keyOf(job: Job): string {
  switch (job.kind) {
    case 'review-pull-request':
      return `${job.kind}:${nameOf(job.repository)}#${job.number}`;
    case 'answer-merge-group':
      return `${job.kind}:${nameOf(job.repository)}@${job.headSha}`;
  }
}

/** The number where it is known: two names of one repository, before and after a new name, are the same. */
function nameOf({ owner, name, id }: RepositoryRef): string {
  return id === undefined ? `${owner}/${name}`.toLowerCase() : String(id);
}
