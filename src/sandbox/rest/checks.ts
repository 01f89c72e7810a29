import { announceCheckRun, checkContext } from '../events/check.ts';
import { settleQueue } from '../merge-queue.ts';
import { notFound, refuse, validationFailed } from '../refusal.ts';
import { checkRunShape } from '../shapes/check.ts';
import { fullName, newId, type Annotation, type CheckAction, type CheckRun } from '../state.ts';
import type { Answer, RepositoryCall } from '../world.ts';
import { paginate, text, type Handlers } from './handler.ts';

const READ = [{ checks: 'read' }] as const;
const WRITE = [{ checks: 'write' }] as const;

export const checkHandlers: Handlers = {
  'checks/create': { for: 'repository', needs: WRITE, run: createRun },
  'checks/update': { for: 'repository', needs: WRITE, run: updateRun },
  'checks/get': {
    for: 'repository',
    needs: READ,
    run: async (call) => ({ status: 200, body: await shape(call, runOf(call)) }),
  },
  'checks/list-annotations': {
    for: 'repository',
    needs: READ,
    run(call) {
      const { page, link } = paginate(call, runOf(call).annotations);
      const url = `${call.world.url}/${fullName(call.repository)}/blob/${runOf(call).headSha}`;
      const absent = { start_column: null, end_column: null, title: null, raw_details: null };
      const body = page.map((one) => ({ ...absent, ...one, blob_href: `${url}/${one.path}` }));
      return { status: 200, body, headers: link ?? {} };
    },
  },
  'checks/list-for-ref': {
    for: 'repository',
    needs: READ,
    async run(call) {
      const sha = await call.repository.git.resolveCommit(call.parameters['ref'] ?? '');
      if (sha === undefined) throw refuse(422, `No commit found for SHA: ${call.parameters['ref'] ?? ''}`);
      expire(call);
      const runs = [...call.repository.checkRuns.values()].filter((run) => run.headSha === sha && matches(call, run));
      const newest = call.query.get('filter') === 'all' ? runs : newestOfEachName(runs);
      const { page, link } = paginate(call, newest.toReversed());
      const check_runs = await Promise.all(page.map((run) => shape(call, run)));
      return { status: 200, body: { total_count: newest.length, check_runs }, headers: link ?? {} };
    },
  },
};

function matches(call: RepositoryCall, run: CheckRun): boolean {
  const name = call.query.get('check_name');
  const status = call.query.get('status');
  const app = call.query.get('app_id');
  return (
    (name === null || name === run.name) &&
    (status === null || status === run.status) &&
    (app === null || app === String(run.appId))
  );
}

/** GitHub gives up on a run that has not ended within 14 days (contract section 4). */
const STALE_AFTER_MS = 14 * 24 * 3_600_000;

function expire(call: RepositoryCall): void {
  const before = call.world.now() - STALE_AFTER_MS;
  for (const run of call.repository.checkRuns.values()) {
    if (run.status === 'completed' || run.startedAt > before) continue;
    Object.assign(run, { status: 'completed', conclusion: 'stale', completedAt: call.world.now() });
  }
}

/** A later run supersedes an earlier one of the same name on the same commit. */
export function newestOfEachName(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [run.name, run])).values()];
}

async function createRun(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  if (call.account.id !== world.state.app.bot.id) throw refuse(403, 'You must authenticate via a GitHub App.');
  const headSha = text(call, 'head_sha') ?? '';
  if ((await repository.git.resolveCommit(headSha)) !== headSha)
    throw refuse(422, `No commit found for SHA: ${headSha}`);
  checkRunRules(call);
  const at = world.now();
  const id = newId(world.state);
  const run: CheckRun = {
    id,
    headSha,
    appId: world.state.app.id,
    name: text(call, 'name') ?? '',
    detailsUrl: `${world.url}/${fullName(repository)}/runs/${id}`,
    startedAt: at,
    ...{ externalId: null, status: 'queued', conclusion: null, completedAt: null },
    ...{ title: null, summary: null, text: null, actions: [], annotations: [] },
  };
  change(call, run);
  repository.checkRuns.set(id, run);
  await announceCheckRun(world, repository, run, 'created', call.account);
  if (run.status === 'completed') await completed(call, run);
  return { status: 201, body: await shape(call, run) };
}

