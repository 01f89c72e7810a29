import { describe, expect, test } from 'vitest';
import { readFiles, readPullRequest } from '../../src/github/pull-request-query.ts';
import { bench, graphqlAnswers, head, pull, schemaErrors, withoutNetwork } from './support.ts';

withoutNetwork();

const base = 'b'.repeat(40);
const noPages = { pageInfo: { hasPreviousPage: false, startCursor: null }, nodes: [] };

function entry(text: string | null, more: object = {}): object {
  return { mode: 33188, oid: 'f1', object: { text, isBinary: false, isTruncated: false, byteSize: 3, ...more } };
}

function answer(more: object = {}, files: object = {}, baseFiles: object = {}): object {
  const found = {
    state: 'OPEN',
    isDraft: false,
    isCrossRepository: false,
    changedFiles: 2,
    url: 'https://github.com/acme/shop/pull/7',
    headRefOid: head,
    baseRefOid: base,
    commits: { nodes: [{ commit: { oid: head, ...files } }] },
    baseRef: { target: { oid: base, ...baseFiles } },
    reviews: noPages,
    reviewThreads: noPages,
    ...more,
  };
  return { data: { repository: { pullRequest: found } } };
}

function commitAnswer(files: object, oid = head): object {
  return { data: { repository: { object: { oid, ...files } } } };
}

