import type { Rule } from '../lint/rule.ts';
import { defaultCaps } from '../review/caps.ts';
import { planReview, type Plan } from '../review/plan.ts';
import { gatherImages } from './base-images.ts';
import { gatherFacts } from './gather-facts.ts';
import type { ReviewPullRequest } from './job.ts';
import { policyOf } from './policy.ts';
import type { Host, ImageSource, Log, PullRef } from './ports.ts';
import { prepare } from './prepare.ts';
import { readPullRequest } from './read-pull-request.ts';

/** How a job ended. */
export type Outcome =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'reviewed';
      readonly headSha: string;
      readonly dockerfiles: number;
      /** Comments of the review that was posted; 0 when nothing new was to be said. */
      readonly comments: number;
      readonly conclusion: Plan['check']['conclusion'];
      readonly checkUrl: string;
    };

/**
 * Reviews the pull request as it is now: the Dockerfiles it changes, one review if there is something new to say, one
 * check run. Two calls when no Dockerfile changed, three when there is nothing to say, else four; one more when the rules
 * ask for files that the patches did not announce.
 * Safe to repeat: what stands is not said again. Throws what the host throws, and MovingHead.
 */
export async function reviewPullRequest(
  job: ReviewPullRequest,
  host: Host,
  rules: readonly Rule[],
  log: Log,
  images?: ImageSource,
): Promise<Outcome> {
  const pull: PullRef = { repository: job.repository, number: job.number };
  const read = await readPullRequest(host, pull, rules);
  if (read?.state.open === false) {
    log.info({ ...fieldsOf(job) }, 'The pull request is closed: nothing to review');
    return { kind: 'closed' };
  }
  const headSha = read?.state.headSha ?? job.headSha;
  // What a rule asks of the repository may depend on what it knows of the base image.
  const facts = await gatherFacts(host, pull, read, rules, await gatherImages(read, images), log);
  const { lint, failOn, unread } = policyOf(read?.state.base, rules);
  const { files, notReviewed, ruleFailures } = await prepare(read, rules, facts, lint);
  for (const { rule, path, error } of ruleFailures)
    log.error({ ...fieldsOf(job), rule, path, err: error }, 'A rule failed');
  const markers = read?.state.markers ?? new Set<string>();
  const prepared = { files, notReviewed: [...notReviewed, ...unread], ruleFailures, markers, failOn };
  const plan = planReview({ pull: job.number, head: headSha, ...prepared, caps: defaultCaps });
  if (plan.review !== undefined) await host.postReview(pull, headSha, plan);
  const checkUrl = await host.completeCheck(pull, headSha, plan);
  const outcome: Outcome = {
    kind: 'reviewed',
    headSha,
    dockerfiles: files.length,
    comments: plan.review?.comments.length ?? 0,
    conclusion: plan.check.conclusion,
    checkUrl,
  };
  log.info({ ...fieldsOf(job), ...outcome }, 'Reviewed');
  return outcome;
}

function fieldsOf({ repository, number, delivery }: ReviewPullRequest): object {
  return { repository: `${repository.owner}/${repository.name}`, pull: number, delivery };
}
