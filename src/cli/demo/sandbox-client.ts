import type { PullRequestView } from '../../sandbox/view-model.ts';

/** A pull request between two revisions of a git repository on this machine. */
export interface LocalPullRequest {
  readonly path: string;
  readonly base: string;
  readonly head: string;
  readonly owner: string;
  readonly name: string;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
}

export interface OpenedPullRequest {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
  readonly headSha: string;
  /** The address of its page. */
  readonly page: string;
}

/** Where the sandbox shall send its webhooks. */
export async function tellWebhook(sandbox: string, url: string, secret: string): Promise<void> {
  await ask(`${sandbox}/sandbox/webhook`, { url, secret });
}

export async function openPullRequest(sandbox: string, wanted: LocalPullRequest): Promise<OpenedPullRequest> {
  return (await ask(`${sandbox}/sandbox/pulls`, wanted)) as OpenedPullRequest;
}

/** Resolves to whether a check run of the pull request's head completed in time. The review, if any, came before it. */
export async function waitForCheck(sandbox: string, pull: OpenedPullRequest, timeoutMs: number): Promise<boolean> {
  const query = new URLSearchParams({ name: 'check_run.completed', head: pull.headSha, timeout: String(timeoutMs) });
  const response = await fetch(`${sandbox}/sandbox/wait?${query.toString()}`);
  if (response.status !== 200 && response.status !== 408) throw new Error(await failure(response));
  await response.body?.cancel();
  return response.status === 200;
}

export async function readPullRequest(sandbox: string, pull: OpenedPullRequest): Promise<PullRequestView> {
  return (await ask(`${sandbox}/sandbox/api/repos/${pull.owner}/${pull.name}/pulls/${pull.number}`)) as PullRequestView;
}

/** GET, or POST with a body. The sandbox's own words become the error. */
async function ask(address: string, body?: object): Promise<unknown> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(address, body === undefined ? {} : request);
  if (!response.ok) throw new Error(await failure(response));
  return response.status === 204 ? undefined : await response.json();
}

async function failure(response: Response): Promise<string> {
  return `The sandbox answered ${response.status} to ${new URL(response.url).pathname}: ${await response.text()}`;
}
