import { baseOf } from '../shapes/pull.ts';
import { fullName, type PullRequest, type Repository, type Review } from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import { actorNode } from './people.ts';
import { issueCommentNode, reviewCommentNode, threadNode } from './conversation.ts';
import { requireOn, type Scope } from './scope.ts';

export function stateOf(pull: PullRequest): 'OPEN' | 'CLOSED' | 'MERGED' {
  return pull.state === 'open' ? 'OPEN' : pull.mergedAt === null ? 'CLOSED' : 'MERGED';
}

export function pullNode(scope: Scope, repository: Repository, pull: PullRequest): object {
  const path = `/${fullName(repository)}/pull/${pull.number}`;
  const at = (time: number | null): string | null => (time === null ? null : iso(time));
  return {
    __typename: 'PullRequest',
    id: nodeId('PR', pull.id),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    state: stateOf(pull),
    ...{ isDraft: pull.draft, closed: pull.state === 'closed', merged: pull.mergedAt !== null, locked: pull.locked },
    ...{ createdAt: at(pull.createdAt), updatedAt: at(pull.updatedAt) },
    ...{ closedAt: at(pull.closedAt), mergedAt: at(pull.mergedAt) },
    ...{ isCrossRepository: pull.head !== repository, maintainerCanModify: pull.maintainerCanModify },
    author: actorNode(scope, pull.author),
    viewerDidAuthor: pull.author.id === scope.token.account.id,
    ...{ url: scope.world.url + path, permalink: scope.world.url + path, resourcePath: path },
    repository: () => scope.nodes.repository(repository),
    baseRepository: () => scope.nodes.repository(repository),
    headRepository: () => (pull.head === null ? null : scope.nodes.repository(pull.head)),
    headRepositoryOwner: () => (pull.head === null ? null : actorNode(scope, pull.head.owner)),
    ...branches(scope, repository, pull),
    ...conversation(scope, repository, pull),
  };
}

function branches(scope: Scope, repository: Repository, pull: PullRequest): object {
  const commits = async (): Promise<readonly string[]> => {
    const list = await repository.git.commitsBetween(await baseOf(repository, pull), pull.headSha);
    return list.map((info) => info.oid);
  };
  return {
    ...{ baseRefName: pull.baseRef, headRefName: pull.headRef, headRefOid: pull.headSha },
    baseRefOid: () => baseOf(repository, pull),
    baseRef: () => scope.nodes.ref(repository, pull.baseRef),
    headRef: () => (pull.head === null ? null : scope.nodes.ref(pull.head, pull.headRef)),
    async changedFiles() {
      return (await repository.git.diff(await baseOf(repository, pull), pull.headSha)).length;
    },
    async files(args: PageArguments) {
      const files = await repository.git.diff(await baseOf(repository, pull), pull.headSha);
      return connection(files, args, (file) => ({
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: file.status === 'removed' ? 'DELETED' : file.status.toUpperCase(),
      }));
    },
    async commits(args: PageArguments) {
      return connection(await commits(), args, (oid) => ({
        __typename: 'PullRequestCommit',
        id: nodeId('PRC', `${pull.id}-${oid}`),
        commit: () => {
          requireOn(scope, repository, { contents: 'read' });
          return scope.nodes.commit(repository, oid);
        },
      }));
    },
  };
}

function conversation(scope: Scope, repository: Repository, pull: PullRequest): object {
  return {
    reviewThreads: (args: PageArguments) =>
      connection(
        pull.threads.filter((thread) => !isPending(pull, thread.comments[0]?.reviewId)),
        args,
        (thread) => threadNode(scope, repository, pull, thread),
      ),
    reviews(args: PageArguments & { states?: readonly string[]; author?: string }) {
      const seen = pull.reviews.filter(
        (review) =>
          (review.state !== 'PENDING' || review.user.id === scope.token.account.id) &&
          (args.states?.includes(review.state) ?? true) &&
          (args.author === undefined || review.user.login === args.author),
      );
      return connection(seen, args, (review) => reviewNode(scope, repository, pull, review));
    },
    comments: (args: PageArguments) =>
      connection(pull.comments, args, (comment) => issueCommentNode(scope, repository, pull, comment)),
  };
}

function isPending(pull: PullRequest, reviewId: number | undefined): boolean {
  return pull.reviews.find((review) => review.id === reviewId)?.state === 'PENDING';
}

export function reviewNode(scope: Scope, repository: Repository, pull: PullRequest, review: Review): object {
  return {
    __typename: 'PullRequestReview',
    id: nodeId('PRR', review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    body: review.body,
    state: review.state,
    author: actorNode(scope, review.user),
    viewerDidAuthor: review.user.id === scope.token.account.id,
    createdAt: iso(review.submittedAt),
    submittedAt: review.state === 'PENDING' ? null : iso(review.submittedAt),
    url: `${scope.world.url}/${fullName(repository)}/pull/${pull.number}#pullrequestreview-${review.id}`,
    ...{ isMinimized: false, minimizedReason: null },
    commit() {
      requireOn(scope, repository, { contents: 'read' });
      return scope.nodes.commit(repository, review.commitId);
    },
    comments: (args: PageArguments) =>
      connection(
        pull.threads.flatMap((thread) =>
          thread.comments.filter((one) => one.reviewId === review.id).map((comment) => ({ thread, comment })),
        ),
        args,
        ({ thread, comment }) => reviewCommentNode(scope, repository, pull, thread, comment),
      ),
  };
}
