import type { PullRef } from '../jobs/ports.ts';
import type { PlannedAnnotation, PlannedCheck } from '../review/plan.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { isOutcomeUnknown } from './errors.ts';
import {
  annotationMessageBytes,
  annotationsPerRequest,
  annotationTitleLength,
  pageSize,
  settleAfterUnknownOutcome,
  summaryLength,
} from './limits.ts';

/** The name that branch protection rules ask for; never change it. */
export const checkName = 'dockerfile-review';

interface CheckRun {
  readonly id: number;
  readonly address: string;
  /** How many annotations it has. */
  readonly annotations: number;
}

/**
 * Completes the check run of a commit, fifty annotations a call, and returns its page's address. A call of which the
 * outcome is unknown is looked up by `external_id` before its one further try: annotations are appended, never replaced,
 * so that a blind one would double them. With `isRepeated` the run of an earlier try is looked for first, and completed.
 * https://docs.github.com/rest/checks/runs#create-a-check-run
 */
export async function completeCheck(
  client: Client,
  { repository }: PullRef,
  headSha: string,
  check: PlannedCheck,
  clock: Clock = systemClock,
  isRepeated = false,
): Promise<string> {
  const repo = { owner: repository.owner, repo: repository.name };
  const batches = batchesOf(check.annotations.map(annotation));
  const [first = [], ...others] = batches;
  const earlier = isRepeated ? await find(client, repo, headSha, check) : undefined;
  const run =
    earlier ??
    (await unlessDone(
      clock,
      () => create(client, repo, headSha, check, first),
      () => find(client, repo, headSha, check),
    ));
  let expected = first.length;
  for (const batch of others) {
    expected += batch.length;
    if (expected <= run.annotations) continue;
    const total = expected;
    await unlessDone(
      clock,
      () => append(client, repo, run.id, check, batch),
      () => hasAnnotations(client, repo, run.id, total),
    );
  }
  return run.address;
}

/** Runs a write; when its outcome is unknown and `find` does not find its effect, once more. */
async function unlessDone<T>(clock: Clock, write: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    await clock.wait(settleAfterUnknownOutcome);
    return (await find()) ?? write();
  }
}

interface Repo {
  readonly owner: string;
  readonly repo: string;
}

type Annotation = ReturnType<typeof annotation>;

async function create(
  client: Client,
  repo: Repo,
  headSha: string,
  check: PlannedCheck,
  annotations: Annotation[],
): Promise<CheckRun> {
  const { data } = await client.rest.checks.create({
    ...repo,
    name: checkName,
    head_sha: headSha,
    status: 'completed',
    conclusion: check.conclusion,
    external_id: check.externalId,
    actions: (check.actions ?? []).map((action) => ({ ...action })),
    output: { ...outputOf(check), annotations },
  });
  return { id: data.id, address: data.html_url ?? '', annotations: annotations.length };
}

/** The run that an earlier try has made: same pull request and head, same words. */
async function find(client: Client, repo: Repo, headSha: string, check: PlannedCheck): Promise<CheckRun | undefined> {
  const { data } = await client.rest.checks.listForRef({
    ...repo,
    ref: headSha,
    check_name: checkName,
    filter: 'latest',
    per_page: pageSize,
  });
  const found = data.check_runs.find(
    (run) =>
      run.external_id === check.externalId && run.conclusion === check.conclusion && run.output.title === check.title,
  );
  return found && { id: found.id, address: found.html_url ?? '', annotations: found.output.annotations_count };
}

async function append(
  client: Client,
  repo: Repo,
  id: number,
  check: PlannedCheck,
  annotations: Annotation[],
): Promise<true> {
  await client.rest.checks.update({ ...repo, check_run_id: id, output: { ...outputOf(check), annotations } });
  return true;
}

async function hasAnnotations(client: Client, repo: Repo, id: number, expected: number): Promise<true | undefined> {
  const { data } = await client.rest.checks.get({ ...repo, check_run_id: id });
  return data.output.annotations_count >= expected || undefined;
}

function outputOf({ title, summary }: PlannedCheck): { title: string; summary: string } {
  return { title, summary: shorten(summary, summaryLength) };
}

/** GitHub's form of an annotation, inside GitHub's lengths. */
function annotation({ path, startLine, endLine, level, title, message }: PlannedAnnotation): {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: PlannedAnnotation['level'];
  title: string;
  message: string;
} {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    title: shorten(title, annotationTitleLength),
    // A UTF-16 unit takes at most three bytes of UTF-8.
    message: shorten(message, Math.floor(annotationMessageBytes / 3)),
  };
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function batchesOf(annotations: readonly Annotation[]): Annotation[][] {
  const batches: Annotation[][] = [];
  for (let from = 0; from < annotations.length; from += annotationsPerRequest) {
    batches.push(annotations.slice(from, from + annotationsPerRequest));
  }
  return batches;
}
