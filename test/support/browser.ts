import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { findChromium, launchChromium } from '../../scripts/chromium.ts';

const executablePath = findChromium();

/** A browser beside other tests on two cores takes its time. */
const PATIENCE_MS = 90_000;

/** The machine has a browser, or must have one: in CI a missing one is a failure, elsewhere a loud skip. */
const mustRun = executablePath !== undefined || process.env['CI'] === 'true';

/** Tests in a headless Chromium. `newPage` opens a page of an own session that notes every error it meets. */
export function describeInBrowser(title: string, tests: (newPage: () => Promise<ObservedPage>) => void): void {
  if (!mustRun) process.stderr.write(`\nSKIPPED, no Chromium: ${title}. Install it, or name one by CHROMIUM=path.\n\n`);
  describe.skipIf(!mustRun)(title, { timeout: PATIENCE_MS }, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (executablePath === undefined)
        throw new Error('CI needs Chromium: apt-get install chromium, or CHROMIUM=path.');
      browser = await launchChromium(executablePath);
    });
    afterAll(() => browser?.close());
    tests(async () => {
      if (browser === undefined) throw new Error('The browser did not start.');
      return observe(await browser.newPage({ viewport: { width: 1400, height: 1000 } }));
    });
  });
}

export interface ObservedPage {
  readonly page: Page;
  /** Exceptions, console errors and dialogs; a healthy page has none. */
  readonly troubles: readonly string[];
}

function observe(page: Page): ObservedPage {
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, troubles };
}
