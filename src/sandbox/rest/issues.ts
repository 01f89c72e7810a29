import { announceIssueComment } from '../events/pull.ts';
import { newComment } from '../conversation.ts';
import { checkBody, refuse, validationFailed } from '../refusal.ts';
import { issueCommentShape } from '../shapes/review.ts';
import { newId, type Account, type IssueComment, type PullRequest, type Repository } from '../state.ts';
import type { RepositoryCall, World } from '../world.ts';
import { checkAuthor, checkUnlocked, findInPulls, paginate, pullOf, text, type Handlers } from './handler.ts';

/** Either right will do on a pull request (contract section 8). */
const READ = [{ issues: 'read' }, { pull_requests: 'read' }] as const;
const WRITE = [{ issues: 'write' }, { pull_requests: 'write' }] as const;

export const issueHandlers: Handlers = {
  'issues/create': {
    for: 'repository',
    needs: [{ issues: 'write' }],
    run({ repository }) {
      if (!repository.hasIssues) throw refuse(410, 'Issues has been disabled in this repository.', '/issues/issues');
      throw refuse(503, 'The stand-in keeps no issues but pull requests.');
    },
  },
  'issues/list-comments': {
    for: 'repository',
    needs: READ,
    run(call) {
      const pull = pullOf(call, 'issue_number');
      const { page, link } = paginate(call, pull.comments);
      const body = page.map((comment) => issueCommentShape(call.world.url, call.repository, pull, comment));
      return { status: 200, body, headers: link ?? {} };
    },
  },
  'issues/create-comment': {
    for: 'repository',
    needs: WRITE,
    run(call) {
      const pull = pullOf(call, 'issue_number');
      checkUnlocked(call, pull);
      const comment = addIssueComment(call.world, call.repository, pull, wantedBody(call), call.account);
      return { status: 201, body: issueCommentShape(call.world.url, call.repository, pull, comment) };
    },
  },
  'issues/get-comment': {
    for: 'repository',
    needs: READ,
    run(call) {
      const { pull, found } = commentOf(call);
      return { status: 200, body: issueCommentShape(call.world.url, call.repository, pull, found) };
    },
  },
  'issues/delete-comment': {
    for: 'repository',
    needs: WRITE,
    run(call) {
      const { pull, found } = commentOf(call);
      pull.comments.splice(pull.comments.indexOf(found), 1);
      return { status: 204 };
    },
  },
  'issues/update-comment': {
    for: 'repository',
    needs: WRITE,
    run(call) {
      const { pull, found } = commentOf(call);
      checkAuthor(call, found);
      found.body = wantedBody(call);
      found.updatedAt = call.world.now();
      return { status: 200, body: issueCommentShape(call.world.url, call.repository, pull, found) };
    },
  },
};

/** Adds a comment to the conversation and tells the App. */
export function addIssueComment(
  world: World,
  repository: Repository,
  pull: PullRequest,
  body: string,
  user: Account,
): IssueComment {
  const comment = newComment(newId(world.state), user, world.now(), body);
  pull.comments.push(comment);
  announceIssueComment(world, repository, pull, comment);
  return comment;
}

function wantedBody(call: RepositoryCall): string {
  const body = text(call, 'body') ?? '';
  if (body.trim() === '') throw validationFailed([{ resource: 'IssueComment', code: 'missing_field', field: 'body' }]);
  checkBody('IssueComment', body);
  return body;
}

function commentOf(call: RepositoryCall): { pull: PullRequest; found: IssueComment } {
  const id = Number(call.parameters['comment_id']);
  return findInPulls(call.repository, (pull) => pull.comments.find((one) => one.id === id));
}
