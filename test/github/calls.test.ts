import { expect, test } from 'vitest';
import { describe as describeCall } from '../../src/github/calls.ts';

test.each([
  [
    'GET',
    '/repos/{owner}/{repo}/pulls/{pull_number}',
    undefined,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    'read',
  ],
  [
    'GET',
    'https://api.github.com/repositories/3/pulls/7/files?page=2',
    undefined,
    'GET /repos/{owner}/{repo}/pulls/{id}/files',
    'read',
  ],
  [
    'GET',
    'https://ghe.example/api/v3/repos/7/8/pulls/7/reviews',
    undefined,
    'GET /repos/{owner}/{repo}/pulls/{id}/reviews',
    'read',
  ],
  [
    'POST',
    '/app/installations/{installation_id}/access_tokens',
    undefined,
    'POST /app/installations/{installation_id}/access_tokens',
    'read',
  ],
  ['POST', '/repos/{owner}/{repo}/check-runs', undefined, 'POST /repos/{owner}/{repo}/check-runs', 'write'],
  [
    'PATCH',
    '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    undefined,
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    'write',
  ],
  [
    'POST',
    '/repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    undefined,
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    'notifying write',
  ],
  ['POST', '/graphql', 'query X { viewer { login } }', 'POST /graphql', 'read'],
  ['POST', '/graphql', '{ mutation: viewer { login } }', 'POST /graphql', 'read'],
  ['POST', 'https://ghe.example/api/graphql', '\n mutation X { a }', 'POST /graphql (mutation)', 'write'],
])('%s %s %s', (method, url, query, route, kind) => {
  expect(describeCall({ method, url, query })).toEqual({ route, kind });
});
