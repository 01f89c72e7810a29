import type { Context } from 'probot';
import { parseCommand } from '../jobs/command.ts';
import type { Asked, Job, Person, RunCommand } from '../jobs/job.ts';
import { personOf, type Common } from './common.ts';

type Conversation = Context<'issue_comment.created'>['payload'];
type InThread = Context<'pull_request_review_comment.created'>['payload'];

/** A command in the conversation of a pull request; issues have none. */
export function fromConversation({ issue, comment, sender }: Conversation, common: Common): readonly Job[] {
  if (issue.pull_request === undefined) return [];
  const asker = personOf(sender);
  const from: Asked = { kind: 'comment', id: comment.id };
  return asked(comment.body, asker, { number: issue.number, byAuthor: isSame(issue.user, asker), from }, common);
}

/** A command in a reply of a thread. */
export function fromThread({ pull_request: pull, comment, sender }: InThread, common: Common): readonly Job[] {
  const thread = comment.in_reply_to_id;
  if (thread === undefined) return [];
  const asker = personOf(sender);
  const from: Asked = { kind: 'reply', id: comment.id, thread };
  return asked(comment.body, asker, { number: pull.number, byAuthor: isSame(pull.user, asker), from }, common);
}

function asked(
  body: string,
  asker: Person | undefined,
  where: Pick<RunCommand, 'number' | 'byAuthor' | 'from'>,
  common: Common,
): readonly Job[] {
  const command = parseCommand(body);
  if (command === undefined || asker === undefined) return [];
  return [{ kind: 'run-command', ...common, ...where, command, asker }];
}

/** Who has left GitHub is `null`, whatever the types say. */
function isSame(author: { readonly id: number } | null | undefined, asker: Person | undefined): boolean {
  return asker !== undefined && author?.id === asker.id;
}
