import { ownPatch } from '../review/shown-diff.ts';
import type { Blob, ChangedFile, Host, PullRef } from './ports.ts';
import { pathBefore, type ReadPullRequest } from './read-pull-request.ts';
import { reviewable } from './reviewable.ts';

/**
 * Makes the patches of Dockerfiles that GitHub gave none for, as it does when a diff is large. What is new is its own
 * diff; for the others the text at the merge base is wanted, which costs a call to find it and, if the base branch has
 * moved on, one to read it. Where GitHub refuses that, they stay without. Throws what the host holds to be passing.
 */
export async function withPatches(host: Host, pull: PullRef, read: ReadPullRequest): Promise<ReadPullRequest> {
  const missing = read.files.filter((file) => file.patch === undefined && hasChanged(file, read));
  if (missing.length === 0) return read;
  const before = await textsBefore(host, pull, read, missing);
  const linesInAll = [...read.files, ...read.others].reduce((sum, { changes = 0 }) => sum + changes, 0);
  const files = read.files.map((file) => {
    const old = missing.includes(file) ? before(file) : undefined;
    const after = reviewable(read.state.head.get(file.path));
    if (old === undefined || !('text' in after)) return file;
    const own = ownPatch(old, after.text, { index: file.index ?? 0, linesInAll });
    return own === undefined ? file : { ...file, ...own };
  });
  return { ...read, files };
}

/** A pure rename has the very blob at the base. */
function hasChanged(file: ChangedFile, { state }: ReadPullRequest): boolean {
  const head = state.head.get(file.path);
  return 'text' in reviewable(head) && (isNew(file) || state.base.get(pathBefore(file))?.id !== head?.id);
}

function isNew({ status }: ChangedFile): boolean {
  return status === 'added';
}

async function textsBefore(
  host: Host,
  pull: PullRef,
  { state }: ReadPullRequest,
  missing: readonly ChangedFile[],
): Promise<(file: ChangedFile) => string | undefined> {
  const old = missing.filter((file) => !isNew(file)).map(pathBefore);
  const blobs = old.length === 0 ? new Map<string, Blob>() : await readBefore(host, pull, state, old);
  return (file) => {
    if (isNew(file)) return '';
    const blob = reviewable(blobs.get(pathBefore(file)));
    return 'text' in blob ? blob.text : undefined;
  };
}

async function readBefore(
  host: Host,
  pull: PullRef,
  { base, baseSha, headSha }: ReadPullRequest['state'],
  paths: readonly string[],
): Promise<ReadonlyMap<string, Blob>> {
  try {
    const mergeBase = await host.mergeBase(pull, baseSha, headSha);
    return mergeBase === baseSha ? base : await host.readFiles(pull, mergeBase, { texts: paths, modes: [] });
  } catch (error) {
    if (host.isPassing(error)) throw error;
    return new Map();
  }
}
