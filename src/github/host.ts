import type { Host, Log } from '../jobs/ports.ts';
import { completeCheck } from './checks.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, isOutcomeUnknown, RateLimited } from './errors.ts';
import { listFiles, mergeBase } from './files.ts';
import { filesPerPullRequest } from './limits.ts';
import { readFiles, readPullRequest } from './pull-request-query.ts';
import { postReview } from './reviews.ts';
import { settle } from './settle.ts';

/**
 * GitHub as a review needs it; `mayWrite`: whether the installation grants us to write contents; `isRepeated`:
 * an earlier try of the same job may have done some of it. Receives plans and decides nothing; throws GitHubError, RateLimited and NotInstalled.
 */
export function createHost(
  client: Client,
  log: Log,
  clock: Clock = systemClock,
  mayWrite: () => Promise<boolean> = () => Promise.resolve(true),
  isRepeated = false,
): Host {
  return {
    mostFiles: filesPerPullRequest,
    async listFiles(pull) {
      const { files, capped } = await listFiles(client, pull);
      if (capped) {
        const { repository, number } = pull;
        log.warn(
          { owner: repository.owner, name: repository.name, number, limit: filesPerPullRequest },
          'GitHub lists no more files of this pull request',
        );
      }
      return files;
    },
    readPullRequest: (pull, wanted) => readPullRequest(client, pull, wanted),
    readFiles: (pull, sha, wanted) => readFiles(client, pull, sha, wanted),
    mergeBase: (pull, baseSha, headSha) => mergeBase(client, pull, baseSha, headSha),
    isPassing: (error) => !(error instanceof GitHubError) || error instanceof RateLimited || isOutcomeUnknown(error),
    async postReview(pull, headSha, { review }) {
      return review === undefined ? { kind: 'posted' } : postReview({ client, log, clock }, pull, headSha, review);
    },
    async settle(_pull, { settling }) {
      if (settling !== undefined) await settle(client, settling, await mayWrite());
    },
    mayWrite,
    completeCheck: (pull, headSha, { check }) => completeCheck(client, pull, headSha, check, clock, isRepeated),
  };
}
