import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRequestView } from '../../src/sandbox/view-model.ts';
import type { Files } from '../../src/sandbox/actions.ts';
import { startPair, type Pair } from './pair.ts';

const repository = { owner: 'acme', name: 'shop' };
const clean = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';

let pair: Pair;
let branches = 0;

beforeAll(async () => {
  pair = await startPair();
  await pair.sandbox.addRepository({ ...repository, files: { 'README.md': 'shop\n' } });
}, 120_000);

afterAll(() => pair[Symbol.asyncDispose]());

interface Reviewed {
  readonly view: PullRequestView;
  readonly calls: readonly string[];
}

/** Opens a pull request that writes these files, and waits for its check run. */
async function review(files: Files): Promise<Reviewed> {
  const from = pair.sandbox.requests.length;
  const pull = await pair.sandbox.openPullRequest({ ...repository, files, head: `change-${(branches += 1)}` });
  await pair.reviewed(pull.headSha);
  return { view: await pair.view(repository, pull), calls: pair.callsSince(from) };
}

async function isUp(): Promise<boolean> {
  const [live, ready] = await Promise.all(['/live', '/ready'].map((path) => fetch(pair.app.address + path)));
  return live?.status === 200 && ready?.status === 200;
}

function longLine(length: number): string {
  return `FROM node:24\nRUN echo ${'word '.repeat(length / 5)}\nCMD ['node', 'a.js']\n`;
}

describe('what a review costs', { timeout: 120_000 }, () => {
  it('is three calls for a clean Dockerfile: the review is not posted', async () => {
    const { view, calls } = await review({ 'a/Dockerfile': clean });
    expect(calls.map((call) => call.split('/').at(-1))).toEqual(['files', 'graphql', 'check-runs']);
    expect(view.threads).toEqual([]);
    expect(view.checks[0]!.conclusion).toBe('success');
  });

  it('is two calls when no Dockerfile changes', async () => {
    const { view, calls } = await review({ 'src/server.js': 'start();\n' });
    expect(calls.map((call) => call.split('/').at(-1))).toEqual(['files', 'check-runs']);
    expect(view.checks[0]!.conclusion).toBe('success');
  });
});

describe('Dockerfiles that nobody meant', { timeout: 120_000 }, () => {
  it('reviews a line of 400 kB', async () => {
    const { view } = await review({ 'b/Dockerfile': longLine(400_000) });
    expect(view.checks[0]).toMatchObject({ status: 'completed', conclusion: 'failure' });
    expect(view.checks[0]!.summary).toContain('malformed-json-array');
    expect(await isUp()).toBe(true);
  });

  it('says that a line of a megabyte was not reviewed: GitHub hands out 512,000 bytes of a file', async () => {
    const { view } = await review({ 'b/Dockerfile': longLine(1_000_000) });
    expect(view.checks[0]).toMatchObject({ status: 'completed', conclusion: 'neutral' });
    expect(view.checks[0]!.summary).toMatch(/### Not reviewed\n+.*b\/Dockerfile/);
    expect(await isUp()).toBe(true);
  });

  it('says what is broken in a file that Docker refuses, and still reads the rest', async () => {
    const broken = `FROM node:24\nRUNN npm ci\n= %%\nRUN <<EOF\nnever closed\nCMD ['a']\n`;
    const { view } = await review({ 'c/Dockerfile': broken, 'd/Dockerfile': `FROM node:24\nNONSENSE\nCMD ['node']\n` });
    expect(view.checks[0]!.summary).toContain('NONSENSE');
    expect(view.checks[0]!.summary).toContain('malformed-json-array');
    expect(await isUp()).toBe(true);
  });

  it.each([
    ['bytes that are no text', Buffer.from([0x46, 0x52, 0x4f, 0x4d, 0, 0xff, 0xfe, 0x0a, 0x80])],
    ['nothing', ''],
    ['only line breaks', '\n'.repeat(10_000)],
  ])('completes the check run for %s', async (_what, content) => {
    const { view } = await review({ 'e/Dockerfile': content });
    expect(view.checks[0]!.status).toBe('completed');
    expect(await isUp()).toBe(true);
  });

  it('met GitHub’s contract all the time', () => {
    expect(pair.sandbox.violations).toEqual([]);
  });
});

describe('webhooks that GitHub did not send', { timeout: 120_000 }, () => {
  const headers = { 'content-type': 'application/json', 'x-github-event': 'pull_request', 'x-github-delivery': 'x' };

  async function post(body: string, signature?: string): Promise<number> {
    const signed = signature === undefined ? {} : { 'x-hub-signature-256': signature };
    const address = `${pair.app.address}/api/github/webhooks`;
    return (await fetch(address, { method: 'POST', headers: { ...headers, ...signed }, body })).status;
  }

  it.each([
    ['a wrong signature', `sha256=${'0'.repeat(64)}`],
    ['no signature', undefined],
    ['a signature that is none', 'nonsense'],
  ])('are refused for %s, without a call', async (_what, signature) => {
    const calls = pair.sandbox.requests.length;
    expect(await post('{"action":"opened"}', signature)).toBe(400);
    expect(pair.sandbox.requests).toHaveLength(calls);
  });

  it('are refused at 30 MB, even signed', async () => {
    const body = `{"action":"opened","padding":"${'x'.repeat(30 * 1024 * 1024)}"}`;
    const signature = `sha256=${createHmac('sha256', pair.webhookSecret).update(body).digest('hex')}`;
    expect(await post(body, signature)).toBe(413);
    expect(await isUp()).toBe(true);
  });
});
