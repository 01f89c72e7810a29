import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPair, type Pair } from './pair.ts';

const shop = { owner: 'acme', name: 'shop' };
const commands = ['node a.js', 'node b.js', 'node c.js'];

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
  await pair.sandbox.addRepository({ ...shop, files: { 'README.md': 'Shop\n' } });
}, 120_000);
afterAll(() => pair[Symbol.asyncDispose]());

/** One at the beginning, one at the end, and one for each 15 seconds that it goes on (queue/store.ts). */
function mostReviews(milliseconds: number): number {
  return 2 + Math.floor(milliseconds / 15_000);
}

it('a hundred pushes in ten seconds get at most two reviews, the last of them on the last head', async () => {
  const { sandbox } = pair;
  const text = (push: number): string =>
    `FROM debian:12\nRUN echo ${push}\nCMD ${commands[push % 3] ?? ''} --try ${push}\n`;
  const pull = await sandbox.openPullRequest({ ...shop, head: 'change', files: { Dockerfile: text(0) } });
  let head = pull.headSha;
  const start = performance.now();
  for (let push = 1; push <= 100; push += 1) {
    head = await sandbox.push({ ...shop, branch: 'change', files: { Dockerfile: text(push) } });
  }
  const most = mostReviews(performance.now() - start);
  await pair.reviewed(head);
  const reviews = pull.reviews.filter(({ user }) => user.type === 'Bot');
  expect(reviews.length).toBeLessThanOrEqual(most);
  expect(reviews.at(-1)?.commitId).toBe(head);
  const heads = [...sandbox.state.repositories.get('acme/shop')!.checkRuns.values()].map(({ headSha }) => headSha);
  expect(heads.filter((sha) => sha === head)).toHaveLength(1);
  expect(heads.length).toBeLessThanOrEqual(most);
}, 120_000);
