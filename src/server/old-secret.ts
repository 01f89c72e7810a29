import { createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a webhook, as node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The signature by the new secret of a body that the old one signed; undefined for every other. While a secret is
 * replaced, webhooks and redeliveries come signed with either, and Probot knows one.
 * https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signatureByNew(
  secrets: { readonly current: string; readonly old: string },
  body: string,
  headers: Headers,
): string | undefined {
  const given = headers['x-hub-signature-256'];
  if (typeof given !== 'string' || !isSame(given, signature(secrets.old, body))) return undefined;
  return signature(secrets.current, body);
}

function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
