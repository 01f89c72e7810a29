import { newComment } from '../conversation.ts';
import { announceReviewComments } from '../events/pull.ts';
import { checkBody, notFound, validationFailed } from '../refusal.ts';
import { reviewCommentShape } from '../shapes/review.ts';
import {
  newId,
  threadOf,
  type Account,
  type Anchor,
  type PullRequest,
  type Repository,
  type Review,
  type ReviewComment,
  type Thread,
} from '../state.ts';
import { anchorAt, anchorOnFile, newThread, readDiff, type WantedPlace } from '../threads.ts';
import type { Answer, RepositoryCall, World } from '../world.ts';
import { checkAuthor, checkUnlocked, findInPulls, paginate, pullOf, text, type Handlers } from './handler.ts';

const READ = [{ pull_requests: 'read' }] as const;
const WRITE = [{ pull_requests: 'write' }] as const;
const PAGE = '/pulls/comments#create-a-review-comment-for-a-pull-request';

export const commentHandlers: Handlers = {
  'pulls/list-review-comments': {
    for: 'repository',
    needs: READ,
    run(call) {
      const pull = pullOf(call);
      const all = pull.threads.flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })));
      const { page, link } = paginate(
        call,
        sorted(
          call,
          all.filter(({ comment }) => !isPending(pull, comment)),
        ),
      );
      const body = page.map(({ thread, comment }) => shape(call, pull, thread, comment));
      return { status: 200, body, headers: link ?? {} };
    },
  },
  'pulls/get-review-comment': {
    for: 'repository',
    needs: READ,
    run(call) {
      const { pull, thread, comment } = commentOf(call);
      return { status: 200, body: shape(call, pull, thread, comment) };
    },
  },
  'pulls/create-review-comment': { for: 'repository', needs: WRITE, run: createComment },
  'pulls/create-reply-for-review-comment': {
    for: 'repository',
    needs: WRITE,
    run(call) {
      const pull = pullOf(call);
      const thread = threadOf(pull, Number(call.parameters['comment_id']));
      if (thread === undefined) throw notFound('/pulls/comments#create-a-reply-for-a-review-comment');
      return say(call, pull, thread);
    },
  },
  'pulls/update-review-comment': {
    for: 'repository',
    needs: WRITE,
    run(call) {
      const { pull, thread, comment } = commentOf(call);
      checkAuthor(call, comment);
      comment.body = wantedBody(call);
      comment.updatedAt = call.world.now();
      return { status: 200, body: shape(call, pull, thread, comment) };
    },
  },
  'pulls/delete-review-comment': {
    for: 'repository',
    needs: WRITE,
    run(call) {
      const { pull, thread, comment } = commentOf(call);
      thread.comments.splice(thread.comments.indexOf(comment), 1);
      if (thread.comments.length === 0) pull.threads.splice(pull.threads.indexOf(thread), 1);
      return { status: 204 };
    },
  },
};

/** Oldest first unless `sort` is given, which then is descending unless `direction` says otherwise. */
function sorted<One extends { comment: ReviewComment }>(call: RepositoryCall, all: readonly One[]): One[] {
  const sort = call.query.get('sort');
  const key = ({ comment }: One): number => (sort === 'updated' ? comment.updatedAt : comment.id);
  const ascending = all.toSorted((a, b) => key(a) - key(b) || a.comment.id - b.comment.id);
  return sort !== null && call.query.get('direction') !== 'asc' ? ascending.toReversed() : ascending;
}

/** One comment outside a review: on lines, or on a whole file with `subject_type: "file"`. */
async function createComment(call: RepositoryCall): Promise<Answer> {
  const pull = pullOf(call);
  const wanted = call.body as unknown as WantedPlace & { subject_type?: string };
  const body = wantedBody(call);
  const commitId = text(call, 'commit_id') ?? '';
  if ((await call.repository.git.resolveCommit(commitId)) !== commitId || !(await isReviewable(call, pull, commitId))) {
    throw failed('commit_id', `commit_id is not part of the pull request`);
  }
  const diff = await readDiff(call.repository, pull, commitId);
  const onFile = wanted.subject_type === 'file';
  const anchor = onFile ? anchorOnFile(diff, wanted.path) : anchorAt(diff, wanted);
  if (typeof anchor === 'string') throw failed('pull_request_review_thread.line', anchor);
  return say(call, pull, addThread(call, pull, anchor), body);
}

function isReviewable(call: RepositoryCall, pull: PullRequest, commitId: string): Promise<boolean> {
  return call.repository.git.isAncestor(commitId, pull.headSha);
}

function addThread(call: RepositoryCall, pull: PullRequest, anchor: Anchor): Thread {
  const thread = newThread(newId(call.world.state), anchor);
  pull.threads.push(thread);
  return thread;
}

/** A comment outside a review is a review of its own with an empty body, as on GitHub. */
async function say(call: RepositoryCall, pull: PullRequest, thread: Thread, body = wantedBody(call)): Promise<Answer> {
  checkUnlocked(call, pull);
  const comment = await addReply(call.world, call.repository, pull, thread, body, call.account);
  return { status: 201, body: shape(call, pull, thread, comment) };
}

/** Adds a comment to a thread and tells the App. */
export async function addReply(
  world: World,
  repository: Repository,
  pull: PullRequest,
  thread: Thread,
  body: string,
  account: Account,
): Promise<ReviewComment> {
  const at = world.now();
  const review: Review = {
    id: newId(world.state),
    user: account,
    commitId: pull.headSha,
    submittedAt: at,
    body: '',
    state: 'COMMENTED',
  };
  const comment: ReviewComment = {
    ...newComment(newId(world.state), account, at, body),
    reviewId: review.id,
    inReplyTo: thread.comments[0]?.id,
  };
  pull.reviews.push(review);
  thread.comments.push(comment);
  await announceReviewComments(world, repository, pull, [thread]);
  return comment;
}

function wantedBody(call: RepositoryCall): string {
  const body = text(call, 'body') ?? '';
  if (body.trim() === '') throw failed('body', "body can't be blank");
  checkBody('PullRequestReviewComment', body);
  return body;
}

function failed(field: string, message: string): Error {
  return validationFailed([{ resource: 'PullRequestReviewComment', code: 'custom', field, message }], PAGE);
}

function isPending(pull: PullRequest, comment: ReviewComment): boolean {
  return pull.reviews.find((review) => review.id === comment.reviewId)?.state === 'PENDING';
}

function commentOf(call: RepositoryCall): { pull: PullRequest; thread: Thread; comment: ReviewComment } {
  const id = Number(call.parameters['comment_id']);
  const { pull, found: thread } = findInPulls(call.repository, (one) => threadOf(one, id));
  const comment = thread.comments.find((one) => one.id === id);
  if (comment === undefined) throw notFound();
  return { pull, thread, comment };
}

function shape(call: RepositoryCall, pull: PullRequest, thread: Thread, comment: ReviewComment): unknown {
  return reviewCommentShape(call.world.url, call.repository, pull, thread, comment);
}
