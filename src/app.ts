import type { ApplicationFunction, Context } from 'probot';
import type { Job } from './jobs/job.ts';

/** The events that make a job. `app.yml` subscribes to the same ones; a test compares. */
export const events = [
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'pull_request.ready_for_review',
  'pull_request.edited',
  'merge_group.checks_requested',
] as const;

type Event = Context<(typeof events)[number]>;
type Payload = Event['payload'];

/** The job could not be stored. GitHub shows these words to whoever looks at the delivery, so they tell nothing more. */
class NotStored extends Error {
  override readonly name = 'NotStored';
  readonly status = 503;

  constructor(cause: unknown) {
    super('the job could not be stored; redeliver this webhook later', { cause });
  }
}

/** A Probot function: translates an event into a job and enqueues it before the webhook is answered. Nothing else. */
export function createApp(enqueue: (job: Job) => Promise<void>): ApplicationFunction {
  return (app) => {
    app.on([...events], async ({ id, payload, log }: Event) => {
      const job = jobOf(id, payload);
      if (job === undefined) return;
      try {
        await enqueue(job);
      } catch (error) {
        log.error(error);
        throw new NotStored(error);
      }
      log.info(
        { job: job.kind, repository: job.repository, pull: 'number' in job ? job.number : undefined },
        'enqueued',
      );
    });
  };
}

/** undefined for what no installation sent, and for edits that leave the base branch as it was. */
function jobOf(delivery: string, payload: Payload): Job | undefined {
  const { installation, repository: about } = payload;
  if (installation === undefined) return undefined;
  if (about === undefined) throw new Error('The payload names no repository.');
  const repository = { owner: about.owner.login, name: about.name, id: about.id };
  const common = { installationId: installation.id, repository, delivery };
  if ('merge_group' in payload) {
    return { kind: 'answer-merge-group', ...common, headSha: payload.merge_group.head_sha };
  }
  if (payload.action === 'edited' && payload.changes.base === undefined) return undefined;
  const { number, head } = payload.pull_request;
  return { kind: 'review-pull-request', ...common, number, headSha: head.sha };
}
