import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Running } from '../../src/main.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { dataDirectory, type TemporaryFolder } from '../support/data-directory.ts';
import { startApp, webhookSecret } from './pair.ts';

const bad = 'FROM debian:12\nCMD node server.js\n';

let sandbox: Sandbox;
let data: TemporaryFolder;
let app: Running | undefined;
beforeAll(async () => {
  [sandbox, data] = await Promise.all([startSandbox(), dataDirectory()]);
}, 180_000);
afterAll(async () => {
  await app?.stop();
  await sandbox.close();
  data[Symbol.dispose]();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('what was pushed while nobody listened is reviewed when the App starts, once', async () => {
  const port = await freePort();
  const shop = { owner: 'acme', name: 'shop' };
  sandbox.setWebhook(`http://127.0.0.1:${port}/api/github/webhooks`, webhookSecret);
  const repository = await sandbox.addRepository({ ...shop, files: { 'README.md': 'Shop\n' } });
  // One whose webhook GitHub still knows, one of which it knows nothing any more.
  const known = await sandbox.openPullRequest({ ...shop, head: 'a', files: { 'a/Dockerfile': bad } });
  const forgotten = await sandbox.openPullRequest({ ...shop, head: 'b', files: { 'b/Dockerfile': bad } });
  await sandbox.settled();
  expect(sandbox.deliveries.some(({ statusCode }) => statusCode === 200)).toBe(false);
  const about = (delivery: (typeof sandbox.deliveries)[number]): number | undefined =>
    (delivery.payload as { readonly number?: number }).number;
  const gone = sandbox.deliveries.findIndex((delivery) => about(delivery) === forgotten.number);
  sandbox.deliveries.splice(gone, 1);

  const reviewed = [known, forgotten].map(({ headSha }) =>
    sandbox.events.waitFor('check_run.completed', {
      timeoutMs: 60_000,
      where: ({ detail }) => detail['head'] === headSha,
    }),
  );
  app = await startApp(sandbox, data, port);
  await Promise.all(reviewed);
  await sandbox.settled();
  const again = sandbox.deliveries.filter(({ redelivery }) => redelivery);
  expect(again.map((delivery) => [about(delivery), delivery.statusCode])).toEqual([[known.number, 200]]);
  for (const pull of [known, forgotten]) {
    expect(pull.reviews).toHaveLength(1);
    expect([...repository.checkRuns.values()].filter(({ headSha }) => headSha === pull.headSha)).toHaveLength(1);
  }
  expect(sandbox.violations).toEqual([]);
}, 120_000);
