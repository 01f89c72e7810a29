import type { EventView, PullRequestSummary } from '../../view-model.ts';
import type { PullRequestPage } from '../page-model.ts';

/** Which pull request the page shows. */
export interface PullAddress {
  readonly owner: string;
  readonly repository: string;
  readonly number: number;
}

export function readPulls(): Promise<readonly PullRequestSummary[]> {
  return readJson('/-/pulls.json');
}

export function readPull(pull: PullAddress): Promise<PullRequestPage> {
  return readJson(`/-/${pull.owner}/${pull.repository}/pull/${pull.number}.json`);
}

/** Commits the suggestion of a review comment, as GitHub's button does. */
export function applySuggestion(pull: PullAddress, comment: number): Promise<void> {
  return post(`${pullPath(pull)}/comments/${comment}/apply`);
}

export function setResolved(pull: PullAddress, thread: string, resolved: boolean): Promise<void> {
  return post(`${pullPath(pull)}/threads/${encodeURIComponent(thread)}/${resolved ? 'resolve' : 'unresolve'}`);
}

/** A comment of the pull request's author, in the conversation or below another comment. */
export function postComment(pull: PullAddress, body: string, inReplyTo?: number): Promise<void> {
  return post(`${pullPath(pull)}/comments`, inReplyTo === undefined ? { body } : { body, inReplyTo });
}

/** Asks the App to do a check run again. */
export function rerun(pull: PullAddress, run: number): Promise<void> {
  return post(`${repositoryPath(pull)}/check-runs/${run}/rerun`);
}

/** Presses a button of a check run. */
export function requestAction(pull: PullAddress, run: number, identifier: string): Promise<void> {
  return post(`${repositoryPath(pull)}/check-runs/${run}/actions/${encodeURIComponent(identifier)}`);
}

/** Calls back on each event of the sandbox and whenever the connection comes or goes; the browser reconnects by itself. */
export function listen(onEvent: (event: EventView) => void, onConnection: (open: boolean) => void): void {
  const source = new EventSource('/sandbox/api/events');
  source.addEventListener('open', () => {
    onConnection(true);
  });
  source.addEventListener('error', () => {
    onConnection(false);
  });
  source.addEventListener('message', (message: MessageEvent<string>) => {
    onEvent(JSON.parse(message.data) as EventView);
  });
}

function repositoryPath(pull: PullAddress): string {
  return `/sandbox/api/repos/${pull.owner}/${pull.repository}`;
}

function pullPath(pull: PullAddress): string {
  return `${repositoryPath(pull)}/pulls/${pull.number}`;
}

async function readJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(await reason(response));
  return (await response.json()) as T;
}

async function post(path: string, body: object = {}): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await reason(response));
}

async function reason(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { message: string }).message;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
