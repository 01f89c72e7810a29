import type { CommitInfo } from '../objects.ts';
import { fullName, type App, type CheckRun, type PullRequest, type Repository } from '../state.ts';
import { iso, nodeId } from '../world.ts';
import { type Json } from './account.ts';
import { appShape } from './app.ts';
import { pullMinimalShape } from './pull.ts';
import { repositoryUrl } from './repository.ts';

/** A run with the open pull requests whose head it judges, each with the tip of its base branch. */
export interface CheckContext {
  readonly app: App;
  readonly suite: number;
  readonly pulls: readonly { readonly pull: PullRequest; readonly baseSha: string }[];
}

/** `check-run` */
export function checkRunShape(url: string, repository: Repository, run: CheckRun, context: CheckContext): Json {
  const api = `${repositoryUrl(url, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url: api,
    html_url: `${url}/${fullName(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: iso(run.startedAt),
    completed_at: run.completedAt === null ? null : iso(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${api}/annotations`,
    },
    check_suite: { id: context.suite },
    app: appShape(url, context.app),
    pull_requests: context.pulls.map(({ pull, baseSha }) => pullMinimalShape(url, repository, pull, baseSha)),
  };
}

/** `check-run-with-simple-check-suite`, for webhooks. */
export function checkRunEventShape(url: string, repository: Repository, run: CheckRun, context: CheckContext): Json {
  return {
    ...checkRunShape(url, repository, run, context),
    check_suite: simpleSuiteShape(url, repository, run, context),
  };
}

function simpleSuiteShape(url: string, repository: Repository, run: CheckRun, context: CheckContext): Json {
  return {
    id: context.suite,
    node_id: nodeId('CS', context.suite),
    head_branch: context.pulls[0]?.pull.headRef ?? null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    url: `${repositoryUrl(url, repository)}/check-suites/${context.suite}`,
    before: null,
    after: run.headSha,
    pull_requests: context.pulls.map(({ pull, baseSha }) => pullMinimalShape(url, repository, pull, baseSha)),
    app: appShape(url, context.app),
    created_at: iso(run.startedAt),
    updated_at: iso(run.completedAt ?? run.startedAt),
  };
}

/** The suite as `check_suite.rerequested` carries it. */
export function checkSuiteShape(
  url: string,
  repository: Repository,
  run: CheckRun,
  context: CheckContext,
  commit: CommitInfo,
): Json {
  // The events that this description lets an App have are older than merge queues.
  const { events: _events, ...app } = appShape(url, context.app);
  return {
    ...simpleSuiteShape(url, repository, run, context),
    app,
    ...{
      status: 'queued',
      conclusion: null,
      latest_check_runs_count: 1,
      rerequestable: true,
      runs_rerequestable: true,
    },
    check_runs_url: `${repositoryUrl(url, repository)}/check-suites/${context.suite}/check-runs`,
    head_commit: headCommitShape(commit),
  };
}

/** `simple-commit` */
export function headCommitShape(commit: CommitInfo): Json {
  return {
    id: commit.oid,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: iso(commit.at * 1000),
    author: commit.author,
    committer: commit.committer,
  };
}
