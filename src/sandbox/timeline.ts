import { baseOf } from './shapes/pull.ts';
import { emailOf, type Account, type PullRequest, type Repository, type State } from './state.ts';
import type { CheckRunItem, CommitItem, PersonView, ReviewItem, TimelineItem } from './view-model.ts';
import { iso, nodeId } from './world.ts';

/** The conversation of a pull request, oldest first; within one second in the order in which things were made. */
export async function timelineOf(
  state: State,
  repository: Repository,
  pull: PullRequest,
): Promise<readonly TimelineItem[]> {
  const items: { at: number; item: TimelineItem }[] = [
    ...(await commits(state, repository, pull)),
    ...reviews(pull),
    ...pull.comments.map((comment) => ({
      at: comment.createdAt,
      item: {
        kind: 'comment' as const,
        at: iso(comment.createdAt),
        id: comment.id,
        author: person(comment.user),
        body: comment.body,
        minimized: comment.minimized,
        reactions: comment.reactions.map(({ content }) => content),
      },
    })),
    ...runs(repository, pull),
  ];
  return items.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
}

interface Dated<Item> {
  readonly at: number;
  readonly item: Item;
}

/** A commit stands where it was pushed, not where its author dated it. */
async function commits(state: State, repository: Repository, pull: PullRequest): Promise<Dated<CommitItem>[]> {
  const { git } = repository;
  const all = await git.commitsBetween(await baseOf(repository, pull), pull.headSha);
  const known = new Map<string, Account>();
  for (const account of state.accounts.values()) known.set(emailOf(account), account);
  let push = 0;
  return all.map((info) => {
    const at = pull.pushes[push]?.at ?? pull.updatedAt;
    if (pull.pushes[push]?.sha === info.oid) push += 1;
    const account = known.get(info.author.email);
    const author: PersonView = account === undefined ? { login: info.author.name, kind: 'user' } : person(account);
    const title = info.message.split('\n')[0] ?? '';
    return { at, item: { kind: 'commit', at: iso(at), sha: info.oid, author, title } };
  });
}

/** A reply is a review without a body of its own: it is shown in its thread only. */
function reviews(pull: PullRequest): Dated<ReviewItem>[] {
  return pull.reviews.flatMap((review) => {
    const threads = pull.threads.filter((thread) => thread.comments[0]?.reviewId === review.id);
    if (review.state === 'PENDING' || (review.body === '' && threads.length === 0)) return [];
    const item: ReviewItem = {
      kind: 'review',
      at: iso(review.submittedAt),
      id: review.id,
      author: person(review.user),
      state: review.state,
      body: review.body,
      sha: review.commitId,
      threads: threads.toSorted(inFileOrder).map((thread) => nodeId('PRRT', thread.id)),
    };
    return [{ at: review.submittedAt, item }];
  });
}

type Thread = PullRequest['threads'][number];

function inFileOrder(a: Thread, b: Thread): number {
  const [x, y] = [a.anchor, b.anchor];
  return x.path === y.path ? (x.line ?? 0) - (y.line ?? 0) : x.path < y.path ? -1 : 1;
}

function runs(repository: Repository, pull: PullRequest): Dated<CheckRunItem>[] {
  const heads = new Set(pull.pushes.map((push) => push.sha));
  return [...repository.checkRuns.values()].flatMap((run) => {
    const at = run.completedAt;
    if (!heads.has(run.headSha) || at === null) return [];
    const { id, name, headSha: sha, title } = run;
    const item: CheckRunItem = {
      kind: 'check-run',
      at: iso(at),
      id,
      name,
      sha,
      conclusion: run.conclusion ?? '',
      title,
    };
    return [{ at, item }];
  });
}

export function person(account: Account): PersonView {
  return { login: account.login, kind: account.type === 'Bot' ? 'bot' : 'user' };
}
