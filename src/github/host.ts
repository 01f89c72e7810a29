import type { Host, Log } from '../jobs/ports.ts';
import { completeCheck } from './checks.ts';
import type { Client } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { GitHubError, isOutcomeUnknown, RateLimited } from './errors.ts';
import { listFiles } from './files.ts';
import { filesPerPullRequest } from './limits.ts';
import { readFiles, readPullRequest } from './pull-request-query.ts';
import { postReview } from './reviews.ts';

/** GitHub as a review needs it. Receives plans and decides nothing; throws GitHubError, RateLimited and NotInstalled. */
export function createHost(client: Client, log: Log, clock: Clock = systemClock): Host {
  return {
    async listFiles(pull) {
      const { files, capped } = await listFiles(client, pull);
      if (capped) {
        const { repository, number } = pull;
        log.warn(
          { ...repository, number, limit: filesPerPullRequest },
          'GitHub lists no more files of this pull request',
        );
      }
      return files;
    },
    readPullRequest: (pull, wanted) => readPullRequest(client, pull, wanted),
    readFiles: (pull, sha, wanted) => readFiles(client, pull, sha, wanted),
    isPassing: (error) => !(error instanceof GitHubError) || error instanceof RateLimited || isOutcomeUnknown(error),
    async postReview(pull, headSha, { review }) {
      if (review !== undefined) await postReview({ client, log, clock }, pull, headSha, review);
    },
    completeCheck: (pull, headSha, { check }) => completeCheck(client, pull, headSha, check, clock),
  };
}
