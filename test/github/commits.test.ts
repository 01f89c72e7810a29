import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { commit } from '../../src/github/commits.ts';
import type { NewCommit } from '../../src/jobs/ports.ts';
import { api, bench, graphqlAnswers, head, pull, schemaErrors, trace, withoutNetwork } from './support.ts';

withoutNetwork();

const made = 'c'.repeat(40);
const tree = 'd'.repeat(40);
const trailer = 'Dockerfile-Review: comment-5 0123456789abcdef';
const wanted: NewCommit = {
  branch: 'fix/it',
  parent: head,
  tree,
  headline: 'Apply safe fixes of shell-form',
  body: '- Dockerfile: shell-form',
  coAuthor: { login: 'mina-k', id: 9 },
  trailer,
  files: [{ path: 'Dockerfile', mode: '100644', text: 'FROM é\r\nRUN x' }],
};
const executable: NewCommit = {
  ...wanted,
  files: [...wanted.files, { path: 'b/Dockerfile', mode: '100755', text: 'x' }],
};
const success = { data: { createCommitOnBranch: { commit: { oid: made } } } };
const message = `${wanted.headline}\n\n${wanted.body}\n\nCo-authored-by: mina-k <9+mina-k@users.noreply.github.com>\n${trailer}\n`;

const refAt = (sha: string) =>
  nock(api).get('/repos/acme/shop/git/ref/heads%2Ffix%2Fit').reply(200, { ref: 'refs/heads/fix/it', object: { sha } });
const commitIs = (parent: string, text = message) =>
  nock(api)
    .get(`/repos/acme/shop/git/commits/${made}`)
    .reply(200, { sha: made, message: text, parents: [{ sha: parent }] });
const makesObjects = () => {
  nock(api)
    .post('/repos/acme/shop/git/trees', {
      base_tree: tree,
      tree: [
        { path: 'Dockerfile', mode: '100644', type: 'blob', content: 'FROM é\r\nRUN x' },
        { path: 'b/Dockerfile', mode: '100755', type: 'blob', content: 'x' },
      ],
    })
    .reply(201, { sha: 'e'.repeat(40) });
  nock(api)
    .post('/repos/acme/shop/git/commits', { message, tree: 'e'.repeat(40), parents: [head] })
    .reply(201, { sha: made });
};
const updatesRef = (status: number, answer: object) =>
  nock(api).patch('/repos/acme/shop/git/refs/heads%2Ffix%2Fit', { sha: made, force: false }).reply(status, answer);

