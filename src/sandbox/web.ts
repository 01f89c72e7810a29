import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ViewSource } from './view-model.ts';

/**
 * Answers a request for the page; resolves to false when the address is not the page's, and the server answers 404.
 * Until the page exists it lists the pull requests and links to their JSON.
 */
export function servePage(request: IncomingMessage, response: ServerResponse, view: ViewSource): Promise<boolean> {
  if (request.method !== 'GET' || request.url !== '/') return Promise.resolve(false);
  const items = view
    .pullRequests()
    .map(
      (pull) => `<li><a href="/sandbox/api/repos/${pull.owner}/${pull.name}/pulls/${pull.number}">#${pull.number}</a>`,
    );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><title>Sandbox</title><ul>${items.join('')}</ul>`);
  return Promise.resolve(true);
}
