import type { Command } from './command.ts';

/** What the queue holds: plain JSON. A job names what to look at, never what was seen. */
export type Job =
  ReviewPullRequest | AnswerMergeGroup | RunCommand | SweepDeliveries | FindInstallations | ReconcileInstallation;

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

/** Look for deliveries that were never answered and ask GitHub for them again. */
export interface SweepDeliveries {
  readonly kind: 'sweep-deliveries';
  /** No delivery of GitHub's: names the quarter of an hour, so that several processes sweep once. */
  readonly delivery: string;
}

/** Reconcile every installation: makes one job for each. */
export interface FindInstallations {
  readonly kind: 'find-installations';
  readonly delivery: string;
}

/** Review what was pushed lately and has no check run of ours, whatever became of its webhook. */
export interface ReconcileInstallation {
  readonly kind: 'reconcile-installation';
  readonly installationId: number;
  readonly account: { readonly login: string; readonly isOrganization: boolean };
  /** Milliseconds since 1970: what was there before the App is nobody's expectation. */
  readonly installedAt: number;
  readonly delivery: string;
}

/** Do what a person asks for on a pull request, and answer. */
export interface RunCommand {
  readonly kind: 'run-command';
  readonly installationId: number;
  readonly repository: RepositoryRef;
  readonly number: number;
  readonly command: Command;
  readonly asker: Person;
  /** Whether they opened the pull request, as far as the event tells. */
  readonly byAuthor: boolean;
  readonly from: Asked;
  readonly delivery: string;
}

export interface Person {
  readonly login: string;
  readonly id: number;
}

/** Where a person asked. */
export type Asked =
  /** A button of the check run of this commit: what is wanted is wanted for it and for no later one. */
  | { readonly kind: 'button'; readonly headSha: string }
  /** A comment of the pull request's conversation. */
  | { readonly kind: 'comment'; readonly id: number }
  /** A reply below the review comment `thread`. */
  | { readonly kind: 'reply'; readonly id: number; readonly thread: number };

/** Names the very act of asking: the same for every try of its job, another for everybody else's. `[a-z0-9-]` only. */
export function askOf({ command, from }: Pick<RunCommand, 'command' | 'from'>): string {
  return from.kind === 'button' ? `${command.kind}-${from.headSha}` : `${from.kind}-${from.id}`;
}

/** At most one queued and one active job per key; a later one replaces the queued one. */
export function keyOf(job: Job): string {
  switch (job.kind) {
    case 'review-pull-request':
      return `${job.kind}:${nameOf(job.repository)}#${job.number}`;
    case 'answer-merge-group':
      return `${job.kind}:${nameOf(job.repository)}@${job.headSha}`;
    case 'run-command':
      return `${job.kind}:${nameOf(job.repository)}#${job.number}:${askOf(job)}`;
    case 'sweep-deliveries':
    case 'find-installations':
      return job.kind;
    case 'reconcile-installation':
      return `${job.kind}:${job.installationId}`;
  }
}

/** The keys of all jobs for a pull request: one, and those that begin with another. */
export function keysOf(
  repository: RepositoryRef,
  number: number,
): { readonly review: string; readonly commandsFrom: string } {
  const pull = `${nameOf(repository)}#${number}`;
  return { review: `review-pull-request:${pull}`, commandsFrom: `run-command:${pull}:` };
}

/** The number where it is known: two names of one repository, before and after a new name, are the same. */
function nameOf({ owner, name, id }: RepositoryRef): string {
  return id === undefined ? `${owner}/${name}`.toLowerCase() : String(id);
}
