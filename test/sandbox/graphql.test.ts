import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, graph, openScene, PATH, REPO, type Reply, type Scene } from './client.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
  const { sandbox } = scene;
  const cut = `${'x'.repeat(511_999)}é`;
  await sandbox.push({
    ...REPO,
    branch: 'change',
    files: [
      { path: 'cut.txt', content: cut },
      { path: 'whole.txt', content: 'x'.repeat(512_000) },
      { path: 'binary', content: Buffer.from([1, 0, 2]) },
      { path: 'bin/run.sh', content: 'exit\n', mode: '100755' },
      { path: 'link', content: 'whole.txt', mode: '120000' },
    ],
  });
});
afterAll(() => scene.sandbox.close());

function ask(query: string, variables?: object): Promise<Reply> {
  return graph(scene.sandbox, scene.token, query, variables);
}

/** Within the repository. */
async function inside(fields: string): Promise<Reply['body']> {
  const { body } = await ask(`{ repository(owner: "ACME", name: "services") { ${fields} } }`);
  expect(body.errors).toBeUndefined();
  return body.data.repository;
}

const FILE = 'mode type object { ... on Blob { text isBinary isTruncated byteSize } }';

test('blobs by path: modes as integers, text cut at 512,000 bytes, none of binaries', async () => {
  const { object } = await inside(`object(expression: "change") { ... on Commit {
    cut: file(path: "cut.txt") { ${FILE} } whole: file(path: "whole.txt") { ${FILE} }
    binary: file(path: "binary") { ${FILE} } run: file(path: "bin/run.sh") { ${FILE} name path extension }
    link: file(path: "link") { ${FILE} } folder: file(path: "bin") { mode type object { ... on Tree { entries { path } } } }
    none: file(path: "none") { mode } } }`);
  expect(object.cut.object).toMatchObject({ isTruncated: true, byteSize: 512_001 });
  expect(Buffer.byteLength((object.cut.object.text as string).slice(0, 511_999))).toBe(511_999);
  expect(object.whole.object).toMatchObject({ isTruncated: false, byteSize: 512_000 });
  expect(object.binary.object).toEqual({ text: null, isBinary: true, isTruncated: false, byteSize: 3 });
  expect(object.run).toMatchObject({
    mode: 0o100755,
    type: 'blob',
    name: 'run.sh',
    path: 'bin/run.sh',
    extension: '.sh',
  });
  expect(object.link).toMatchObject({ mode: 0o120000, object: { text: 'whole.txt' } });
  expect(object.folder).toMatchObject({ mode: 0o40000, type: 'tree', object: { entries: [{ path: 'bin/run.sh' }] } });
  expect(object.none).toBeNull();
});

test('objects by expression, and null where there is none', async () => {
  const repository = await inside(`a: object(expression: "main:README.md") { oid ... on Blob { text } }
    b: object(expression: "main:") { __typename } c: object(expression: "main:none") { oid }
    d: object(expression: "nowhere") { oid } e: ref(qualifiedName: "refs/heads/main") { name target { oid } }
    f: ref(qualifiedName: "none") { name } defaultBranchRef { name }`);
  expect(repository).toMatchObject({
    a: { text: 'hello\n' },
    b: { __typename: 'Tree' },
    ...{ c: null, d: null, f: null },
    e: { name: 'main' },
    defaultBranchRef: { name: 'main' },
  });
});

