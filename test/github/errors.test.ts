import { expect, test } from 'vitest';
import {
  GitHubError,
  isOutcomeUnknown,
  NotInstalled,
  RateLimited,
  translate,
  verdictOn,
} from '../../src/github/errors.ts';

const refusal = { route: 'GET /x', status: 500, requestId: undefined, reason: 'no' };
const until = new Date('2026-01-01T00:01:00Z');

test.each([
  ['a limit is waited out', new RateLimited({ ...refusal, status: 429 }, until), { kind: 'postpone', until }],
  ['a lost installation drops the job', new NotInstalled({ ...refusal, status: 404 }), { kind: 'drop' }],
  ['a missing permission is final', new GitHubError({ ...refusal, status: 403 }), { kind: 'give-up' }],
  [
    'an archived repository drops the job',
    new GitHubError({ ...refusal, status: 403, reason: 'Repository was archived so is read-only.' }),
    { kind: 'drop' },
  ],
  [
    'so does a suspended installation',
    new GitHubError({ ...refusal, status: 403, reason: 'This installation has been suspended' }),
    { kind: 'drop' },
  ],
  ['an outage is tried again', new GitHubError({ ...refusal, status: 502 }), { kind: 'retry' }],
  ['so is what GitHub does not know yet', new GitHubError({ ...refusal, status: 404 }), { kind: 'retry' }],
  ['and a bug of ours', new TypeError('x'), { kind: 'retry' }],
])('%s', (_, error, verdict) => {
  expect(verdictOn(error)).toEqual(verdict);
});

test.each([
  [new GitHubError({ ...refusal, status: undefined }), true],
  [new GitHubError({ ...refusal, status: 502 }), true],
  [new GitHubError({ ...refusal, status: 422 }), false],
  [new RateLimited({ ...refusal, status: undefined }, until), false],
  [new Error('ours'), false],
])('whether a write may have taken effect: %s', (error, unknown) => {
  expect(isOutcomeUnknown(error)).toBe(unknown);
});

test('a timeout is named as such', () => {
  const cause = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  const thrown = Object.assign(new Error('wrapped', { cause }), { status: 500 });
  expect(translate(thrown, 'GET /x', 0).message).toBe('GET /x failed: no answer in time');
});
