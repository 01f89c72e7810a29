/** What the queue holds: plain JSON. A job names what to look at, never what was seen. */
export type Job = ReviewPullRequest;

export interface RepositoryRef {
  readonly owner: string;
  readonly name: string;
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

/** At most one queued and one active job per key; a later one replaces the queued one. */
export function keyOf(job: Job): string {
  return `${job.kind}:${job.repository.owner}/${job.repository.name}#${job.number}`.toLowerCase();
}
