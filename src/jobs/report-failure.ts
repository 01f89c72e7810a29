import { recheckAction } from '../review/check.ts';
import type { PlannedCheck } from '../review/plan.ts';
import type { ReviewPullRequest } from './job.ts';
import type { Host } from './ports.ts';

/**
 * Says on the pull request that its review was given up, and why: a missing check run would look like a review that found
 * nothing. `reason` is public. Where GitHub takes no check run either (the repository is gone, or archived), nobody can be
 * told. Throws what is worth another try.
 */
export async function reportFailure(job: ReviewPullRequest, reason: string, host: Host): Promise<void> {
  const pull = { repository: job.repository, number: job.number };
  try {
    await host.completeCheck(pull, job.headSha, { review: undefined, check: failedCheck(job, reason) });
  } catch (error) {
    if (host.isPassing(error)) throw error;
  }
}

function failedCheck({ number, headSha, delivery }: ReviewPullRequest, reason: string): PlannedCheck {
  return {
    conclusion: 'failure',
    title: 'The review could not be done',
    summary: [
      'dockerfile-review tried several times and gave up. Nothing is said about the Dockerfiles of this commit.',
      `The last reason:\n\n${indented(reason)}`,
      `The next push is reviewed anew, as is this commit with the button. For the log: delivery \`${delivery.replace(/[^\w-]/g, '')}\`.`,
    ].join('\n\n'),
    annotations: [],
    actions: [recheckAction],
    externalId: JSON.stringify({ pull: number, head: headSha, failed: true }),
  };
}

/** An indented code block: no text can end it. */
function indented(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `    ${line}`)
    .join('\n');
}