describe('one query', () => {
  test('reads state, blobs at head and base; GitHub’s schema accepts it', async () => {
    const asked = graphqlAnswers(
      answer({ isDraft: true }, { h0: entry('FROM a'), h1: { ...entry('x'), mode: 33261 } }, { b0: entry('FROM b') }),
    );
    const b = bench();
    const state = await readPullRequest(b.client, pull, { head: ['Dockerfile', 'run.sh'], base: ['Dockerfile'] });
    expect(state).toEqual({
      open: true,
      draft: true,
      headSha: head,
      baseSha: base,
      head: new Map([
        ['Dockerfile', { id: 'f1', mode: '100644', text: 'FROM a', byteSize: 3 }],
        ['run.sh', { id: 'f1', mode: '100755', text: 'x', byteSize: 3 }],
      ]),
      base: new Map([['Dockerfile', { id: 'f1', mode: '100644', text: 'FROM b', byteSize: 3 }]]),
      fromFork: false,
      changedFiles: 2,
      page: 'https://github.com/acme/shop/pull/7',
      standing: { threads: [], reviews: [] },
    });
    expect(b.calls).toHaveLength(1);
    expect(asked.flatMap(({ query }) => schemaErrors(query))).toEqual([]);
  });

  test('paths are variables and no part of its text', async () => {
    const hostile = 'a") { evil } #/Dockerfile';
    const asked = graphqlAnswers(answer());
    await readPullRequest(bench().client, pull, { head: [hostile], base: [hostile] });
    expect(asked[0]?.query).not.toContain('evil');
    expect(asked[0]?.variables).toMatchObject({ owner: 'acme', name: 'shop', number: 7, h0: hostile, b0: hostile });
  });

  test('carries other files along, of some of them the mode alone', async () => {
    const asked = graphqlAnswers(
      answer({}, { h0: entry('FROM a'), h1: entry('echo'), h2: { mode: 33188, oid: 'f2' } }),
    );
    const b = bench();
    const files = { texts: ['run.sh'], modes: ['lock', 'gone'] };
    const { head: blobs } = await readPullRequest(b.client, pull, { head: ['Dockerfile'], base: [], files });
    expect([...blobs.keys()]).toEqual(['Dockerfile', 'run.sh', 'lock']);
    expect(blobs.get('lock')).toEqual({ id: 'f2', mode: '100644', text: undefined, byteSize: 0 });
    expect(asked[0]?.query.match(/\{ \.\.\.Mode \}/g)).toHaveLength(2);
    expect(b.calls).toHaveLength(1);
    expect(asked.flatMap(({ query }) => schemaErrors(query))).toEqual([]);
  });

  test('works without any path', async () => {
    const asked = graphqlAnswers(answer({ state: 'MERGED' }));
    const state = await readPullRequest(bench().client, pull, { head: [], base: [] });
    expect(state.open).toBe(false);
    expect(schemaErrors(asked[0]?.query ?? '')).toEqual([]);
  });

  test('what does not exist is absent; what is cut off, binary or no blob has no text', async () => {
    graphqlAnswers({
      ...answer(
        {},
        {
          h0: null,
          h1: entry('long', { isTruncated: true, byteSize: 900_000 }),
          h2: entry(null, { isBinary: true }),
          h3: { mode: 57344, oid: 'c1', object: {} },
          h4: { mode: 40960, oid: 'l1', object: { text: '../x', isBinary: false, isTruncated: false, byteSize: 4 } },
        },
      ),
      errors: [{ type: 'NOT_FOUND', message: 'no such path' }],
    });
    const paths = ['gone', 'long', 'binary', 'submodule', 'link'];
    const { head: blobs } = await readPullRequest(bench().client, pull, { head: paths, base: [] });
    expect([...blobs.keys()]).toEqual(paths.slice(1));
    expect(blobs.get('long')).toMatchObject({ text: undefined, byteSize: 900_000 });
    expect(blobs.get('binary')?.text).toBeUndefined();
    expect(blobs.get('submodule')).toMatchObject({ mode: '160000', text: undefined });
    expect(blobs.get('link')).toMatchObject({ mode: '120000', text: '../x' });
  });

  test('a deleted base branch falls back to the commit that GitHub remembers', async () => {
    const asked = graphqlAnswers(answer({ baseRef: null }), commitAnswer({ f0: entry('FROM b') }, base));
    const state = await readPullRequest(bench().client, pull, { head: [], base: ['Dockerfile'] });
    expect(state.base.get('Dockerfile')?.text).toBe('FROM b');
    expect(asked[1]?.variables).toMatchObject({ oid: base });
  });

  test.each([
    ['pull request', { data: { repository: { pullRequest: null } } }],
    ['repository', { data: { repository: null } }],
  ])('a missing %s is a 404', async (_, missing) => {
    graphqlAnswers({ ...missing, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve' }] });
    await expect(readPullRequest(bench().client, pull, { head: [], base: [] })).rejects.toMatchObject({ status: 404 });
  });
});

describe('files at a commit', () => {
  test.each([
    ['texts and modes', { texts: ['run.sh'], modes: ['lock'] }],
    ['texts', { texts: ['run.sh'], modes: [] }],
    ['modes', { texts: [], modes: ['lock'] }],
  ])('%s come by one query that GitHub’s schema accepts', async (_, wanted) => {
    const asked = graphqlAnswers(commitAnswer({ f0: entry('echo'), f1: { mode: 33188, oid: 'f2' } }));
    const blobs = await readFiles(bench().client, pull, head, wanted);
    expect([...blobs.keys()]).toEqual([...wanted.texts, ...wanted.modes]);
    expect(asked[0]?.variables).toMatchObject({ oid: head });
    expect(asked.flatMap(({ query }) => schemaErrors(query))).toEqual([]);
  });

  test('a commit that is gone is a 404', async () => {
    graphqlAnswers({ data: { repository: { object: null } } });
    await expect(readFiles(bench().client, pull, head, { texts: ['a'], modes: [] })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('more calls', () => {
  test('are made when the last commit is not the head', async () => {
    const asked = graphqlAnswers(
      answer({ commits: { nodes: [{ commit: { oid: 'c'.repeat(40), h0: entry('stale') } }] } }),
      commitAnswer({ f0: entry('fresh') }),
    );
    const state = await readPullRequest(bench().client, pull, { head: ['Dockerfile'], base: [] });
    expect(state.head.get('Dockerfile')?.text).toBe('fresh');
    expect(asked.flatMap(({ query }) => schemaErrors(query))).toEqual([]);
  });

  test('carry the blobs beyond a hundred', async () => {
    const names = Array.from({ length: 130 }, (_, i) => `${i}/Dockerfile`);
    const entries = (prefix: string, count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, entry(`${prefix}${i}`)]));
    const asked = graphqlAnswers(
      answer({}, entries('h', 100)),
      commitAnswer(entries('f', 30)),
      commitAnswer({ f0: entry('base') }, base),
    );
    const state = await readPullRequest(bench().client, pull, { head: names, base: ['0/Dockerfile'] });
    expect(state.head.size).toBe(130);
    expect(state.head.get('129/Dockerfile')?.text).toBe('f29');
    expect(state.base.get('0/Dockerfile')?.text).toBe('base');
    expect(
      asked.map(({ variables }) => Object.values(variables).filter((v) => String(v).endsWith('/Dockerfile')).length),
    ).toEqual([100, 30, 1]);
  });
});
