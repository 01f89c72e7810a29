import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleSource } from '../../src/cli/demo/source.ts';
import type { PullRequest } from '../../src/sandbox/state.ts';
import { describeInBrowser } from '../support/browser.ts';
import { startPair, type Pair } from './pair.ts';

describeInBrowser('the sandbox’s page, with the App behind it', (newPage) => {
  let pair: Pair;
  let folder: string;
  let pull: PullRequest;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sample-'));
    pair = await startPair();
    ({ pull } = await pair.sandbox.openLocalPullRequest(await sampleSource(folder)));
    await pair.reviewed(pull.headSha);
  }, 120_000);

  afterAll(async () => {
    await pair[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('applies a suggestion by its button; the thread is resolved and the next check run comes by itself', async () => {
    const { page, troubles } = await newPage();
    await page.goto(`${pair.sandbox.url}/acme/shop/pull/1/files`);
    await page.getByText('live', { exact: true }).waitFor();
    const file = page.locator('[id="services/checkout-api/Dockerfile"]');
    await file.locator('section.thread .comment').waitFor();
    const before = pull.headSha;

    await file.getByRole('button', { name: 'Apply suggestion' }).click();
    await file.getByText('Resolved by mina-k').waitFor();
    expect(await file.locator('> table > tbody > tr.added', { hasText: 'CMD ["node", "src/server.js"]' }).count()).toBe(
      1,
    );
    expect(pull.headSha).not.toBe(before);

    await page.getByRole('link', { name: 'Checks' }).click();
    const check = page.locator('.check').getByText(pull.headSha.slice(0, 7));
    await check.waitFor({ timeout: 60_000 });
    await pair.reviewed(pull.headSha);
    await page.getByRole('link', { name: 'Conversation' }).click();
    expect(await page.locator('.event', { hasText: 'dockerfile-review failed on' }).count()).toBe(2);
    expect(troubles).toEqual([]);
  });

  it('shows what a hostile Dockerfile says, and does nothing of it', async () => {
    const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const text = `FROM node:24\nCMD ['${evil}', '</code></table><svg onload=alert(3)>', '[x](javascript:alert(4))']\n`;
    const files = { 'hostile/Dockerfile': text };
    const hostile = await pair.sandbox.openPullRequest({
      owner: 'acme',
      name: 'shop',
      title: evil,
      body: evil,
      files,
      head: 'hostile',
    });
    await pair.reviewed(hostile.headSha);
    const { page, troubles } = await newPage();
    for (const view of ['', '/checks', '/files']) {
      await page.goto(`${pair.sandbox.url}/acme/shop/pull/${hostile.number}${view}`);
      await page.locator('.tabs').waitFor();
      const main = page.locator('main');
      expect(await main.innerText()).toContain(evil);
      expect(await main.locator('script, svg:not(.icon), img:not(.avatar), [onerror], [onload]').count()).toBe(0);
      expect(await main.locator('a[href^="javascript:" i]').count()).toBe(0);
    }
    expect(await page.locator('section.thread .comment').count()).toBe(1);
    expect(troubles).toEqual([]);
  });
});
