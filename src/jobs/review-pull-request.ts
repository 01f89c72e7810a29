import type { Rule } from '../lint/rule.ts';
import { defaultCaps } from '../review/caps.ts';
import { markersIn } from '../review/fingerprint.ts';
import { code, plain } from '../review/markdown.ts';
import { planReview, type Plan, type ReviewInput } from '../review/plan.ts';
import type { NotReviewed } from '../review/reviewed-file.ts';
import { nothingSaid } from '../review/standing.ts';
import { gatherImages } from './base-images.ts';
import { gatherFacts } from './gather-facts.ts';
import type { ReviewPullRequest } from './job.ts';
import { withPatches } from './missing-patches.ts';
import { policyOf } from './policy.ts';
import type { Host, ImageSource, Log, PullRef } from './ports.ts';
import { prepare, type Prepared } from './prepare.ts';
import { MovingHead, readPullRequest, type ReadPullRequest } from './read-pull-request.ts';
import { spokenNowhere, type Spoken } from './spoken.ts';

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

/** How often a review starts over because the head moved under it, before the queue is asked to come back later. */
const attempts = 3;

/**
 * Reviews the pull request as it is now: the Dockerfiles it changes, one review if there is something new to say, what is
 * done settled, one check run. Two calls when no Dockerfile changed, three when there is nothing to say, else four; one
 * more when threads are done or the summary changes, and one when the rules ask for files that the patches did not announce.
 * Safe to repeat: what stands is not said again. Throws what the host throws, and MovingHead.
 */
export async function reviewPullRequest(
  job: ReviewPullRequest,
  host: Host,
  rules: readonly Rule[],
  log: Log,
  images?: ImageSource,
  spoken: Spoken = spokenNowhere,
): Promise<Outcome> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const outcome = await reviewOnce(job, host, rules, log, images, spoken);
    if (outcome === undefined) continue;
    log.info({ ...fieldsOf(job), ...outcome }, outcome.kind === 'closed' ? 'Closed: nothing to review' : 'Reviewed');
    return outcome;
  }
  throw new MovingHead({ repository: job.repository, number: job.number });
}

/** undefined when the head moved before anything was written. */
async function reviewOnce(
  job: ReviewPullRequest,
  host: Host,
  rules: readonly Rule[],
  log: Log,
  images: ImageSource | undefined,
  spoken: Spoken,
): Promise<Outcome | undefined> {
  const pull: PullRef = { repository: job.repository, number: job.number };
  const found = await readPullRequest(host, pull, rules, spoken);
  if (found?.state.open === false) return { kind: 'closed' };
  const read = found && (await withPatches(host, pull, found));
  const input = await judge(job, read, host, rules, log, images);
  for (const { rule, path, error } of input.ruleFailures) {
    log.error({ ...fieldsOf(job), rule, path, err: error }, 'A rule failed');
  }
  const plan = await say(host, pull, input);
  if (plan === undefined) return undefined;
  if (plan.review !== undefined) await spoken.add(pull);
  if (plan.settling !== undefined) await host.settle(pull, plan);
  return {
    kind: 'reviewed',
    headSha: input.head,
    dockerfiles: input.files.length,
    comments: plan.review?.comments.length ?? 0,
    conclusion: plan.check.conclusion,
    checkUrl: await host.completeCheck(pull, input.head, plan),
  };
}

type Judged = ReviewInput & Pick<Prepared, 'ruleFailures'>;

/** All that the plan is made of. What a rule asks of the repository may depend on what it knows of the base image. */
async function judge(
  job: ReviewPullRequest,
  read: ReadPullRequest | undefined,
  host: Host,
  rules: readonly Rule[],
  log: Log,
  images: ImageSource | undefined,
): Promise<Judged> {
  const pull: PullRef = { repository: job.repository, number: job.number };
  let factsAreMissing = false;
  const facts = await gatherFacts(host, pull, read, rules, await gatherImages(read, images), log, () => {
    factsAreMissing = true;
  });
  const { lint, failOn, unread, source } = policyOf(read?.state.base, rules);
  const { files, notReviewed, ruleFailures } = await prepare(read, rules, facts, lint);
  const state = read?.state;
  return {
    ...{ pull: job.number, head: state?.headSha ?? job.headSha, caps: defaultCaps },
    ...{ files, notReviewed: [...notReviewed, ...unlisted(read), ...unread], ruleFailures, failOn, factsAreMissing },
    standing: state?.standing ?? nothingSaid,
    silence: state?.draft === true ? draft : undefined,
    page: state?.page,
    mayCommit: state?.fromFork === false && (await host.mayWrite()),
    policy:
      state &&
      (source === undefined ? 'the defaults' : `${code(source)} at ${state.baseSha.slice(0, 7)} of the base branch`),
  };
}

/** GitHub lists 3,000 files of a pull request, and nothing of the others. */
function unlisted(read: ReadPullRequest | undefined): readonly NotReviewed[] {
  if (read?.isCapped !== true) return [];
  const { listed, state } = read;
  const count = Math.max(1, state.changedFiles - listed);
  const reason = `GitHub lists only the first ${listed} files of a pull request; Dockerfiles among the others were not seen`;
  return [{ path: `${count} more files`, reason, isGap: true, count }];
}

const draft = 'This pull request is a draft: comments follow when it is ready for review.';

/**
 * Posts the review. What GitHub refuses goes one step down the ladder and the rest is posted: a comment into the body, a
 * body into the check run. Returns the plan that was carried out; undefined when the head moved.
 */
async function say(host: Host, pull: PullRef, input: ReviewInput): Promise<Plan | undefined> {
  let now = input;
  for (let step = 1; ; step += 1) {
    const plan = planReview(now);
    if (plan.review === undefined) return plan;
    const posted = await host.postReview(pull, input.head, plan);
    switch (posted.kind) {
      case 'posted':
        return plan;
      case 'moved':
        return undefined;
      case 'refused':
        now = {
          ...now,
          silence: `GitHub takes no review here (${plain(posted.reason)}): all is said in this check run.`,
        };
        break;
      case 'places refused': {
        const { comments } = plan.review;
        // What is refused a second time is not looked into again.
        const named = step === 1 ? posted.comments : [];
        const refused = named.length === 0 ? comments : named.flatMap((index) => comments[index] ?? []);
        now = { ...now, refused: new Set([...(now.refused ?? []), ...refused.flatMap(({ body }) => markersIn(body))]) };
      }
    }
  }
}

function fieldsOf({ repository, number, delivery }: ReviewPullRequest): object {
  return { repository: `${repository.owner}/${repository.name}`, pull: number, delivery };
}
