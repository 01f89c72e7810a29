import type { ChangedFile, PullRef } from '../jobs/ports.ts';
import type { Client } from './client.ts';
import { filesPerPullRequest, pageSize } from './limits.ts';

/**
 * The files of a pull request's diff, a hundred a call. GitHub gives out the first 3,000 and says nothing of the rest;
 * `capped` says that it may have been so. https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
 */
export async function listFiles(
  client: Client,
  { repository, number }: PullRef,
): Promise<{ readonly files: readonly ChangedFile[]; readonly capped: boolean }> {
  const entries = await client.paginate(client.rest.pulls.listFiles, {
    owner: repository.owner,
    repo: repository.name,
    pull_number: number,
    per_page: pageSize,
  });
  const files = entries.map((entry, index): ChangedFile => ({
    path: entry.filename,
    previousPath: entry.previous_filename,
    status: entry.status,
    patch: entry.patch,
    blob: entry.sha ?? undefined,
    index,
    changes: entry.changes,
  }));
  return { files, capped: files.length >= filesPerPullRequest };
}

/**
 * Where the head left the base: what the diff of a pull request is against. The second page of a comparison has no files
 * and says it all the same. https://docs.github.com/rest/commits/commits#compare-two-commits
 */
export async function mergeBase(
  client: Client,
  { repository }: PullRef,
  baseSha: string,
  headSha: string,
): Promise<string> {
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    owner: repository.owner,
    repo: repository.name,
    basehead: `${baseSha}...${headSha}`,
    per_page: 1,
    page: 2,
  });
  return data.merge_base_commit.sha;
}
