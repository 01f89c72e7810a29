import type { Blob } from './ports.ts';

/** No real Dockerfile comes near it, and GitHub's query cuts texts off at 512,000 bytes. */
export const maxBytes = 500_000;

const notFound = 'it was not found at the head of the pull request';

/** The blob's text, or why there is nothing to review. `isGap`: there may be a Dockerfile that nobody looked at. */
export function reviewable(
  blob: Blob | undefined,
): { readonly text: string } | { readonly reason: string; readonly isGap: boolean } {
  if (blob === undefined) return { reason: notFound, isGap: true };
  if (blob.mode === '120000') return { reason: 'it is a symbolic link', isGap: false };
  if (blob.mode === '160000') return { reason: 'it is a submodule', isGap: false };
  if (blob.byteSize > maxBytes) {
    return { reason: `it is larger than ${maxBytes / 1000} kB (${Math.ceil(blob.byteSize / 1000)} kB)`, isGap: true };
  }
  if (blob.text === undefined) return { reason: 'it is a binary file', isGap: true };
  if (blob.text.startsWith('version https://git-lfs.github.com/spec/v1\n')) {
    return { reason: 'it is a pointer of Git LFS', isGap: false };
  }
  return { text: blob.text };
}
