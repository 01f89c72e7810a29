import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPair, type Pair } from './pair.ts';

// Every request of node's fetch, whoever makes it. https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
const channel = 'undici:request:create';
const origins = new Set<string>();
const listen = (message: unknown): void => {
  origins.add((message as { readonly request: { readonly origin: string } }).request.origin);
};

let pair: Pair;
beforeAll(async () => {
  subscribe(channel, listen);
  pair = await startPair();
}, 120_000);
afterAll(async () => {
  await pair[Symbol.asyncDispose]();
  unsubscribe(channel, listen);
});

it('with GHE_HOST nobody but that host is asked: not at the start, by a review, or by a fix', async () => {
  const { sandbox, app } = pair;
  const shop = { owner: 'acme', name: 'shop' };
  await sandbox.addRepository({ ...shop, files: { 'README.md': 'Shop\n' } });
  sandbox.setPermission(shop, 'mina-k', 'write');
  const text = "FROM debian:12\nCMD ['node', 'server.js']\n";
  const pull = await sandbox.openPullRequest({ ...shop, head: 'change', files: { Dockerfile: text } });
  await pair.reviewed(pull.headSha);
  const reviewedHead = pull.headSha;
  const ofTheFix = sandbox.events.waitFor('check_run.completed', {
    timeoutMs: 60_000,
    where: ({ detail }) => detail['head'] !== reviewedHead,
  });
  await sandbox.comment({ ...shop, number: pull.number, body: '/dockerfile-review fix', by: 'mina-k' });
  await ofTheFix;
  await sandbox.settled();
  const operations = new Set(sandbox.requests.map(({ operation }) => operation));
  for (const operation of [
    'apps/list-webhook-deliveries',
    'apps/list-installations',
    'apps/create-installation-access-token',
    'pulls/create-review',
    'graphql:mutation',
  ])
    expect(operations).toContain(operation);
  expect(sandbox.violations).toEqual([]);
  // The stand-in's own webhooks go to the App.
  expect([...origins].sort()).toEqual([sandbox.url, app.address].sort());
}, 120_000);
