import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from '../../../src/sandbox/web.ts';
import type { PullRequestPage } from '../../../src/sandbox/web/page-model.ts';
import { pullRequestView } from './fixture.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  const view = {
    pullRequests: () => [],
    pullRequest: (_owner: string, _repository: string, number: number) =>
      Promise.resolve(number === 1 ? pullRequestView() : undefined),
  };
  server = createServer((request, response) => {
    void servePage(request, response, view).then((done) => {
      if (!done) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

describe('servePage', () => {
  it.each(['/', '/acme/shop/pull/1', '/acme/shop/pull/1/files', '/acme/shop/pull/1/checks'])(
    'shows %s',
    async (path) => {
      const response = await fetch(url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    },
  );

  it('serves scripts that a browser understands: no types left, no line moved', async () => {
    const response = await fetch(`${url}/-/client/dom.ts`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const script = await response.text();
    expect(script).not.toContain('interface');
    expect(script).toContain('export function h');
  });

  it.each([
    '/-/client/../web.ts',
    '/-/client/..%2Fmarkdown.ts',
    '/-/client/tsconfig.json',
    '/-/client/none.ts',
    '/api/v3/app',
    '/sandbox/api/pulls',
  ])('leaves %s to the server', async (path) => {
    expect((await fetch(url + path)).status).toBe(404);
  });

  it('gives the pull request with its Markdown rendered', async () => {
    const page = (await (await fetch(`${url}/-/acme/shop/pull/1.json`)).json()) as PullRequestPage;
    expect(page.body).toContain('<code>cart-worker</code>');
    expect(page.checks[0]!.summary).toContain('<table>');
    expect(page.threads[0]!.comments[0]!.body).toContain('<div class="suggestion-slot"></div>');
    expect(page.threads[0]!.comments[0]!.body).not.toContain('fingerprint');
    expect(page.checks[0]!.text).toBeNull();
    expect(page.title).toBe('Containerise the new checkout services');
  });

  it('says so when there is no such pull request', async () => {
    const response = await fetch(`${url}/-/acme/shop/pull/2.json`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'There is no such pull request in this sandbox.' });
  });

  it('does not answer what changes something', async () => {
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });
});