test('a pull request as a review reads it', async () => {
  const { sandbox, token, head } = scene;
  const comments = [{ path: 'Dockerfile', line: 2, side: 'RIGHT', body: 'Here.' }];
  const review = { event: 'COMMENT', body: 'All.', commit_id: head, comments };
  expect((await call(sandbox, token, 'POST', `${PATH}/pulls/1/reviews`, review)).status).toBe(200);
  await call(sandbox, token, 'POST', `${PATH}/issues/1/comments`, { body: 'Hello.' });
  const { pullRequest } = await inside(`pullRequest(number: 1) { state isDraft merged headRefOid baseRefOid baseRefName
    headRefName changedFiles author { __typename login } viewerDidAuthor headRef { name } baseRef { target { oid } }
    commits(last: 1) { totalCount nodes { commit { oid messageHeadline file(path: "Dockerfile") { mode } } } }
    files(first: 2) { totalCount pageInfo { hasNextPage endCursor } nodes { path changeType } }
    reviews(first: 5, states: [COMMENTED]) { nodes { body state author { login } viewerDidAuthor commit { oid }
      comments(first: 1) { nodes { body } } } }
    reviewThreads(first: 5) { nodes { path line diffSide subjectType isResolved isOutdated
      comments(first: 1) { nodes { body viewerDidAuthor outdated isMinimized author { __typename login } } } } }
    comments(first: 5) { nodes { id body isMinimized } } }`);
  const now = sandbox.state.repositories.get('acme/services')!.pulls.get(1)!.headSha;
  const bot = { __typename: 'Bot', login: 'dockerfile-review' };
  expect(pullRequest).toMatchObject({
    ...{ state: 'OPEN', isDraft: false, merged: false, headRefOid: now, baseRefName: 'main', headRefName: 'change' },
    ...{ changedFiles: 7, author: { __typename: 'User', login: 'ada' }, viewerDidAuthor: false },
    baseRef: { target: { oid: pullRequest.baseRefOid } },
    commits: { totalCount: 2, nodes: [{ commit: { oid: now, file: { mode: 0o100644 } } }] },
    files: { totalCount: 7, pageInfo: { hasNextPage: true }, nodes: [{ path: 'Dockerfile', changeType: 'ADDED' }, {}] },
    reviews: {
      nodes: [{ body: 'All.', viewerDidAuthor: true, commit: { oid: head }, comments: { nodes: [{ body: 'Here.' }] } }],
    },
    reviewThreads: {
      nodes: [{ line: 2, diffSide: 'RIGHT', isOutdated: false, comments: { nodes: [{ author: bot }] } }],
    },
    comments: { nodes: [{ body: 'Hello.', isMinimized: false }] },
  });
  const id = pullRequest.comments.nodes[0].id as string;
  const hide = `mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED, clientMutationId: "7" }) {
    clientMutationId minimizedComment { isMinimized minimizedReason } } }`;
  expect((await ask(hide, { id })).body.data.minimizeComment).toEqual({
    clientMutationId: '7',
    minimizedComment: { isMinimized: true, minimizedReason: 'outdated' },
  });
});

test('a connection is paged by its cursors, forwards and backwards', async () => {
  const page = async (args: string): Promise<Reply['body']> =>
    (
      await inside(
        `pullRequest(number: 1) { files(${args}) { nodes { path } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }`,
      )
    ).pullRequest.files;
  const first = await page('first: 3');
  const second = await page(`first: 3, after: "${String(first.pageInfo.endCursor)}"`);
  expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  expect(await page('last: 100')).toMatchObject({ pageInfo: { hasNextPage: false, hasPreviousPage: false } });
  const back = await page(`last: 3, before: "${String(second.pageInfo.startCursor)}"`);
  expect(back.nodes).toEqual(first.nodes);
});

