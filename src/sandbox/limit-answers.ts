import type { Answer } from './answer.ts';

/** GitHub's answers when somebody asks too often (contract sections 2 and 7). */
const DOCS = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const SECONDARY = 'You have exceeded a secondary rate limit';
const CONTENT = ' and have been temporarily blocked from content creation';

/** Secondary: 403 or 429; `retryAfter` in seconds, left out as GitHub sometimes does. */
export function secondaryLimit(status: 403 | 429, retryAfter: number | undefined, content = false): Answer {
  const message = `${SECONDARY}${content ? CONTENT : ''}. Please retry your request again later.`;
  const headers = retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } };
  return { status, body: { message, documentation_url: DOCS, status: String(status) }, ...headers };
}

/** Primary: `x-ratelimit-remaining` is 0, and `x-ratelimit-reset` (seconds since the epoch) says when to come again. */
export function primaryLimit(installation: number | undefined, reset: number, status: 403 | 429 = 403): Answer {
  const message = exhausted(installation);
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
  return { status, body: { message, documentation_url: DOCS, status: String(status) }, headers };
}

/** The same of GraphQL: a 200. */
export function graphLimit(installation: number | undefined, reset: number): Answer {
  const errors = [{ type: 'RATE_LIMITED', message: exhausted(installation) }];
  return {
    status: 200,
    body: { errors },
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
  };
}

function exhausted(installation: number | undefined): string {
  return `API rate limit exceeded${installation === undefined ? '.' : ` for installation ID ${installation}.`}`;
}

/** Spam control in the guise of a validation error: https://github.com/octokit/plugin-throttling.js/issues/775 */
export function abuse(): Answer {
  const errors = [{ resource: 'PullRequestReview', code: 'abuse', field: 'base' }];
  return { status: 422, body: { message: 'Validation Failed', errors, documentation_url: DOCS, status: '422' } };
}
