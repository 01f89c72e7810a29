import { ActionRefused, repositoryOf, type RepositoryName } from './actions.ts';
import { announceCheckRun, announceSuite } from './events/check.ts';
import { announceIssueComment, announceThread } from './events/pull.ts';
import { addReply } from './rest/comments.ts';
import { addIssueComment } from './rest/issues.ts';
import { accountOf, threadOf, type Account, type CheckRun, type PullRequest, type Repository } from './state.ts';
import type { World } from './world.ts';

/** What a person does on the page of a pull request. Each act throws ActionRefused when there is no such thing. */
export interface PersonsComment extends RepositoryName {
  readonly number: number;
  readonly body: string;
  /** A login: the pull request's author unless told. */
  readonly by?: string | undefined;
  /** A review comment of the thread that is answered; none: in the conversation. */
  readonly inReplyTo?: number;
}

/** Comments in the conversation, or in a thread. Returns the comment's id. */
export async function commentAs(world: World, wanted: PersonsComment): Promise<number> {
  const { repository, pull, user } = placeOf(world, wanted, wanted.number, wanted.by);
  if (wanted.inReplyTo === undefined) return addIssueComment(world, repository, pull, wanted.body, user).id;
  const thread = threadOf(pull, wanted.inReplyTo);
  if (thread === undefined) throw new ActionRefused('There is no such thread.');
  return (await addReply(world, repository, pull, thread, wanted.body, user)).id;
}

/** Edits a comment of the conversation. */
export function editCommentAs(world: World, wanted: PersonsComment & { readonly id: number }): void {
  const { repository, pull, user } = placeOf(world, wanted, wanted.number, wanted.by);
  const comment = pull.comments.find((one) => one.id === wanted.id);
  if (comment === undefined) throw new ActionRefused('There is no such comment.');
  const from = comment.body;
  comment.body = wanted.body;
  comment.updatedAt = world.now();
  announceIssueComment(world, repository, pull, comment, { by: user, from });
}

export interface WantedResolve {
  readonly number: number;
  /** Any comment of the thread. */
  readonly commentId: number;
  /** False opens it again. */
  readonly resolved?: boolean;
  readonly by?: string;
}

/** Resolves the thread of a review comment, or opens it again. */
export async function resolveAs(world: World, name: RepositoryName, wanted: WantedResolve): Promise<void> {
  const { repository, pull, user } = placeOf(world, name, wanted.number, wanted.by);
  const thread = threadOf(pull, wanted.commentId);
  if (thread === undefined) throw new ActionRefused('There is no such thread.');
  thread.resolvedBy = (wanted.resolved ?? true) ? user : null;
  await announceThread(world, repository, pull, thread, user);
}

export interface WantedRun extends RepositoryName {
  readonly id: number;
  readonly by?: string | undefined;
}

/** Presses a button of a completed check run. */
export async function pressAs(world: World, wanted: WantedRun & { readonly identifier: string }): Promise<void> {
  const { repository, run, user } = runOf(world, wanted);
  const action = run.actions.find((one) => one.identifier === wanted.identifier);
  if (action === undefined || run.status !== 'completed') throw new ActionRefused('There is no such button.');
  await announceCheckRun(world, repository, run, 'requested_action', user, action);
}

/** "Re-run" of one check run, or of all of its suite. Neither changes a run: that is the App's to do. */
export async function rerunAs(world: World, wanted: WantedRun & { readonly all?: boolean }): Promise<void> {
  const { repository, run, user } = runOf(world, wanted);
  if (wanted.all === true) await announceSuite(world, repository, run, user);
  else await announceCheckRun(world, repository, run, 'rerequested', user);
}

function placeOf(
  world: World,
  name: RepositoryName,
  number: number,
  by: string | undefined,
): { repository: Repository; pull: PullRequest; user: Account } {
  const repository = repositoryOf(world, name);
  const pull = repository.pulls.get(number);
  if (pull === undefined) throw new ActionRefused('There is no such pull request.');
  return { repository, pull, user: by === undefined ? pull.author : accountOf(world.state, by) };
}

/** The run and who presses: the author of the pull request that it judges, unless told. */
function runOf(world: World, wanted: WantedRun): { repository: Repository; run: CheckRun; user: Account } {
  const repository = repositoryOf(world, wanted);
  const run = repository.checkRuns.get(wanted.id);
  if (run === undefined) throw new ActionRefused('There is no such check run.');
  const author = [...repository.pulls.values()].find((pull) => pull.headSha === run.headSha)?.author;
  const user = wanted.by === undefined ? (author ?? repository.owner) : accountOf(world.state, wanted.by);
  return { repository, run, user };
}
