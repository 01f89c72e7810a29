import { REACTIONS } from '../conversation.ts';
import { fullName, type PullRequest, type Reaction, type Repository } from '../state.ts';
import { associationOf } from '../people.ts';
import { iso, nodeId } from '../world.ts';
import { userShape, type Json } from './account.ts';
import { repositoryShape, repositoryUrl } from './repository.ts';

/** What git says about a pull request, for its answers. */
export interface PullFacts {
  readonly baseSha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  readonly commits: number;
}

/** Reads the facts of a pull request from its repository. */
export async function pullFacts(repository: Repository, pull: PullRequest): Promise<PullFacts> {
  const baseSha = await baseOf(repository, pull);
  const [files, commits] = await Promise.all([
    repository.git.diff(baseSha, pull.headSha),
    repository.git.commitsBetween(baseSha, pull.headSha),
  ]);
  const sum = (key: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[key], 0);
  return {
    baseSha,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changedFiles: files.length,
    commits: commits.length,
  };
}

/** Where the base branch stands. */
export async function baseOf(repository: Repository, pull: PullRequest): Promise<string> {
  const sha = await repository.git.resolveCommit(`refs/heads/${pull.baseRef}`);
  if (sha === undefined) throw new Error(`The base branch ${pull.baseRef} of #${pull.number} is gone.`);
  return sha;
}

export function pullUrl(url: string, repository: Repository, pull: PullRequest): string {
  return `${repositoryUrl(url, repository)}/pulls/${pull.number}`;
}

export function pullPage(url: string, repository: Repository, pull: PullRequest): string {
  return `${url}/${fullName(repository)}/pull/${pull.number}`;
}

/** A head whose repository was deleted has neither owner nor repository. */
function sideShape(url: string, repository: Repository | null, ref: string, sha: string): Json {
  if (repository === null) return { label: `unknown:${ref}`, ref, sha, user: null, repo: null };
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userShape(url, repository.owner),
    repo: repositoryShape(url, repository),
  };
}

/** `pull-request-simple`, and what all answers about a pull request share. */
export function pullSimpleShape(url: string, repository: Repository, pull: PullRequest, facts: PullFacts): Json {
  const api = pullUrl(url, repository, pull);
  const issue = `${repositoryUrl(url, repository)}/issues/${pull.number}`;
  const page = pullPage(url, repository, pull);
  const addresses = {
    html: page,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${api}/comments`,
    review_comment: `${repositoryUrl(url, repository)}/pulls/comments{/number}`,
    commits: `${api}/commits`,
    statuses: `${repositoryUrl(url, repository)}/statuses/${pull.headSha}`,
  };
  const links = Object.entries({ self: api, ...addresses });
  return {
    url: api,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...Object.fromEntries(Object.entries(addresses).map(([name, href]) => [`${name}_url`, href])),
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    user: userShape(url, pull.author),
    body: pull.body,
    ...timesShape(pull),
    merge_commit_sha: null,
    ...{ assignee: null, assignees: [], requested_reviewers: [], requested_teams: [], labels: [], milestone: null },
    draft: pull.draft,
    head: sideShape(url, pull.head, pull.headRef, pull.headSha),
    base: sideShape(url, repository, pull.baseRef, facts.baseSha),
    _links: Object.fromEntries(links.map(([name, href]) => [name, { href }])),
    author_association: associationOf(pull.author, repository),
    ...{ auto_merge: null, active_lock_reason: null },
  };
}

function timesShape(pull: PullRequest): Json {
  return {
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: pull.closedAt === null ? null : iso(pull.closedAt),
    merged_at: pull.mergedAt === null ? null : iso(pull.mergedAt),
  };
}

/** `pull-request` */
export function pullShape(url: string, repository: Repository, pull: PullRequest, facts: PullFacts): Json {
  const comments = pull.threads.reduce((total, thread) => total + thread.comments.length, 0);
  return {
    ...pullSimpleShape(url, repository, pull, facts),
    merged: pull.mergedAt !== null,
    ...{ mergeable: null, rebaseable: null, mergeable_state: 'unknown', merged_by: null },
    comments: pull.comments.length,
    review_comments: comments,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: facts.commits,
    additions: facts.additions,
    deletions: facts.deletions,
    changed_files: facts.changedFiles,
  };
}

/** `pull-request-minimal`, as check runs name their pull requests. */
export function pullMinimalShape(url: string, repository: Repository, pull: PullRequest, baseSha: string): Json {
  const minimal = (one: Repository): Json => ({ id: one.id, url: repositoryUrl(url, one), name: one.name });
  return {
    id: pull.id,
    number: pull.number,
    url: pullUrl(url, repository, pull),
    head: { ref: pull.headRef, sha: pull.headSha, repo: minimal(pull.head ?? repository) },
    base: { ref: pull.baseRef, sha: baseSha, repo: minimal(repository) },
  };
}

/** The pull request as an issue, for `issue_comment`. */
export function issueShape(url: string, repository: Repository, pull: PullRequest): Json {
  const api = `${repositoryUrl(url, repository)}/issues/${pull.number}`;
  const page = pullPage(url, repository, pull);
  return {
    url: api,
    repository_url: repositoryUrl(url, repository),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: page,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number: pull.number,
    title: pull.title,
    user: userShape(url, pull.author),
    ...{ labels: [], assignee: null, assignees: [], milestone: null, locked: pull.locked, active_lock_reason: null },
    state: pull.state,
    comments: pull.comments.length,
    created_at: iso(pull.createdAt),
    updated_at: iso(pull.updatedAt),
    closed_at: pull.closedAt === null ? null : iso(pull.closedAt),
    author_association: associationOf(pull.author, repository),
    draft: pull.draft,
    pull_request: {
      url: pullUrl(url, repository, pull),
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.mergedAt === null ? null : iso(pull.mergedAt),
    },
    body: pull.body,
    reactions: reactionsShape(api, []),
  };
}

/** `reaction-rollup` */
export function reactionsShape(api: string, reactions: readonly Reaction[]): Json {
  const counts = REACTIONS.map((kind) => [kind, reactions.filter(({ content }) => content === kind).length] as const);
  return { url: `${api}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}
