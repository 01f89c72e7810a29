import type { ApplicationFunction, Context } from 'probot';
import { fromButton, fromRerun, fromSuite } from './events/checks.ts';
import { fromConversation, fromThread } from './events/comments.ts';
import type { Common } from './events/common.ts';
import { fromMergeGroup, fromPullRequest } from './events/pull-requests.ts';
import type { Job, RepositoryRef } from './jobs/job.ts';

/** The events that do something. `app.yml` subscribes to the same ones; a test compares. */
export const events = [
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'pull_request.ready_for_review',
  'pull_request.edited',
  'pull_request.closed',
  'merge_group.checks_requested',
  'check_run.requested_action',
  'check_run.rerequested',
  'check_suite.rerequested',
  'issue_comment.created',
  'pull_request_review_comment.created',
] as const;

type Event = Context<(typeof events)[number]>;

/** What becomes of events. */
export interface Sink {
  /** The job is stored when this resolves. */
  readonly enqueue: (job: Job) => Promise<void>;
  /** Drops what waits for a pull request that was closed. */
  readonly forget: (repository: RepositoryRef, number: number) => Promise<void>;
}

/** The job could not be stored. GitHub shows these words to whoever looks at the delivery, so they tell nothing more. */
class NotStored extends Error {
  override readonly name = 'NotStored';
  readonly status = 503;

  constructor(cause: unknown) {
    super('the job could not be stored; redeliver this webhook later', { cause });
  }
}

/**
 * A Probot function: translates an event into jobs and enqueues them before the webhook is answered. Nothing else.
 * `appId` tells our own check runs from those of others.
 */
export function createApp(sink: Sink, appId: number): ApplicationFunction {
  return (app) => {
    app.on([...events], async (event: Event) => {
      const common = commonOf(event);
      if (common === undefined) return;
      try {
        await pass(event, common, sink, appId);
      } catch (error) {
        event.log.error(error);
        throw new NotStored(error);
      }
    });
  };
}

async function pass(event: Event, common: Common, sink: Sink, appId: number): Promise<void> {
  const { payload, log } = event;
  if (payload.action === 'closed') {
    await sink.forget(common.repository, payload.pull_request.number);
    return;
  }
  for (const job of jobsOf(event, common, appId)) {
    await sink.enqueue(job);
    const pull = 'number' in job ? job.number : undefined;
    log.info({ job: job.kind, repository: common.repository, pull }, 'enqueued');
  }
}

/** undefined for what no installation sent. */
function commonOf({ id, payload }: Event): Common | undefined {
  const { installation, repository: about } = payload;
  if (installation === undefined) return undefined;
  if (about === undefined) throw new Error('The payload names no repository.');
  const repository = { owner: about.owner.login, name: about.name, id: about.id };
  return { installationId: installation.id, repository, delivery: id };
}

function jobsOf({ payload }: Event, common: Common, appId: number): readonly Job[] {
  if ('merge_group' in payload) return fromMergeGroup(payload, common);
  if ('check_suite' in payload) return fromSuite(payload, common, appId);
  if ('check_run' in payload) {
    return payload.action === 'requested_action'
      ? fromButton(payload, common, appId)
      : fromRerun(payload, common, appId);
  }
  if ('issue' in payload) return fromConversation(payload, common);
  if ('comment' in payload) return fromThread(payload, common);
  return payload.action === 'closed' ? [] : fromPullRequest(payload, common);
}
