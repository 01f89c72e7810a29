import { expect, it } from 'vitest';
import type { Cache } from '../../src/jobs/ports.ts';
import { readForCommand } from '../../src/jobs/read-for-command.ts';
import { recall, remembering } from '../../src/jobs/remembered-files.ts';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import { createCommandHost, type Circumstances } from '../support/command-host.ts';
import { createHost, createLog, job, type Description } from '../support/pull-request.ts';
import { wordRules } from '../support/word-rules.ts';

const pull = { repository: job.repository, number: job.number };
const description = { head: { 'a/Dockerfile': 'FROM alpine\nRUN bad\n', 'main.ts': '1' } };

function createCache(): Cache {
  const texts = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(texts.get(key)),
    set: (key, text) => Promise.resolve(void texts.set(key, text)),
  };
}

/** A review, and then the reading of a command, with what both share. */
async function reviewThenRead(then: Description = description, about: Circumstances = {}): Promise<readonly string[]> {
  const cache = createCache();
  await reviewPullRequest(job, remembering(createHost(description), cache, pull), wordRules, createLog());
  const host = createCommandHost(then, about);
  const read = await readForCommand({ host, rules: wordRules, log: createLog(), images: undefined, cache }, pull);
  expect(read?.files.map(({ path }) => path)).toEqual(Object.keys(then.head).filter((path) => path.includes('Docker')));
  return host.calls;
}

it('a command after a review of the same head does not list the files again', async () => {
  expect(await reviewThenRead()).toEqual(['readBranch']);
});

it('where the head has moved, the files are listed again, whether a known Dockerfile changed or another one came', async () => {
  const changed = { head: { 'a/Dockerfile': 'FROM alpine\nRUN bad bad\n' } };
  expect(await reviewThenRead(changed)).toEqual(['readBranch', 'listFiles', 'readBranch']);
  const more = { head: { ...description.head, 'b/Dockerfile': 'FROM alpine\n' } };
  const elsewhere = { branch: { headSha: 'c'.repeat(40) } };
  expect(await reviewThenRead(more, elsewhere)).toEqual(['readBranch', 'listFiles', 'readBranch']);
});

it('only Dockerfiles are noted, and a cache that fails costs a call and no more', async () => {
  const cache = createCache();
  await reviewPullRequest(job, remembering(createHost(description), cache, pull), wordRules, createLog());
  expect((await recall(cache, pull))?.files.map(({ path }) => path)).toEqual(['a/Dockerfile']);
  const broken: Cache = { get: () => Promise.reject(new Error('no')), set: () => Promise.reject(new Error('no')) };
  const host = createHost(description);
  await reviewPullRequest(job, remembering(host, broken, pull), wordRules, createLog());
  expect(host.calls).toContain('completeCheck');
  expect(await recall(broken, pull)).toBeUndefined();
});
