import type { Context } from 'probot';
import type { Job } from '../jobs/job.ts';
import { personOf, type Common } from './common.ts';

type Pressed = Context<'check_run.requested_action'>['payload'];
type Again = Context<'check_run.rerequested'>['payload'];
type AllAgain = Context<'check_suite.rerequested'>['payload'];

/** A button of our check run: `fix` commits, `recheck` reviews again. */
export function fromButton(payload: Pressed, common: Common, appId: number): readonly Job[] {
  const { check_run: run, requested_action: action, sender } = payload;
  const asker = personOf(sender);
  const about = aboutOf(run.external_id);
  if (run.app?.id !== appId || asker === undefined || about?.kind !== 'pull') return [];
  const { number } = about;
  const headSha = run.head_sha;
  switch (action?.identifier) {
    case 'fix':
      return [
        {
          kind: 'run-command',
          ...common,
          number,
          command: { kind: 'fix' },
          asker,
          byAuthor: false,
          from: { kind: 'button', headSha },
        },
      ];
    case 'recheck':
      return [{ kind: 'review-pull-request', ...common, number, headSha }];
    default:
      return [];
  }
}

/** "Re-run" of our check run, whatever it was about. */
export function fromRerun({ check_run: run, sender }: Again, common: Common, appId: number): readonly Job[] {
  const about = aboutOf(run.external_id);
  if (run.app?.id !== appId || personOf(sender) === undefined || about === undefined) return [];
  return about.kind === 'pull'
    ? [{ kind: 'review-pull-request', ...common, number: about.number, headSha: run.head_sha }]
    : [{ kind: 'answer-merge-group', ...common, headSha: run.head_sha }];
}

/** "Re-run all checks". GitHub names no pull request of a fork here; its check run has a button of its own. */
export function fromSuite({ check_suite: suite, sender }: AllAgain, common: Common, appId: number): readonly Job[] {
  if (suite.app.id !== appId || personOf(sender) === undefined) return [];
  return suite.pull_requests.map(({ number }) => {
    return { kind: 'review-pull-request', ...common, number, headSha: suite.head_sha };
  });
}

/**
 * What a check run of ours is about, from the `external_id` that we gave it: GitHub itself names no pull request where
 * the head is in a fork. undefined for what is not ours.
 */
function aboutOf(
  externalId: string | null,
): { readonly kind: 'pull'; readonly number: number } | { readonly kind: 'merge-group' } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(externalId ?? '');
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if ('pull' in value && Number.isSafeInteger(value.pull)) return { kind: 'pull', number: Number(value.pull) };
  return 'mergeGroup' in value ? { kind: 'merge-group' } : undefined;
}
