import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/github/client.ts';
import { NotInstalled } from '../../src/github/errors.ts';
import { Pace } from '../../src/github/pace.ts';
import { InstallationTokens } from '../../src/github/tokens.ts';
import { api, virtualClock, withoutNetwork, type VirtualClock } from './support.ts';

withoutNetwork();

const repository = { owner: 'acme', name: 'shop' };
const path = '/app/installations/12/access_tokens';

function tokensOf(): { tokens: InstallationTokens; clock: VirtualClock } {
  const clock = virtualClock();
  const token = { get: () => Promise.resolve('the.app.jwt') };
  const app = createClient({ baseUrl: api, token, pace: new Pace(clock), clock });
  return { tokens: new InstallationTokens(app, clock), clock };
}

function issues(token: string, clock: VirtualClock, times = 1): void {
  nock(api)
    .post(path)
    .times(times)
    .reply(201, { token, expires_at: new Date(clock.now() + 3_600_000).toISOString() });
}

test('a token is asked for with the App’s JWT, for the one repository and what a review needs', async () => {
  const { tokens, clock } = tokensOf();
  nock(api, { reqheaders: { authorization: 'Bearer the.app.jwt' } })
    .post(path, {
      repositories: ['shop'],
      permissions: { metadata: 'read', contents: 'write', pull_requests: 'write', checks: 'write' },
    })
    .reply(201, { token: 't1', expires_at: new Date(clock.now() + 3_600_000).toISOString() });
  expect(await tokens.for(12, repository).get()).toBe('t1');
});

describe('what a token may do', () => {
  const permissionsOf = (purpose: 'look' | 'review' | 'command'): Promise<object> => {
    return tokensOf()
      .tokens.for(12, purpose === 'look' ? undefined : repository, purpose)
      .permissions();
  };
  const asks = (permissions: object, status = 201): void => {
    const notAccepted = { message: 'The permissions requested are not granted to this installation.' };
    const issued = { token: 't1', expires_at: '2026-01-01T01:00:00Z', permissions };
    nock(api)
      .post(path, (body: { permissions: object }) => {
        expect(body.permissions).toEqual(permissions);
        return true;
      })
      .reply(status, status === 201 ? issued : notAccepted);
  };
  const review = { metadata: 'read', contents: 'read', pull_requests: 'write', checks: 'write' };

  test('is as little as its purpose needs', async () => {
    const look = { metadata: 'read', contents: 'read', pull_requests: 'read', checks: 'read' };
    asks(look);
    expect(await permissionsOf('look')).toEqual(look);
    const command = { metadata: 'read', contents: 'write', pull_requests: 'write', issues: 'write' };
    asks(command);
    expect(await permissionsOf('command')).toEqual(command);
  });

  test('is less where the installation has not accepted a permission', async () => {
    asks({ ...review, contents: 'write' }, 422);
    asks(review);
    expect(await permissionsOf('review')).toEqual(review);
    const { checks: _, ...least } = review;
    asks({ ...least, contents: 'write', issues: 'write' }, 422);
    asks({ ...least, contents: 'write' }, 422);
    asks(least);
    expect(await permissionsOf('command')).toEqual(least);
  });
});

describe('a token', () => {
  test('is shared by those who ask at the same time and afterwards', async () => {
    const { tokens, clock } = tokensOf();
    issues('t1', clock);
    const source = tokens.for(12, repository);
    expect(await Promise.all([source.get(), tokens.for(12, repository).get()])).toEqual(['t1', 't1']);
    clock.advance(54 * 60_000);
    expect(await source.get()).toBe('t1');
  });

  test('is renewed five minutes before it expires', async () => {
    const { tokens, clock } = tokensOf();
    issues('t1', clock);
    const source = tokens.for(12, repository);
    await source.get();
    clock.advance(55 * 60_000);
    issues('t2', clock);
    expect(await source.get()).toBe('t2');
  });

  test('is not shared between repositories', async () => {
    const { tokens, clock } = tokensOf();
    issues('t1', clock);
    issues('t2', clock);
    expect(await tokens.for(12, repository).get()).toBe('t1');
    expect(await tokens.for(12, { owner: 'acme', name: 'other' }).get()).toBe('t2');
  });

  test('that GitHub refuses is kept while it is new, and replaced when it is not', async () => {
    const { tokens, clock } = tokensOf();
    issues('t1', clock);
    const source = tokens.for(12, repository);
    await source.get();
    source.rejected?.('t1');
    expect(await source.get()).toBe('t1');
    clock.advance(11_000);
    source.rejected?.('t1');
    issues('t2', clock);
    expect(await source.get()).toBe('t2');
  });
});

describe('when it fails', () => {
  test('on 502, it is asked for again: nobody sees a token too many', async () => {
    const { tokens, clock } = tokensOf();
    nock(api).post(path).reply(502, 'Bad gateway');
    issues('t1', clock);
    expect(await tokens.for(12, repository).get()).toBe('t1');
  });

  test('nothing is remembered: the next one asks anew', async () => {
    const { tokens, clock } = tokensOf();
    const notAccepted = { message: 'The permissions requested are not granted to this installation.' };
    nock(api).post(path).times(2).reply(422, notAccepted);
    await expect(tokens.for(12, repository).get()).rejects.toMatchObject({ status: 422 });
    issues('t1', clock);
    expect(await tokens.for(12, repository).get()).toBe('t1');
  });

  test.each([
    [404, 'Not Found'],
    [403, 'This installation has been suspended'],
    [422, 'There is at least one repository that does not exist or is not accessible to the parent installation.'],
  ])('because nobody is installed (%i), it says so', async (status, message) => {
    nock(api).post(path).reply(status, { message });
    await expect(tokensOf().tokens.for(12, repository).get()).rejects.toBeInstanceOf(NotInstalled);
  });
});
