import type { PlannedCheck } from '../review/plan.ts';
import type { AnswerMergeGroup } from './job.ts';
import type { Host } from './ports.ts';

/**
 * Completes the check run of a merge group. What it brings together was reviewed in its pull requests; a queue that
 * waits for this check would wait for ever (https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue).
 * Safe to repeat. Throws what the host throws.
 */
export async function answerMergeGroup(job: AnswerMergeGroup, host: Host): Promise<{ readonly kind: 'answered' }> {
  // No pull request: only its repository is looked at.
  await host.completeCheck({ repository: job.repository, number: 0 }, job.headSha, {
    review: undefined,
    check: check(job),
  });
  return { kind: 'answered' };
}

function check({ headSha }: AnswerMergeGroup): PlannedCheck {
  return {
    conclusion: 'success',
    title: 'Reviewed in its pull requests',
    summary: 'The Dockerfiles of this merge group were reviewed in the pull requests that it merges.',
    annotations: [],
    externalId: JSON.stringify({ mergeGroup: headSha }),
  };
}
