import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { createHost } from '../../src/github/host.ts';
import { api, bench, pull, silentLog, trace, withoutNetwork } from './support.ts';

withoutNetwork();

const path = '/repos/acme/shop/pulls/7/files';

function entry(filename: string, more: object = {}): object {
  return {
    sha: 'b1',
    filename,
    status: 'modified',
    additions: 1,
    deletions: 0,
    changes: 1,
    patch: '@@ -1 +1 @@',
    ...more,
  };
}

describe('the files of a pull request', () => {
  test('are read with one call when they fit a page, as GitHub names them', async () => {
    nock(api)
      .get(path)
      .query({ per_page: '100' })
      .reply(200, [
        entry('Dockerfile', { status: 'renamed', previous_filename: 'Dockerfile.old' }),
        entry('logo.png', { patch: undefined, sha: null }),
      ]);
    const b = bench();
    expect(await createHost(b.client, silentLog).listFiles(pull)).toEqual([
      {
        ...{ path: 'Dockerfile', previousPath: 'Dockerfile.old', status: 'renamed', patch: '@@ -1 +1 @@', blob: 'b1' },
        ...{ index: 0, changes: 1 },
      },
      {
        ...{ path: 'logo.png', previousPath: undefined, status: 'modified', patch: undefined, blob: undefined },
        ...{ index: 1, changes: 1 },
      },
    ]);
    expect(b.calls).toHaveLength(1);
  });

  test('are followed through all pages; a page that fails is read again', async () => {
    const next = `${api}/repositories/1/pulls/7/files?per_page=100&page=2`;
    nock(api)
      .get(path)
      .query({ per_page: '100' })
      .reply(200, [entry('a')], { link: `<${next}>; rel="next"` });
    nock(api).get('/repositories/1/pulls/7/files').query({ per_page: '100', page: '2' }).reply(502);
    nock(api)
      .get('/repositories/1/pulls/7/files')
      .query({ per_page: '100', page: '2' })
      .reply(200, [entry('b')]);
    const b = bench();
    const files = await createHost(b.client, silentLog).listFiles(pull);
    expect(files.map(({ path: name }) => name)).toEqual(['a', 'b']);
    const route = 'GET /repos/{owner}/{repo}/pulls/{id}/files';
    expect(trace(b)).toEqual([`200 ${route}`, `502 ${route}`, `200 ${route}`]);
  });

  test('end at 3,000, and the log says so', async () => {
    nock(api)
      .get(path)
      .query({ per_page: '100' })
      .reply(
        200,
        Array.from({ length: 3_000 }, (_, i) => entry(`f${i}`)),
      );
    const warnings: object[] = [];
    const host = createHost(bench().client, { ...silentLog, warn: (fields) => warnings.push(fields) });
    expect(await host.listFiles(pull)).toHaveLength(3_000);
    expect(warnings).toEqual([{ owner: 'acme', name: 'shop', number: 7, limit: 3_000 }]);
  });
});

test('the merge base is asked for by a page of the comparison that has no files', async () => {
  nock(api)
    .get('/repos/acme/shop/compare/b1...h1')
    .query({ per_page: '1', page: '2' })
    .reply(200, { merge_base_commit: { sha: 'm1' } });
  const b = bench();
  expect(await createHost(b.client, silentLog).mergeBase(pull, 'b1', 'h1')).toBe('m1');
  expect(b.calls).toHaveLength(1);
});
