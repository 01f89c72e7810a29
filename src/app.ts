import type { ApplicationFunction, Context } from 'probot';
import type { Job } from './jobs/job.ts';

/** The events that make a job. `app.yml` subscribes to the same ones; a test compares. */
export const events = [
  'pull_request.opened',
  'pull_request.reopened',
  'pull_request.synchronize',
  'pull_request.ready_for_review',
  'pull_request.edited',
] as const;

type PullRequestEvent = Context<(typeof events)[number]>;

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
    app.on([...events], async ({ id, payload, log }: PullRequestEvent) => {
      const job = jobOf(id, payload);
      if (job === undefined) return;
      try {
        await enqueue(job);
      } catch (error) {
        log.error(error);
        throw new NotStored(error);
      }
      log.info({ job: job.kind, repository: payload.repository.full_name, pull: job.number }, 'enqueued');
    });
  };
}

/** undefined for what no installation sent, and for edits that leave the base branch as it was. */
function jobOf(delivery: string, payload: PullRequestEvent['payload']): Job | undefined {
  const { installation, repository, pull_request: pull } = payload;
  if (installation === undefined) return undefined;
  if (payload.action === 'edited' && payload.changes.base === undefined) return undefined;
  return {
    kind: 'review-pull-request',
    installationId: installation.id,
    repository: { owner: repository.owner.login, name: repository.name },
    number: pull.number,
    headSha: pull.head.sha,
    delivery,
  };
}