describe('documents are refused as GitHub refuses them, and kept as violations', () => {
  test.each<[why: string, query: string, variables: object, message: RegExp]>([
    ['an unknown field', '{ viewer { patch } }', {}, /Cannot query field "patch"/],
    [
      'no page size',
      '{ repository(owner: "a", name: "b") { pullRequests { totalCount } } }',
      {},
      /must provide a `first` or `last`/,
    ],
    [
      'a page of 101',
      '{ repository(owner: "a", name: "b") { pullRequests(first: 101) { totalCount } } }',
      {},
      /Requesting 101 records/,
    ],
    [
      'a page of 0 by variable',
      'query($n: Int) { repository(owner: "a", name: "b") { pullRequests(first: $n) { totalCount } } }',
      { n: 0 },
      /Requesting 0 records/,
    ],
    [
      'too many nodes',
      '{ repository(owner: "a", name: "b") { pullRequests(first: 100) { nodes { reviews(first: 100) { nodes { comments(first: 100) { totalCount } } } } } } }',
      {},
      /maximum limit of 500000/,
    ],
    ['a missing variable', 'query($o: String!) { repository(owner: $o, name: "b") { id } }', {}, /Variable "\$o"/],
    ['no query', '', {}, /Syntax Error|must be specified/],
  ])('%s', async (_why, query, variables, message) => {
    const before = scene.sandbox.violations.length;
    const { status, body } = await ask(query, variables);
    expect(status).toBe(200);
    expect(body.data).toBeUndefined();
    expect(body.errors[0].message).toMatch(message);
    expect(scene.sandbox.violations.slice(before)).toMatchObject([{ kind: 'graphql' }]);
  });

  test('a field that the sandbox forgot is loud', async () => {
    const { status, body } = await ask('{ viewer { bio } }');
    expect([status, body.message]).toEqual([500, expect.stringMatching(/no value for User.bio/)]);
    expect(scene.sandbox.violations.at(-1)).toMatchObject({ kind: 'sandbox' });
  });
});

describe('createCommitOnBranch', () => {
  const MUTATION = `mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) {
    commit { oid message } ref { target { oid } } } }`;
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  function input(head: string, fileChanges: object): object {
    const branch = { repositoryNameWithOwner: 'acme/services', branchName: 'change' };
    return { input: { branch, expectedHeadOid: head, message: { headline: 'Fix', body: 'All of it.' }, fileChanges } };
  }

  test('commits bytes as they are, makes every file 100644, and moves the pull request', async () => {
    const { git, pulls } = scene.sandbox.state.repositories.get('acme/services')!;
    const head = pulls.get(1)!.headSha;
    const changes = {
      additions: [{ path: 'bin/run.sh', contents: base64('a\r\nb') }],
      deletions: [{ path: 'binary' }],
    };
    const { body } = await ask(MUTATION, input(head, changes));
    const { oid, message } = body.data.createCommitOnBranch.commit;
    expect(message).toBe('Fix\n\nAll of it.');
    expect(pulls.get(1)!.headSha).toBe(oid);
    const entry = await git.entry(oid as string, 'bin/run.sh');
    expect(entry?.mode).toBe('100644');
    expect((await git.blob(entry!.oid)).toString()).toBe('a\r\nb');
    expect(await git.entry(oid as string, 'binary')).toBeUndefined();
    expect((await git.commitInfo(oid as string)).author.name).toBe('dockerfile-review[bot]');
  });

  test('refuses a branch that has moved, with GitHub’s words in a 200', async () => {
    const head = scene.sandbox.state.repositories.get('acme/services')!.pulls.get(1)!.headSha;
    const { status, body } = await ask(MUTATION, input(scene.head, { additions: [] }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { createCommitOnBranch: null },
      errors: [
        {
          type: 'STALE_DATA',
          path: ['createCommitOnBranch'],
          message: `Expected branch to point to "${head}" but it did not.  Pull and try again.`,
        },
      ],
    });
  });

  test.each<[why: string, changes: object, type: string]>([
    ['a file twice', { additions: [{ path: 'a', contents: '' }], deletions: [{ path: 'a' }] }, 'UNPROCESSABLE'],
    ['deleting what is not there', { deletions: [{ path: 'none' }] }, 'NOT_FOUND'],
    ['contents that are no base64', { additions: [{ path: 'a', contents: '%' }] }, 'UNPROCESSABLE'],
  ])('refuses %s', async (_why, changes, type) => {
    const head = scene.sandbox.state.repositories.get('acme/services')!.pulls.get(1)!.headSha;
    expect((await ask(MUTATION, input(head, changes))).body.errors).toMatchObject([{ type }]);
  });
});
