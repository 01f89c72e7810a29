import type { IncomingMessage, ServerResponse } from 'node:http';
import { createApi, send, type BeforeRequest, type SeenRequest } from './api.ts';
import { answerControl } from './control.ts';
import type { ViewSource } from './view-model.ts';
import { servePage } from './web.ts';
import type { World } from './world.ts';

/** More than GitHub takes; the App's own limits are tested on the App. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Everything that the stand-in answers: GitHub's API, the page, and the sandbox's own addresses. */
export function createListener(world: World, view: ViewSource, before: BeforeRequest | undefined): RequestListener {
  const api = createApi(world, before);
  const listen = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(request);
    const address = new URL(seen.url, world.url);
    if (address.pathname.startsWith('/api/')) await underWay(world, api(seen, address, response));
    else if (address.pathname.startsWith('/sandbox/')) await answerControl(world, view, seen, address, response);
    else if (!(await servePage(request, response, view)))
      send(response, { status: 404, body: { message: 'Not Found' } });
  };
  return (request, response) => {
    listen(request, response).catch((error: unknown) => {
      world.log(`sandbox: ${String(error)}`);
      if (!response.headersSent) send(response, { status: 500, body: { message: String(error) } });
      else response.destroy();
    });
  };
}

/** Counts a call among those without an answer, until it has one. */
async function underWay(world: World, call: Promise<void>): Promise<void> {
  world.calls.add(call);
  try {
    await call;
  } finally {
    world.calls.delete(call);
  }
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
