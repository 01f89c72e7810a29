import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { factsOf, parseImageName } from '../../src/dockerfile/images.ts';
import type { ImageFacts } from '../../src/dockerfile/model.ts';
import { gatherImages } from '../../src/jobs/base-images.ts';
import type { Cache, ImageSource } from '../../src/jobs/ports.ts';
import { readPullRequest } from '../../src/jobs/read-pull-request.ts';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import { openRegistries } from '../../src/registry/open.ts';
import { rules } from '../../src/rules/index.ts';
import {
  hasDockerRegistry,
  push,
  startDockerRegistry,
  writeLayout,
  type DockerRegistry,
} from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/folders.ts';
import { createHost, createLog, job, type Description } from '../support/pull-request.ts';

const told: ImageFacts = {
  family: undefined,
  sh: undefined,
  entrypoint: ['/told'],
  cmd: null,
  shell: null,
  env: ['TOLD'],
  user: 'told',
};

function sourceOf(answer: (name: string) => Promise<ImageFacts | undefined>) {
  const asked: string[] = [];
  const source: ImageSource = {
    factsOf: ({ repository, tag }) => {
      asked.push(`${repository}:${tag ?? ''}`);
      return answer(repository);
    },
  };
  return { source, asked };
}

async function gather(description: Description, source: ImageSource | undefined, signal?: AbortSignal) {
  const read = await readPullRequest(createHost(description), { repository: job.repository, number: 7 }, []);
  const lookup = await gatherImages(read, source, signal);
  return (name: string) => lookup(parseImageName(name)!);
}

describe('what is known of base images', () => {
  test('is the table, and the very function of it, without a source', async () => {
    expect(await gatherImages(undefined, undefined)).toBe(factsOf);
  });

  test('is asked for each image once, after and before the pull request, but not for stages and names left open', async () => {
    const { source, asked } = sourceOf(() => Promise.resolve(undefined));
    const head = 'ARG V\nFROM a:1 AS one\nFROM one\nFROM scratch\nFROM b:$V\nFROM a:1\nFROM c/d\n';
    await gather({ base: { Dockerfile: 'FROM old:1\n' }, head: { Dockerfile: head, 'main.ts': 'FROM none' } }, source);
    expect(asked).toEqual(['library/a:1', 'c/d:latest', 'library/old:1']);
  });

  test('is what the registry says, with the system from the table', async () => {
    const { source } = sourceOf(() => Promise.resolve(told));
    const lookup = await gather({ head: { Dockerfile: 'FROM node:20-alpine\nFROM acme/own\n' } }, source);
    expect(lookup('node:20-alpine')).toMatchObject({
      ...told,
      family: 'alpine',
      sh: 'busybox',
    });
    expect(lookup('acme/own')).toEqual(told);
    expect(lookup('debian:12')).toEqual(factsOf(parseImageName('debian:12')!));
  });

  test.each([
    ['says nothing', () => Promise.resolve(undefined)],
    ['fails', () => Promise.reject(new Error('no'))],
  ])('is the table where the registry %s', async (_what, answer) => {
    const lookup = await gather({ head: { Dockerfile: 'FROM node:20\nFROM acme/own\n' } }, sourceOf(answer).source);
    expect(lookup('node:20')).toEqual(factsOf(parseImageName('node:20')!));
    expect(lookup('acme/own')).toBeUndefined();
  });

  test('is not waited for beyond the patience of a review, but what has come counts', async () => {
    const patience = new AbortController();
    const { source } = sourceOf((name) => {
      if (name === 'acme/quick') return Promise.resolve(told);
      setImmediate(() => {
        patience.abort();
      });
      return new Promise(() => undefined);
    });
    const head = { Dockerfile: 'FROM acme/quick\nFROM acme/slow\n' };
    const lookup = await gather({ head }, source, patience.signal);
    expect([lookup('acme/quick'), lookup('acme/slow')]).toEqual([told, undefined]);
  });

  test('is asked for a bounded number of images', async () => {
    const { source, asked } = sourceOf(() => Promise.resolve(undefined));
    const Dockerfile = Array.from({ length: 500 }, (_, at) => `FROM a/b:${at}\n`).join('');
    await gather({ head: { Dockerfile } }, source);
    expect(asked.length).toBe(20);
  });
});

describe.skipIf(!hasDockerRegistry)('a review with a real registry', () => {
  const folder = temporaryFolder();
  let registry: DockerRegistry;
  const forgetful: Cache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };

  beforeAll(async () => {
    registry = await startDockerRegistry(folder, undefined);
    const config = { Entrypoint: ['/usr/bin/server'], Cmd: ['--port', '80'], Env: ['DATA_DIR=/data'] };
    await push(writeLayout(join(folder, 'image'), [{ config }]), `${registry.host}/team/server:1`);
  });
  afterAll(() => registry.stop());

  async function detailsOf(hosts: readonly string[]): Promise<string> {
    const registries = openRegistries(hosts, new Map(), forgetful, createLog());
    try {
      const Dockerfile = `FROM ${registry.host}/team/server:1\nCMD ["--port", "8080"]\n`;
      const host = createHost({ head: { Dockerfile } });
      await reviewPullRequest(job, host, rules, createLog(), registries.source);
      return host.plans.at(-1)?.check.summary ?? '';
    } finally {
      registries.close();
    }
  }

  test("says what `docker run` will execute, with the base image's ENTRYPOINT", async () => {
    expect(await detailsOf([`http://${registry.host}`])).toContain('`["/usr/bin/server", "--port", "8080"]`');
  });

  test('says that it is unknown when the registry may not be asked', async () => {
    const requests = registry.requests().length;
    const details = await detailsOf(['docker.io']);
    expect(details).not.toContain('/usr/bin/server');
    expect(details).toMatch(/unknown|Nothing is known/);
    expect(registry.requests().length).toBe(requests);
  });
});
