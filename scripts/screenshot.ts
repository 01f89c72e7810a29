import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openPullRequest, waitForCheck } from '../src/cli/demo/sandbox-client.ts';
import { sampleSource } from '../src/cli/demo/source.ts';
import { createStand } from '../src/cli/demo/stand.ts';
import { findChromium, launchChromium } from './chromium.ts';

const images = join(import.meta.dirname, '../docs/images');
const size = { width: 1400, height: 900 };
const patienceMs = 120_000;

/** Takes the README's pictures of the sample's review: docs/images/review.png and docs/images/check.png. */
async function main(): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('Chromium is missing: apt-get install chromium, or CHROMIUM=path.');
  const folder = mkdtempSync(join(tmpdir(), 'screenshot-'));
  const stand = createStand(folder);
  try {
    const { sandbox } = await stand.start();
    const pull = await openPullRequest(sandbox, await sampleSource(folder));
    if (!(await waitForCheck(sandbox, pull, patienceMs))) throw new Error('No review came in time.');
    const browser = await launchChromium(chromium);
    const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
    mkdirSync(images, { recursive: true });
    await takeReview(page, pull.page);
    await takeCheck(page, pull.page);
    await browser.close();
  } finally {
    await stand.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A whole Dockerfile with a comment and its suggestion, the head of the page out of view. */
async function takeReview(page: Page, address: string): Promise<void> {
  const path = 'services/checkout-api/Dockerfile';
  await page.goto(`${address}/files#${encodeURIComponent(path)}`);
  await page.locator(`[id="${path}"] .suggestion`).waitFor();
  await save(page, 'review.png');
}

async function takeCheck(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/checks`);
  await page.locator('.check table').first().waitFor();
  await save(page, 'check.png');
}

async function save(page: Page, name: string): Promise<void> {
  await page.getByText('live', { exact: true }).waitFor();
  await page.screenshot({ path: join(images, name) });
  process.stdout.write(`docs/images/${name}\n`);
}

await main();
