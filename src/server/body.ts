import type { IncomingMessage } from 'node:http';

/** GitHub sends no larger webhook. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const bodyLimit = 25 * 1024 * 1024;

/** The body is larger than `bodyLimit`. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request's body, and stops at the first byte too many. A length declared too large is refused unread.
 * Throws BodyTooLarge, or what the connection throws when it ends early.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length']) > bodyLimit) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  // A stream destroyed on the way out would take the connection, and the answer, with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString('utf8');
}
