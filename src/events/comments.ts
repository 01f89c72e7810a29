import type { Context } from 'probot';
import { parseCommand } from '../jobs/command.ts';
import type { Asked, Job, Person } from '../jobs/job.ts';
import { personOf, type Common } from './common.ts';

type Conversation = Context<'issue_comment.created'>['payload'];
type InThread = Context<'pull_request_review_comment.created'>['payload'];

/** A command in the conversation of a pull request; issues have none. */
export function fromConversation({ issue, comment, sender }: Conversation, common: Common): readonly Job[] {
  if (issue.pull_request === undefined) return [];
  return asked(comment.body, personOf(sender), issue.number, { kind: 'comment', id: comment.id }, common);
}

/** A command in a reply of a thread. */
export function fromThread({ pull_request: pull, comment, sender }: InThread, common: Common): readonly Job[] {
  const thread = comment.in_reply_to_id;
  if (thread === undefined) return [];
  return asked(comment.body, personOf(sender), pull.number, { kind: 'reply', id: comment.id, thread }, common);
}

function asked(body: string, asker: Person | undefined, number: number, from: Asked, common: Common): readonly Job[] {
  const command = parseCommand(body);
  if (command === undefined || asker === undefined) return [];
  return [{ kind: 'run-command', ...common, number, command, asker, from }];
}
