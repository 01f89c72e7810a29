import type { IncomingMessage, ServerResponse } from 'node:http';
import { readAsset } from './web/assets.ts';
import { renderMarkdown } from './web/markdown.ts';
import { toPage } from './web/page-model.ts';
import type { ViewSource } from './view-model.ts';

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Nothing from elsewhere and no inline script: text that slipped through could still do nothing. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * Answers a request for the page; resolves to false when the address is not the page's, and the server answers 404.
 *   /                                           the list of pull requests
 *   /{owner}/{repo}/pull/{number}[/checks|/files]  one pull request
 *   /-/pulls.json, /-/{owner}/{repo}/pull/{number}.json  their data, Markdown rendered
 *   /-/client/{file}                            scripts and styles
 */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  view: ViewSource,
): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox');
  const answer = await answerFor(pathname, view);
  if (answer === undefined) return false;
  response.writeHead(answer.status, { ...securityHeaders, 'content-type': answer.contentType });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
  return true;
}

async function answerFor(pathname: string, view: ViewSource): Promise<Answer | undefined> {
  const asset = /^\/-\/client\/([^/]+)$/.exec(pathname)?.[1];
  if (asset !== undefined) return file(asset);
  if (pathname === '/-/pulls.json') return json(view.pullRequests());
  const data = /^\/-\/([^/]+)\/([^/]+)\/pull\/(\d+)\.json$/.exec(pathname);
  if (data !== null) return pullRequest(view, data);
  if (pathname === '/' || /^\/[^/]+\/[^/]+\/pull\/\d+(?:\/checks|\/files)?$/.test(pathname)) return file('index.html');
  return undefined;
}

async function file(name: string): Promise<Answer | undefined> {
  const asset = await readAsset(name);
  return asset && { status: 200, ...asset };
}

async function pullRequest(view: ViewSource, match: RegExpExecArray): Promise<Answer> {
  const [, owner = '', repository = '', number = ''] = match;
  const found = await view.pullRequest(owner, repository, Number(number));
  if (found === undefined) return json({ message: 'There is no such pull request in this sandbox.' }, 404);
  return json(toPage(found, renderMarkdown));
}

function json(value: unknown, status = 200): Answer {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}
