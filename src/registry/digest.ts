import { createHash } from 'node:crypto';

/** The two that the specification registers, with their length in hexadecimal digits
 * (https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms). */
const algorithms: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** Whether a digest is one that we can verify. */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = ''] = text.split(':', 2);
  return text === `${algorithm}:${hex}` && algorithms[algorithm] === hex.length && /^[0-9a-f]+$/.test(hex);
}

/** Whether the bytes are the ones that a digest names. */
export function matches(bytes: Buffer, digest: string): boolean {
  return isDigest(digest) && `${digest.split(':')[0]}:${hashOf(bytes, digest.split(':')[0] ?? '')}` === digest;
}

function hashOf(bytes: Buffer, algorithm: string): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

/** The name under which a registry keeps these bytes. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${hashOf(bytes, 'sha256')}`;
}
