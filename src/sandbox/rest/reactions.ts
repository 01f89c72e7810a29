import { newId, threadOf, type Comment, type Reaction } from '../state.ts';
import { userShape } from '../shapes/account.ts';
import { happen } from '../events/send.ts';
import { notFound } from '../refusal.ts';
import { iso, nodeId, type Answer, type RepositoryCall } from '../world.ts';
import { findInPulls, paginate, text, type Handlers } from './handler.ts';

/** On the conversation only this right will do, on review comments only the other (contract section 8). */
const ISSUES = { read: [{ issues: 'read' }], write: [{ issues: 'write' }] } as const;
const PULLS = { read: [{ pull_requests: 'read' }], write: [{ pull_requests: 'write' }] } as const;

export const reactionHandlers: Handlers = {
  'reactions/create-for-issue-comment': {
    for: 'repository',
    needs: ISSUES.write,
    run: (call) => react(call, onIssue(call)),
  },
  'reactions/list-for-issue-comment': {
    for: 'repository',
    needs: ISSUES.read,
    run: (call) => list(call, onIssue(call).found),
  },
  'reactions/delete-for-issue-comment': {
    for: 'repository',
    needs: ISSUES.write,
    run(call) {
      const { reactions } = onIssue(call).found;
      const at = reactions.findIndex((one) => one.id === Number(call.parameters['reaction_id']));
      if (at < 0) throw notFound();
      reactions.splice(at, 1);
      return { status: 204 };
    },
  },
  'reactions/create-for-pull-request-review-comment': {
    for: 'repository',
    needs: PULLS.write,
    run: (call) => react(call, onReview(call)),
  },
  'reactions/list-for-pull-request-review-comment': {
    for: 'repository',
    needs: PULLS.read,
    run: (call) => list(call, onReview(call).found),
  },
};

type Found = ReturnType<typeof findInPulls<Comment>>;

function onIssue(call: RepositoryCall): Found {
  const id = Number(call.parameters['comment_id']);
  return findInPulls(call.repository, (pull) => pull.comments.find((one) => one.id === id));
}

function onReview(call: RepositoryCall): Found {
  const id = Number(call.parameters['comment_id']);
  return findInPulls<Comment>(call.repository, (pull) => threadOf(pull, id)?.comments.find((one) => one.id === id));
}

/** 201 for a new one, 200 for the one that was there already. */
function react(call: RepositoryCall, { pull, found }: Found): Answer {
  const content = text(call, 'content') as Reaction['content'];
  const known = found.reactions.find((one) => one.user.id === call.account.id && one.content === content);
  if (known !== undefined) return { status: 200, body: shape(call, known) };
  const { state } = call.world;
  const reaction = { id: newId(state), user: call.account, content, createdAt: call.world.now() };
  found.reactions.push(reaction);
  happen(call.world, call.repository, 'reaction.created', pull.number, { comment: found.id, content });
  return { status: 201, body: shape(call, reaction) };
}

function list(call: RepositoryCall, comment: Comment): Answer {
  const { page, link } = paginate(call, comment.reactions);
  return { status: 200, body: page.map((one) => shape(call, one)), headers: link ?? {} };
}

function shape({ world }: RepositoryCall, reaction: Reaction): object {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: userShape(world.url, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.createdAt),
  };
}
