import type { Access, Answer, Asked, Log, Person, PullRef, StandingAnswer, ThreadState } from '../jobs/ports.ts';
import { markerComment, markersIn } from '../review/fingerprint.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, isOutcomeUnknown, NotInstalled, RateLimited } from './errors.ts';
import { bodyLength, pageSize, settleAfterUnknownOutcome } from './limits.ts';
import { ofPull } from './reviews.ts';

export interface CommentContext {
  readonly client: Client;
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * Puts 👀 on the comment that asked. GitHub wants `issues: write` for those of the conversation; where it refuses, or
 * breaks down, the answer alone has to do. https://docs.github.com/rest/reactions/reactions
 */
export async function acknowledge({ client, log }: CommentContext, pull: PullRef, from: Asked): Promise<void> {
  if (from.kind === 'button') return;
  const wanted = {
    owner: pull.repository.owner,
    repo: pull.repository.name,
    comment_id: from.id,
    content: 'eyes',
  } as const;
  try {
    if (from.kind === 'comment') await client.rest.reactions.createForIssueComment(wanted);
    else await client.rest.reactions.createForPullRequestReviewComment(wanted);
  } catch (error) {
    if (!isBearable(error)) throw error;
    log.info({ number: pull.number, reason: error.reason, requestId: error.requestId }, 'no reaction on the command');
  }
}

/** What a person may do with the repository. https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
export async function accessOf(client: Client, { repository }: PullRef, { login }: Person): Promise<Access> {
  try {
    const repo = { owner: repository.owner, repo: repository.name };
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ ...repo, username: login });
    return data.permission === 'admin' || data.permission === 'write' || data.permission === 'read'
      ? data.permission
      : 'none';
  } catch (error) {
    if (isNotThere(error)) return 'none';
    throw error;
  }
}

/** The lines that a comment of ours is on at the head; undefined when it is not ours, gone or outdated. */
export async function readThread(client: Client, pull: PullRef, comment: number): Promise<ThreadState | undefined> {
  try {
    const repo = { owner: pull.repository.owner, repo: pull.repository.name };
    const { data } = await client.rest.pulls.getReviewComment({ ...repo, comment_id: comment });
    const isOurs = (data.user as { readonly type?: string } | null)?.type === 'Bot' && markersIn(data.body).length > 0;
    const { path, start_line: start } = data;
    // Of an outdated comment it is null, whatever the types say.
    const line = data.line as number | null | undefined;
    return isOurs && typeof line === 'number' ? { path, first: start ?? line, last: line } : undefined;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

/**
 * Says it in the thread or the conversation where it was asked. One answer to an ask: one that stands already, from a
 * try before, becomes this one; where nobody has looked for it yet, it is looked for. A thread that is gone is answered
 * in the conversation. Where GitHub takes no comment at all, as in a locked conversation, it is logged.
 */
export async function answer(context: CommentContext, pull: PullRef, wanted: Answer): Promise<void> {
  const { client, log } = context;
  const { ask, standing } = wanted;
  const body = shorten(`${markerComment([answerMarker(ask)])}\n${wanted.body}`);
  const threads = wanted.thread === undefined ? [] : [thread(client, pull, wanted.thread)];
  try {
    for (const place of [...threads, conversation(client, pull)]) {
      if (
        await sayOnce(
          context,
          place,
          answerMarker(ask),
          body,
          standing?.filter((one) => one.at === place.at),
        )
      )
        return;
    }
  } catch (error) {
    if (!isBearable(error) || isOutcomeUnknown(error)) throw error;
    const { reason, requestId } = error;
    log.warn({ number: pull.number, reason, requestId }, 'GitHub takes no answer to the command');
  }
}

/** What `markersIn` finds in the answer to an ask. */
export function answerMarker(ask: string): string {
  return `answer-${ask}`;
}

/** Where comments can be written, found and edited. */
interface Place {
  readonly at: StandingAnswer['at'];
  readonly write: (body: string) => Promise<unknown>;
  readonly edit: (id: number, body: string) => Promise<unknown>;
  readonly list: () => Promise<readonly Written[]>;
}

interface Written {
  readonly id: number;
  readonly body?: string | undefined;
  readonly user: { readonly type?: string } | null;
}

function conversation(client: Client, { repository, number }: PullRef): Place {
  const repo = { owner: repository.owner, repo: repository.name };
  const issue = { ...repo, issue_number: number };
  return {
    at: 'conversation',
    write: (body) => client.rest.issues.createComment({ ...issue, body }),
    edit: (id, body) => client.rest.issues.updateComment({ ...repo, comment_id: id, body }),
    list: () => client.paginate(client.rest.issues.listComments, { ...issue, per_page: pageSize }),
  };
}

function thread(client: Client, pull: PullRef, root: number): Place {
  const repo = { owner: pull.repository.owner, repo: pull.repository.name };
  const newest = { sort: 'created', direction: 'desc', per_page: pageSize } as const;
  return {
    at: 'thread',
    write: (body) => client.rest.pulls.createReplyForReviewComment({ ...ofPull(pull), comment_id: root, body }),
    edit: (id, body) => client.rest.pulls.updateReviewComment({ ...repo, comment_id: id, body }),
    list: async () => (await client.rest.pulls.listReviewComments({ ...ofPull(pull), ...newest })).data,
  };
}

/** False when the place is not there. A comment that says this already is left alone. */
async function sayOnce(
  { clock = systemClock }: CommentContext,
  place: Place,
  marker: string,
  body: string,
  known: readonly StandingAnswer[] | undefined,
): Promise<boolean> {
  const find = async (): Promise<Pick<Written, 'id' | 'body'> | undefined> => {
    return (await place.list()).find((one) => one.user?.type === 'Bot' && markersIn(one.body ?? '').includes(marker));
  };
  const standing = known === undefined ? await find() : known.find((one) => markersIn(one.body).includes(marker));
  if (standing !== undefined) {
    // Done twice it is the same.
    if (standing.body !== body) await place.edit(standing.id, body);
    return true;
  }
  try {
    await place.write(body);
  } catch (error) {
    if (isNotThere(error)) return false;
    if (!isOutcomeUnknown(error)) throw error;
    await clock.wait(settleAfterUnknownOutcome);
    if ((await find()) === undefined) await place.write(body);
  }
  return true;
}

function shorten(body: string): string {
  return body.length <= bodyLength ? body : `${body.slice(0, bodyLength - 1)}…`;
}

function isNotThere(error: unknown): boolean {
  return error instanceof GitHubError && !(error instanceof NotInstalled) && error.status === 404;
}

/** A refusal of this one call, or a breakdown; not a limit, and not that everything is void. */
function isBearable(error: unknown): error is GitHubError {
  return error instanceof GitHubError && !(error instanceof RateLimited) && !(error instanceof NotInstalled);
}
