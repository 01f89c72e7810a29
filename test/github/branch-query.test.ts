import { expect, test } from 'vitest';
import { readBranch } from '../../src/github/branch-query.ts';
import { bench, graphqlAnswers, head, pull, schemaErrors, withoutNetwork } from './support.ts';

withoutNetwork();

const tree = 't'.repeat(40);
const base = 'b'.repeat(40);
const blob = { oid: 'c1', mode: 33261, object: { text: 'FROM x\n', isBinary: false, isTruncated: false, byteSize: 7 } };
const answer = (more: object = {}): object => ({
  data: {
    repository: {
      pullRequest: {
        url: 'https://github.com/acme/shop/pull/7',
        state: 'OPEN',
        isDraft: false,
        changedFiles: 1,
        headRefName: 'change',
        headRefOid: head,
        baseRefOid: base,
        isCrossRepository: false,
        headRepository: { nameWithOwner: 'acme/shop', owner: { __typename: 'Organization' } },
        author: { login: 'contributor' },
        recent: { nodes: [{ commit: { oid: head, message: 'Change', committedDate: '2026-01-01T00:00:00Z' } }] },
        last: { nodes: [{ commit: { oid: head, tree: { oid: tree }, h0: blob } }] },
        comments: {
          nodes: [
            { fullDatabaseId: '3000000000', body: 'ours', viewerDidAuthor: true },
            { fullDatabaseId: '4', body: 'theirs', viewerDidAuthor: false },
          ],
        },
        reviewThreads: {
          nodes: [{ comments: { nodes: [{ fullDatabaseId: '5', body: 'a reply of ours', viewerDidAuthor: true }] } }],
        },
        baseRef: { target: { oid: base, b0: null } },
        ...more,
      },
    },
  },
});
const wanted = { head: ['Dockerfile'], base: ['Dockerfile'] };

test('one query tells the state, the branch, its commits and our answers; GitHub’s schema knows it', async () => {
  const asked = graphqlAnswers(answer());
  const state = await readBranch(bench().client, pull, wanted);
  expect(schemaErrors(asked[0]!.query)).toEqual([]);
  expect(asked[0]!.variables).toEqual({ owner: 'acme', name: 'shop', number: 7, h0: 'Dockerfile', b0: 'Dockerfile' });
  expect(state).toMatchObject({
    ...{ open: true, draft: false, headSha: head, baseSha: base, branch: 'change', tree, author: 'contributor' },
    ...{ fromFork: false, headRepository: { kind: 'same' }, changedFiles: 1 },
    commits: [{ sha: head, message: 'Change', at: Date.parse('2026-01-01') }],
    answers: [
      { id: 3_000_000_000, at: 'conversation', body: 'ours' },
      { id: 5, at: 'thread', body: 'a reply of ours' },
    ],
  });
  expect(state.head.get('Dockerfile')).toEqual({ id: 'c1', mode: '100755', text: 'FROM x\n', byteSize: 7 });
});

test('without files it is a query still', async () => {
  const asked = graphqlAnswers(answer());
  await readBranch(bench().client, pull, { head: [], base: [] });
  expect(schemaErrors(asked[0]!.query)).toEqual([]);
});

test.each([
  [
    { isCrossRepository: true, headRepository: { nameWithOwner: 'big/shop', owner: { __typename: 'Organization' } } },
    { kind: 'fork', name: 'big/shop', ofOrganization: true },
  ],
  [
    { isCrossRepository: true, headRepository: { nameWithOwner: 'bob/shop', owner: { __typename: 'User' } } },
    { kind: 'fork', name: 'bob/shop', ofOrganization: false },
  ],
  [{ isCrossRepository: true, headRepository: null }, { kind: 'deleted' }],
])('a head elsewhere: %j', async (more, headRepository) => {
  graphqlAnswers(answer(more));
  expect(await readBranch(bench().client, pull, wanted)).toMatchObject({ headRepository });
});

test('a last commit that is not the head has no tree, and its files are asked for again', async () => {
  const old = { nodes: [{ commit: { oid: 'd'.repeat(40), tree: { oid: tree }, h0: blob } }] };
  const asked = graphqlAnswers(answer({ last: old }), { data: { repository: { object: { oid: head, f0: blob } } } });
  expect((await readBranch(bench().client, pull, wanted)).tree).toBeUndefined();
  expect(asked[1]!.variables).toMatchObject({ oid: head });
});

test('a pull request that is not there is a 404', async () => {
  graphqlAnswers({ data: { repository: { pullRequest: null } } });
  await expect(readBranch(bench().client, pull, wanted)).rejects.toMatchObject({ status: 404 });
});
