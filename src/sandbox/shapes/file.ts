import type { DiffEntry } from '../diff.ts';
import { fullName, type Repository } from '../state.ts';
import { type Json } from './account.ts';
import { repositoryUrl } from './repository.ts';

/** `diff-entry`, at a commit. */
export function pullFileShape(url: string, repository: Repository, commit: string, entry: DiffEntry): Json {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const html = `${url}/${fullName(repository)}`;
  return {
    sha: entry.blob,
    filename: entry.path,
    status: entry.status,
    additions: entry.additions,
    deletions: entry.deletions,
    changes: entry.additions + entry.deletions,
    blob_url: `${html}/blob/${commit}/${path}`,
    raw_url: `${html}/raw/${commit}/${path}`,
    contents_url: `${repositoryUrl(url, repository)}/contents/${path}?ref=${commit}`,
    ...(entry.patch === undefined ? {} : { patch: entry.patch }),
    ...(entry.previousPath === undefined ? {} : { previous_filename: entry.previousPath }),
  };
}