async function completed({ world, repository, account }: RepositoryCall, run: CheckRun): Promise<void> {
  await announceCheckRun(world, repository, run, 'completed', account);
  await settleQueue(world, repository);
}

async function updateRun(call: RepositoryCall): Promise<Answer> {
  const run = runOf(call);
  checkRunRules(call);
  const before = run.status;
  change(call, run);
  if (run.status === 'completed' && before !== 'completed') {
    await completed(call, run);
  }
  return { status: 200, body: await shape(call, run) };
}

interface Output {
  readonly title?: string;
  readonly summary?: string;
  readonly text?: string;
  readonly annotations?: readonly Annotation[];
}

/** Takes over what the body says. Annotations are added to those that stand, never replaced. */
function change(call: RepositoryCall, run: CheckRun): void {
  const output = (call.body['output'] ?? {}) as Output;
  const conclusion = text(call, 'conclusion');
  run.name = text(call, 'name') ?? run.name;
  run.externalId = text(call, 'external_id') ?? run.externalId;
  run.detailsUrl = text(call, 'details_url') ?? run.detailsUrl;
  run.startedAt = time(call, 'started_at') ?? run.startedAt;
  run.conclusion = conclusion ?? run.conclusion;
  run.status =
    conclusion === undefined ? ((text(call, 'status') as CheckRun['status'] | undefined) ?? run.status) : 'completed';
  if (run.status !== 'completed') run.conclusion = null;
  run.completedAt =
    run.status === 'completed' ? (time(call, 'completed_at') ?? run.completedAt ?? call.world.now()) : null;
  run.title = output.title ?? run.title;
  run.summary = output.summary ?? run.summary;
  run.text = output.text ?? run.text;
  run.annotations.push(...(output.annotations ?? []));
  run.actions = (call.body['actions'] as readonly CheckAction[] | undefined) ?? run.actions;
}

function time(call: RepositoryCall, key: string): number | undefined {
  const value = text(call, key);
  return value === undefined ? undefined : Date.parse(value);
}

/** 64 KB each, and 255 characters of title (contract section 4). */
const MAX_MESSAGE = 64 * 1024;
const MAX_TITLE = 255;

/** What GitHub's description leaves to its words. */
function checkRunRules(call: RepositoryCall): void {
  const output = (call.body['output'] ?? {}) as Output;
  if (text(call, 'status') === 'completed' && text(call, 'conclusion') === undefined) {
    throw failed('missing_field', 'conclusion', "conclusion can't be blank when status is completed");
  }
  if (text(call, 'conclusion') === 'stale') throw failed('invalid', 'conclusion', 'only GitHub sets stale');
  for (const annotation of output.annotations ?? []) {
    const { start_line: start, end_line: end, message, title = '', raw_details: details = '' } = annotation;
    if (start < 1 || end < start) throw failed('invalid', 'annotations', 'end_line must not come before start_line');
    const columns = annotation.start_column !== undefined || annotation.end_column !== undefined;
    if (columns && start !== end)
      throw failed('invalid', 'annotations', 'columns need start_line and end_line to be equal');
    const long = Buffer.byteLength(message) > MAX_MESSAGE || Buffer.byteLength(details) > MAX_MESSAGE;
    if (long || title.length > MAX_TITLE) throw failed('invalid', 'annotations', 'an annotation is too long');
  }
}

function failed(code: 'missing_field' | 'invalid', field: string, message: string): Error {
  return validationFailed([{ resource: 'CheckRun', code, field, message }], '/checks/runs#create-a-check-run');
}

function runOf(call: RepositoryCall): CheckRun {
  expire(call);
  const run = call.repository.checkRuns.get(Number(call.parameters['check_run_id']));
  if (run === undefined) throw notFound('/checks/runs#get-a-check-run');
  return run;
}

async function shape(call: RepositoryCall, run: CheckRun): Promise<unknown> {
  const context = await checkContext(call.world, call.repository, run);
  return checkRunShape(call.world.url, call.repository, run, context);
}
