/**
 * GitHub's numbers, each with where it comes from. Lengths are in characters.
 * Nothing outside of this file writes such a number down.
 */

/** Entries of one page. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export const pageSize = 100;

/** Files that `GET pulls/{n}/files` gives out in all. https://docs.github.com/rest/pulls/pulls#list-pull-requests-files */
export const filesPerPullRequest = 3_000;

/** Nodes of one page of a GraphQL connection. https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api */
export const nodesPerPage = 100;

/** Annotations of one request; later requests append. https://docs.github.com/rest/checks/runs#create-a-check-run */
export const annotationsPerRequest = 50;

/**
 * Any comment's or review's body. Not documented; GitHub answers "body is too long (maximum is 65536 characters)".
 * https://github.com/renovatebot/renovate/issues/2032
 */
export const bodyLength = 65_536;

/** A check run's summary. https://docs.github.com/rest/checks/runs#create-a-check-run */
export const summaryLength = 65_535;

/** An annotation's title. https://docs.github.com/rest/checks/runs#create-a-check-run */
export const annotationTitleLength = 255;

/** An annotation's message: 64 KB. https://docs.github.com/rest/checks/runs#create-a-check-run */
export const annotationMessageBytes = 65_536;

/**
 * Blobs asked for in one GraphQL query. GitHub ends a query after 10 s and the time goes into blobs.
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#timeouts
 */
export const blobsPerQuery = 100;

/** Mutations in one GraphQL document. GitHub ends a request after 10 s, and each resolved thread is a write of its own; ours. */
export const mutationsPerDocument = 50;

/** Between two mutating calls of one installation. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
export const betweenWrites = 1_000;

/**
 * Between two calls that create content: 80 a minute are allowed, the web interface included.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export const betweenNotifyingWrites = 3_000;

/** Content-creating calls of one installation an hour: GitHub allows 500, people in the browser take their share. Same page. */
export const notifyingWritesPerHour = 400;

/** Without `retry-after`: "wait for at least one minute". https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
export const secondaryLimitWait = 60_000;

/** An installation token lives for an hour; ours is replaced before. https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app */
export const tokenRenewalBefore = 5 * 60_000;

/** A new token may be unknown to some of GitHub's machines for some seconds; Octokit grants five. https://github.com/octokit/auth-app.js */
export const tokenSettles = 10_000;

/** No call of ours takes longer; GitHub itself gives up after 10 s. https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts */
export const requestTimeout = 30_000;

/** After a write of which the outcome is unknown, before looking whether it took effect. Ours: GitHub ends a request after 10 s. */
export const settleAfterUnknownOutcome = 2_000;

/** Routes that GitHub counts as content creation, `triggersNotification` in its description. https://github.com/github/rest-api-description */
export const notifyingRoutes: ReadonlySet<string> = new Set([
  'POST /repos/{owner}/{repo}/issues',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/pulls',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
]);
