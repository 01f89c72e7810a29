import type { Context } from 'probot';
import type { Job } from '../jobs/job.ts';
import type { Common } from './common.ts';

type PullRequest = Context<
  | 'pull_request.opened'
  | 'pull_request.reopened'
  | 'pull_request.synchronize'
  | 'pull_request.ready_for_review'
  | 'pull_request.edited'
>['payload'];
type MergeGroup = Context<'merge_group.checks_requested'>['payload'];

/** A review, but for edits that leave the base branch as it was. */
export function fromPullRequest(payload: PullRequest, common: Common): readonly Job[] {
  if (payload.action === 'edited' && payload.changes.base === undefined) return [];
  const { number, head } = payload.pull_request;
  return [{ kind: 'review-pull-request', ...common, number, headSha: head.sha }];
}

export function fromMergeGroup({ merge_group: group }: MergeGroup, common: Common): readonly Job[] {
  return [{ kind: 'answer-merge-group', ...common, headSha: group.head_sha }];
}
