import type { Committed, NewCommit, PullRef } from '../jobs/ports.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, isOutcomeUnknown, NotInstalled, RateLimited } from './errors.ts';
import { GraphqlRefused } from './graphql.ts';
import { settleAfterUnknownOutcome } from './limits.ts';

export interface CommitContext {
  readonly client: Client;
  readonly clock?: Clock;
}

/**
 * Makes one commit on top of `parent`, if the branch still stands there, signed by GitHub. One call where all files are
 * plain; three where one is executable, because the one call would take its mode away. When the outcome of the last
 * call is unknown, the branch is looked at before the one further try. Throws RateLimited and NotInstalled, and what
 * stays unknown.
 */
export async function commit(context: CommitContext, pull: PullRef, wanted: NewCommit): Promise<Committed> {
  try {
    const sha = wanted.files.every(({ mode }) => mode === '100644')
      ? await onBranch(context, pull, wanted)
      : await fromTree(context, pull, wanted);
    return { kind: 'committed', sha };
  } catch (error) {
    if (error instanceof Moved || isMoved(error)) return { kind: 'moved' };
    if (isRefusal(error)) return { kind: 'refused', reason: error.reason, requestId: error.requestId };
    throw error;
  }
}

/** The branch stands elsewhere than at `parent`. */
class Moved extends Error {
  override readonly name = 'Moved';
}

const createCommit = `mutation CommitFixes($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

interface Created {
  readonly createCommitOnBranch: { readonly commit: { readonly oid: string } | null } | null;
}

/** https://docs.github.com/graphql/reference/mutations#createcommitonbranch */
async function onBranch(context: CommitContext, pull: PullRef, wanted: NewCommit): Promise<string> {
  const { owner, name } = pull.repository;
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${name}`, branchName: wanted.branch },
    expectedHeadOid: wanted.parent,
    message: { headline: wanted.headline, body: bodyOf(context.client, wanted) },
    fileChanges: { additions: wanted.files.map(({ path, text }) => ({ path, contents: base64(text) })) },
  };
  const create = async (): Promise<string> => {
    const { createCommitOnBranch: made } = await context.client.graphql<Created>(createCommit, { input });
    if (made?.commit) return made.commit.oid;
    throw new GitHubError({
      route: 'POST /graphql (mutation)',
      status: 500,
      requestId: undefined,
      reason: 'no commit',
    });
  };
  return unlessMade(context, pull, wanted, create);
}

/**
 * A tree, a commit, the branch. Without author and committer GitHub signs the commit as ours.
 * https://docs.github.com/authentication/managing-commit-signature-verification/about-commit-signature-verification#signature-verification-for-bots
 */
async function fromTree(context: CommitContext, pull: PullRef, wanted: NewCommit): Promise<string> {
  const { client } = context;
  if (wanted.tree === undefined) throw new Moved();
  const repo = { owner: pull.repository.owner, repo: pull.repository.name };
  const entries = wanted.files.map(({ path, mode, text }) => {
    return { path, mode: mode === '100755' ? '100755' : '100644', type: 'blob', content: text } as const;
  });
  const { tree: base_tree, parent } = wanted;
  // Objects that nothing points to are nobody's concern: these two may be made again.
  const tree = await onceMore(context, () => client.rest.git.createTree({ ...repo, base_tree, tree: entries }));
  const message = `${wanted.headline}\n\n${bodyOf(client, wanted)}\n`;
  const made = await onceMore(context, () =>
    client.rest.git.createCommit({ ...repo, message, tree: tree.data.sha, parents: [parent] }),
  );
  const { sha } = made.data;
  return unlessMade(context, pull, wanted, async () => {
    await client.rest.git.updateRef({ ...repo, ref: `heads/${wanted.branch}`, sha, force: false });
    return sha;
  });
}

/** What the branch holds is looked at before any second try. */
async function unlessMade(
  { client, clock = systemClock }: CommitContext,
  pull: PullRef,
  wanted: NewCommit,
  make: () => Promise<string>,
): Promise<string> {
  try {
    return await make();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    await clock.wait(settleAfterUnknownOutcome);
    const tip = await tipOf(client, pull, wanted.branch);
    if (tip === wanted.parent) return make();
    if (await isOurs(client, pull, tip, wanted)) return tip;
    throw new Moved();
  }
}

async function onceMore<T>({ clock = systemClock }: CommitContext, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    await clock.wait(settleAfterUnknownOutcome);
    return make();
  }
}

async function tipOf(client: Client, { repository }: PullRef, branch: string): Promise<string> {
  const repo = { owner: repository.owner, repo: repository.name };
  const { data } = await client.rest.git.getRef({ ...repo, ref: `heads/${branch}` });
  return data.object.sha;
}

async function isOurs(client: Client, { repository }: PullRef, sha: string, wanted: NewCommit): Promise<boolean> {
  const repo = { owner: repository.owner, repo: repository.name };
  const { data } = await client.rest.git.getCommit({ ...repo, commit_sha: sha });
  return data.parents[0]?.sha === wanted.parent && data.message.split('\n').includes(wanted.trailer);
}

/** The trailers stand together at the end: git and GitHub read them there only. */
function bodyOf(client: Client, { body, coAuthor, trailer }: NewCommit): string {
  const { login, id } = coAuthor;
  const together = `Co-authored-by: ${login} <${id}+${login}@${noreplyHost(client)}>`;
  return [body, `${together}\n${trailer}`].join('\n\n');
}

/** Of Enterprise Server it is its own. https://docs.github.com/account-and-profile/reference/email-addresses-reference#your-noreply-email-address */
function noreplyHost(client: Client): string {
  const { hostname: host } = new URL(client.request.endpoint.DEFAULTS.baseUrl);
  return `users.noreply.${host === 'api.github.com' ? 'github.com' : host}`;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** `STALE_DATA` of the one call, "Update is not a fast forward" of the three. */
function isMoved(error: unknown): boolean {
  if (error instanceof GraphqlRefused) return error.problems.some(({ type }) => type === 'STALE_DATA');
  return error instanceof GitHubError && error.status === 422 && /not a fast forward/i.test(error.reason);
}

/** GitHub's last word, which no second try changes. */
function isRefusal(error: unknown): error is GitHubError {
  if (!(error instanceof GitHubError) || error instanceof RateLimited || error instanceof NotInstalled) return false;
  return !isOutcomeUnknown(error) && error.status !== 401;
}
