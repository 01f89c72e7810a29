import type { LintConfig } from '../lint/config.ts';
import { fixesElsewhere } from '../lint/elsewhere.ts';
import type { Facts, Rule } from '../lint/rule.ts';
import { defaultCaps } from '../review/caps.ts';
import { planReview, type Plan } from '../review/plan.ts';
import type { NotReviewed, ReviewedFile } from '../review/reviewed-file.ts';
import { analyse, analyseWithoutFixes, relint, type Analysed } from './analyse.ts';
import { gatherImages } from './base-images.ts';
import { gatherFacts } from './gather-facts.ts';
import type { ReviewPullRequest } from './job.ts';
import { policyOf } from './policy.ts';
import type { ChangedFile, Host, ImageSource, Log, PullRef, PullRequestState } from './ports.ts';
import { pathBefore, readPullRequest, type ReadPullRequest } from './read-pull-request.ts';
import { reviewable } from './reviewable.ts';

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

interface Prepared {
  readonly files: readonly ReviewedFile[];
  readonly notReviewed: readonly NotReviewed[];
  readonly ruleFailures: readonly { readonly rule: string; readonly path: string; readonly error: unknown }[];
}

/**
 * Reads every Dockerfile before and after, and says of each that cannot be read why. Lets others work between two files:
 * the same process answers webhooks, and GitHub waits ten seconds.
 */
async function prepare(
  read: ReadPullRequest | undefined,
  rules: readonly Rule[],
  facts: Facts,
  config: LintConfig,
): Promise<Prepared> {
  const { files: changed = [], others = [], state } = read ?? {};
  const files: ReviewedFile[] = [];
  const notReviewed: NotReviewed[] = [];
  const ruleFailures: Prepared['ruleFailures'][number][] = [];
  for (const file of changed) {
    await new Promise(setImmediate);
    const { path } = file;
    const head = reviewable(state?.head.get(path));
    if (!('text' in head)) {
      notReviewed.push({ path, ...head });
      continue;
    }
    const after = analyse(path, head.text, rules, facts, config);
    const { beside, failures } = besideOf(after, rules, facts, others);
    ruleFailures.push(...[...after.failures, ...failures].map(({ rule, error }) => ({ rule, path, error })));
    files.push({
      path,
      patch: file.patch,
      isNew: file.status === 'added',
      before: analyseBefore(file, state, rules, facts, config),
      after,
      relint: (text, within) => relint(path, text, rules, within, facts, config),
      beside,
    });
  }
  return { files, notReviewed, ruleFailures };
}

/** The other changed files in which findings are to be cured, as far as the facts have their texts. */
function besideOf(
  { file, findings }: Analysed,
  rules: readonly Rule[],
  facts: Facts,
  others: readonly ChangedFile[],
): { readonly beside: NonNullable<ReviewedFile['beside']>; readonly failures: Analysed['failures'] } {
  const { fixes, failures } = fixesElsewhere(file, rules, findings, facts);
  const beside: ReviewedFile['beside'] = (finding) => {
    const fix = fixes.get(finding);
    const other = others.find(({ path }) => path === fix?.path);
    const text = other === undefined ? undefined : facts.file(other.path)?.text;
    if (fix === undefined || other === undefined || text === undefined) return undefined;
    return { path: other.path, patch: other.patch, text, fix };
  };
  return { beside, failures };
}

/**
 * The file at the base; undefined when it is new there or cannot be read. A rule's failure there is no news. The files
 * behind it are the head's: what the pull request does to this Dockerfile is the question.
 */
function analyseBefore(
  file: ChangedFile,
  state: PullRequestState | undefined,
  rules: readonly Rule[],
  facts: Facts,
  config: LintConfig,
): Analysed | undefined {
  if (file.status === 'added') return undefined;
  const base = reviewable(state?.base.get(pathBefore(file)));
  return 'text' in base ? analyseWithoutFixes(file.path, base.text, rules, facts, config) : undefined;
}
