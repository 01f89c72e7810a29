import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePage } from '../../../src/sandbox/web.ts';
import type { PullRequestView } from '../../../src/sandbox/view-model.ts';
import { describeInBrowser } from '../../support/browser.ts';
import { addedLines, bot, dockerfile, pullRequestView, suggestionBody, thread } from './fixture.ts';

let server: Server;
let url: string;
let view: PullRequestView;
const posts: string[] = [];
const listeners = new Set<ServerResponse>();

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/sandbox/api/events') {
      listeners.add(response.writeHead(200, { 'content-type': 'text/event-stream' }));
      response.write(': here\n\n');
    } else if (request.method === 'POST') {
      posts.push(request.url ?? '');
      response.writeHead(422, { 'content-type': 'application/json' }).end('{"message":"the branch has moved"}');
    } else {
      void servePage(request, response, { pullRequests: () => [], pullRequest: () => Promise.resolve(view) });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/shop/pull/1`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function announce(): void {
  const event = { name: 'review.submitted', owner: 'acme', repo: 'shop', number: 1 };
  for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
}

describeInBrowser('the page of a pull request', (newPage) => {
  it('puts each thread below its line and the suggestion where the comment has it', async () => {
    view = pullRequestView();
    const { page, troubles } = await newPage();
    await page.goto(`${url}/files`);
    const row = page.locator('tr.threads');
    await row.waitFor();
    expect(await row.locator('xpath=preceding-sibling::tr[1]').innerText()).toContain("CMD ['node', 'src/server.js']");
    expect(await row.locator('.suggestion tr').allInnerTexts()).toEqual([
      "8\t-\tCMD ['node', 'src/server.js']",
      '8\t+\tCMD ["node", "src/server.js"]',
    ]);
    expect(await row.locator('.suggestion mark').count()).toBe(8);
    expect(troubles).toEqual([]);
  });

  it('says why an Apply did not work, and lets the reader try again', async () => {
    view = pullRequestView();
    const { page } = await newPage();
    await page.goto(`${url}/files`);
    const button = page.getByRole('button', { name: 'Apply suggestion' });
    await button.click();
    await page.getByRole('alert').getByText('the branch has moved').waitFor();
    expect(await button.isEnabled()).toBe(true);
    expect(posts).toEqual(['/sandbox/api/repos/acme/shop/pulls/1/comments/11/apply']);
  });

  it('follows what happens, and keeps what the reader has opened', async () => {
    view = pullRequestView();
    const { page, troubles } = await newPage();
    await page.goto(`${url}/files`);
    await page.getByText('live', { exact: true }).waitFor();
    view = pullRequestView({
      threads: [thread({ resolved: true, resolvedBy: { login: 'mina', kind: 'user' } })],
      checks: [],
    });
    announce();
    const settled = page.locator('details.thread');
    await settled.getByText('Resolved by mina').click();
    await settled.locator('.comment').waitFor({ state: 'visible' });
    view = { ...view, title: 'A new title' };
    announce();
    await page.getByRole('heading', { name: 'A new title' }).waitFor();
    expect(await settled.locator('.comment').isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });

  it('goes from an annotation to its line', async () => {
    view = pullRequestView();
    const { page, troubles } = await newPage();
    await page.goto(`${url}/checks`);
    await page.getByRole('link', { name: 'services/checkout-api/Dockerfile line 8' }).click();
    expect(new URL(page.url()).pathname).toBe('/acme/shop/pull/1/files');
    expect(await page.locator('[id="services/checkout-api/Dockerfile:R8"]').isVisible()).toBe(true);
    expect(troubles).toEqual([]);
  });

  it('keeps hostile text what it is: text', async () => {
    view = hostileView();
    const { page, troubles } = await newPage();
    for (const path of ['', '/checks', '/files']) {
      await page.goto(url + path);
      await page.locator('.tabs').waitFor();
      const main = page.locator('main');
      expect(await main.locator('script, iframe, object, embed, form, style, link, img:not(.avatar)').count()).toBe(0);
      expect(await main.locator('[onerror], [onload], [onclick], a[href^="javascript:" i]').count()).toBe(0);
      expect(await main.innerText()).toContain(attack);
    }
    expect(troubles).toEqual([]);
  });
});

const attack = '<img src=x onerror=alert(1)>';

function hostileView(): PullRequestView {
  const evil = `${attack}<script>alert(2)</script>`;
  const path = `services/"><svg onload=alert(3)>/Dockerfile`;
  const body = `${evil}\n\n${suggestionBody}\n\n[x](javascript:alert(4)) <a href="javascript:alert(5)">y</a>`;
  const lines = addedLines(`RUN echo "${evil}"`, `# ${evil}`, `CMD ["${evil}"]`);
  const base = pullRequestView();
  const [check] = base.checks;
  const suggestion = { start: 3, line: 3, before: [evil], after: [evil, '</td></tr></table>'], blocked: evil };
  const place = { path, line: 3, originalLine: 3, excerpt: lines };
  return {
    ...base,
    title: evil,
    body,
    author: { login: evil, kind: 'user' },
    base: { branch: evil, sha: dockerfile[0]?.text ?? '' },
    files: [
      { path, previousPath: evil, status: 'renamed', additions: 3, deletions: 0, hunks: [{ header: evil, lines }] },
    ],
    threads: [thread({ ...place, comments: [{ id: 1, author: bot, at: '2026-01-15T10:00:00Z', body, suggestion }] })],
    timeline: base.timeline.map((item) => ('title' in item ? { ...item, title: evil } : item)),
    checks:
      check === undefined
        ? []
        : [
            {
              ...check,
              title: evil,
              summary: body,
              annotations: check.annotations.map((one) => ({
                ...one,
                path,
                title: evil,
                message: evil,
                rawDetails: evil,
              })),
            },
          ],
  };
}