describe('plain files', () => {
  test('are committed in one call, bytes as they are, on the analysed head only', async () => {
    const asked = graphqlAnswers(success);
    const { client } = bench();
    expect(await commit({ client }, pull, wanted)).toEqual({ kind: 'committed', sha: made });
    expect(schemaErrors(asked[0]!.query)).toEqual([]);
    const { input } = asked[0]!.variables as { readonly input: Record<string, unknown> };
    expect(input).toMatchObject({
      branch: { repositoryNameWithOwner: 'acme/shop', branchName: 'fix/it' },
      expectedHeadOid: head,
      message: { headline: wanted.headline, body: message.slice(wanted.headline.length + 2, -1) },
      fileChanges: {
        additions: [{ path: 'Dockerfile', contents: Buffer.from('FROM é\r\nRUN x').toString('base64') }],
      },
    });
  });

  test.each([
    ['STALE_DATA', 'Expected branch to point to "a" but it did not.', { kind: 'moved' }],
    [
      'FORBIDDEN',
      'Resource not accessible by integration',
      { kind: 'refused', reason: expect.stringContaining('Resource') },
    ],
    ['UNPROCESSABLE', 'Repository rule violations found', { kind: 'refused', reason: expect.stringContaining('rule') }],
  ])('answered with %s are not tried again', async (type, text, outcome) => {
    graphqlAnswers({
      data: { createCommitOnBranch: null },
      errors: [{ type, path: ['createCommitOnBranch'], message: text }],
    });
    const one = bench();
    expect(await commit(one, pull, wanted)).toMatchObject(outcome);
    expect(trace(one)).toHaveLength(1);
  });

  test('of which a try with unknown outcome made the commit, are not committed twice', async () => {
    nock(api).post('/graphql').reply(502, 'Bad gateway');
    refAt(made);
    commitIs(head);
    const one = bench();
    expect(await commit(one, pull, wanted)).toEqual({ kind: 'committed', sha: made });
  });

  test('are tried once more when the branch stands as it did', async () => {
    nock(api).post('/graphql').replyWithError('socket hang up');
    refAt(head);
    graphqlAnswers(success);
    expect(await commit(bench(), pull, wanted)).toEqual({ kind: 'committed', sha: made });
  });

  test.each([
    ['with another parent', 'f'.repeat(40), message],
    ['without our trailer', head, 'Somebody else'],
  ])('of which the branch holds a commit %s have lost the race', async (_, parent, text) => {
    nock(api).post('/graphql').reply(502, 'Bad gateway');
    refAt(made);
    commitIs(parent, text);
    expect(await commit(bench(), pull, wanted)).toEqual({ kind: 'moved' });
  });

  test('that stay unknown are for the queue', async () => {
    nock(api).post('/graphql').times(2).reply(502, 'Bad gateway');
    refAt(head);
    await expect(commit(bench(), pull, wanted)).rejects.toMatchObject({ status: 502 });
  });
});

describe('with an executable file', () => {
  test('three calls keep its mode, without an author, so that GitHub signs', async () => {
    makesObjects();
    updatesRef(200, { ref: 'refs/heads/fix/it', object: { sha: made } });
    const one = bench();
    expect(await commit(one, pull, executable)).toEqual({ kind: 'committed', sha: made });
    expect(trace(one)).toHaveLength(3);
  });

  test.each([
    ['Update is not a fast forward', { kind: 'moved' }],
    ['Reference does not exist', { kind: 'refused', reason: 'Reference does not exist' }],
    [
      'refusing to allow a GitHub App to create or update workflow `x` without `workflows` permission',
      { kind: 'refused' },
    ],
  ])('a branch that does not move because of %j', async (text, outcome) => {
    makesObjects();
    updatesRef(422, { message: text });
    expect(await commit(bench(), pull, executable)).toMatchObject(outcome);
  });

  test('an archived repository refuses for good', async () => {
    nock(api).post('/repos/acme/shop/git/trees').reply(403, { message: 'Repository was archived so is read-only.' });
    expect(await commit(bench(), pull, executable)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('archived'),
    });
  });

  test('an update with unknown outcome is looked at', async () => {
    makesObjects();
    updatesRef(502, {});
    refAt(made);
    commitIs(head);
    expect(await commit(bench(), pull, executable)).toEqual({ kind: 'committed', sha: made });
  });

  test('whose tree is not known yet is read again', async () => {
    expect(await commit(bench(), pull, { ...executable, tree: undefined })).toEqual({ kind: 'moved' });
  });

  test('a rate limit is no refusal', async () => {
    nock(api).post('/repos/acme/shop/git/trees').reply(429, { message: 'slow down' }, { 'retry-after': '30' });
    await expect(commit(bench(), pull, executable)).rejects.toMatchObject({ name: 'RateLimited' });
  });
});

test('on Enterprise Server the co-author has its address', async () => {
  const bodies: string[] = [];
  nock('https://git.acme.test')
    .post('/api/graphql', (body: { variables: { input: { message: { body: string } } } }) => {
      bodies.push(body.variables.input.message.body);
      return true;
    })
    .reply(200, success);
  await commit(bench({ baseUrl: 'https://git.acme.test/api/v3' }), pull, wanted);
  expect(bodies[0]).toContain('<9+mina-k@users.noreply.git.acme.test>');
});
