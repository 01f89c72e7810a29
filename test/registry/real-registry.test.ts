import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseImageName } from '../../src/dockerfile/images.ts';
import type { Cache, ImageName, Log } from '../../src/jobs/ports.ts';
import { nameOf, RegistryClient } from '../../src/registry/client.ts';
import { allowedHosts } from '../../src/registry/hosts.ts';
import { Http } from '../../src/registry/http.ts';
import { RegistryImages } from '../../src/registry/images.ts';
import { usualPlatform } from '../../src/registry/manifest.ts';
import {
  hasDockerRegistry,
  push,
  startDockerRegistry,
  startTokenServer,
  writeLayout,
  type DockerRegistry,
  type TokenServer,
} from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/folders.ts';

const server = {
  config: {
    Env: ['PATH=/usr/bin', 'APP_PORT=80'],
    Entrypoint: ['/entry.sh'],
    Cmd: ['serve', '--now'],
    User: '1000',
  },
  history: [{ created_by: 'RUN /bin/sh -c apk add --no-cache tini', empty_layer: true }],
};

describe.skipIf(!hasDockerRegistry)('a real registry with tokens', () => {
  const folder = temporaryFolder();
  let tokens: TokenServer;
  let registry: DockerRegistry;
  const open: Http[] = [];

  beforeAll(async () => {
    tokens = await startTokenServer(folder);
    registry = await startDockerRegistry(folder, tokens.auth);
    const one = writeLayout(join(folder, 'one'), [server]);
    await push(one, `${registry.host}/team/server:1`);
    await push(one, `${registry.host}/private/server:1`);
    await push(one, `${registry.host}/team/server:docker`, 'docker');
    const many = writeLayout(join(folder, 'many'), [
      { architecture: 'arm64', config: { Cmd: ['arm'] } },
      { architecture: 'amd64', config: { Cmd: ['intel'] } },
      { os: 'windows', config: { Cmd: ['cmd'], Shell: ['powershell', '-Command'] } },
    ]);
    await push(many, `${registry.host}/team/many`);
  });
  afterEach(() => {
    for (const http of open.splice(0)) http.close();
  });
  afterAll(async () => {
    await registry.stop();
    tokens.stop();
  });

  function clientOf(entries: readonly string[], credentials?: { readonly user: string; readonly password: string }) {
    const hosts = allowedHosts(entries);
    const http = new Http({ isNamed: (host) => hosts.isNamed(host), timeout: 20_000 });
    open.push(http);
    const known = new Map(credentials === undefined ? [] : [[registry.host, credentials]]);
    return { hosts, client: new RegistryClient({ hosts, http, credentials: known }) };
  }
  const both = (): readonly string[] => [`http://${registry.host}`, tokens.origin];
  const image = (rest: string): ImageName => parseImageName(`${registry.host}/${rest}`)!;

  test('reads an image for anybody, with a token that the registry accepts', async () => {
    const { client } = clientOf(both());
    const { config, digest } = await client.read(image('team/server:1'), usualPlatform);
    expect(config).toMatchObject({
      os: 'linux',
      entrypoint: ['/entry.sh'],
      cmd: ['serve', '--now'],
      shell: null,
      env: ['PATH', 'APP_PORT'],
      user: '1000',
    });
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const asked = new URL(tokens.asked.at(-1)?.path ?? '', tokens.origin).searchParams;
    expect([asked.get('service'), asked.get('scope')]).toEqual(['ours', 'repository:team/server:pull']);
    expect(tokens.asked.at(-1)?.authorization).toBeUndefined();
  });

  test('one token serves all reads of a repository', async () => {
    const { client } = clientOf(both());
    const before = tokens.asked.length;
    await client.read(image('team/many'), usualPlatform);
    await client.read(image('team/many'), usualPlatform);
    expect(tokens.asked.length - before).toBe(1);
  });

  test("reads Docker's own formats", async () => {
    const { client } = clientOf(both());
    const { config } = await client.read(image('team/server:docker'), usualPlatform);
    expect(config.cmd).toEqual(['serve', '--now']);
  });

  test.each([
    ['linux', 'amd64', ['intel']],
    ['linux', 'arm64', ['arm']],
    ['windows', 'amd64', ['cmd']],
    ['linux', 's390x', ['arm']],
  ])('of an index, takes %s/%s', async (os, architecture, cmd) => {
    const { client } = clientOf(both());
    const { config } = await client.read(image('team/many'), { os, architecture });
    expect(config.cmd).toEqual(cmd);
  });

  test('a digest names the same image, of an index as well', async () => {
    const { client } = clientOf(both());
    for (const name of ['team/server', 'team/many']) {
      const byTag = await client.read(image(name === 'team/many' ? name : `${name}:1`), usualPlatform);
      const byDigest = await client.read(image(`${name}@${byTag.digest}`), usualPlatform);
      expect(byDigest).toEqual(byTag);
    }
  });

  test.each(['team/server:2', 'team/nothing', `team/server@sha256:${'0'.repeat(64)}`])(
    '%s is not found',
    async (name) => {
      const { client } = clientOf(both());
      await expect(client.read(image(name), usualPlatform)).rejects.toMatchObject({ reason: 'not-found' });
    },
  );

  test('a private image is for those only who have credentials', async () => {
    const stranger = clientOf(both()).client;
    await expect(stranger.read(image('private/server:1'), usualPlatform)).rejects.toMatchObject({ reason: 'denied' });
    const owner = clientOf(both(), { user: 'user', password: 'password' }).client;
    expect((await owner.read(image('private/server:1'), usualPlatform)).config.user).toBe('1000');
  });

  test('asks no host for a token that is not on the list', async () => {
    const { client } = clientOf([`http://${registry.host}`]);
    const before = tokens.asked.length;
    await expect(client.read(image('team/server:1'), usualPlatform)).rejects.toMatchObject({ reason: 'refused' });
    expect(tokens.asked.length).toBe(before);
  });

  test('asks no registry that is not on the list', async () => {
    const { client } = clientOf(['ghcr.io']);
    const before = registry.requests().length;
    await expect(client.read(image('team/server:1'), usualPlatform)).rejects.toMatchObject({ reason: 'refused' });
    expect(registry.requests().length).toBe(before);
  });

  describe('with a cache', () => {
    function sourceOf(log: Log = silent) {
      const { hosts, client } = clientOf(both());
      const cache = memory();
      return { source: new RegistryImages({ hosts, client, cache, log }), cache };
    }

    test('a known image costs no request', async () => {
      const { source } = sourceOf();
      const first = await source.factsOf(image('team/server:1'), never);
      expect(first).toEqual({
        family: 'alpine',
        sh: 'busybox',
        entrypoint: ['/entry.sh'],
        cmd: ['serve', '--now'],
        shell: null,
        env: ['PATH', 'APP_PORT'],
        user: '1000',
      });
      const [requests, asked] = [registry.requests().length, tokens.asked.length];
      expect(await source.factsOf(image('team/server:1'), never)).toEqual(first);
      expect([registry.requests().length, tokens.asked.length]).toEqual([requests, asked]);
    });

    test('neither does one that is known to be missing', async () => {
      const { source, cache } = sourceOf();
      expect(await source.factsOf(image('team/nothing'), never)).toBeUndefined();
      const requests = registry.requests().length;
      expect(await source.factsOf(image('team/nothing'), never)).toBeUndefined();
      expect(registry.requests().length).toBe(requests);
      const seconds = cache.kept(nameOf(image('team/nothing')));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(600);
    });

    test('a digest is kept longer than a tag', async () => {
      const { source, cache } = sourceOf();
      const { client } = clientOf(both());
      const { digest } = await client.read(image('team/server:1'), usualPlatform);
      const [tag, pinned] = [image('team/server:1'), image(`team/server@${digest}`)];
      for (const name of [tag, pinned]) await source.factsOf(name, never);
      expect(cache.kept(nameOf(pinned))).toBeGreaterThan(cache.kept(nameOf(tag)));
    });
  });

  test('docker-registry asks for a user and a password itself', async () => {
    const own = join(folder, 'basic');
    mkdirSync(own);
    writeFileSync(join(own, 'htpasswd'), bcryptOfPassword);
    const basic = await startDockerRegistry(own, { htpasswd: { realm: 'basic', path: join(own, 'htpasswd') } });
    try {
      await push(`oci:${join(folder, 'one')}`, `${basic.host}/a:1`);
      const hosts = allowedHosts([`http://${basic.host}`]);
      const http = new Http({ isNamed: (host) => hosts.isNamed(host), timeout: 20_000 });
      open.push(http);
      const credentials = new Map([[basic.host, { user: 'user', password: 'password' }]]);
      const name = parseImageName(`${basic.host}/a:1`)!;
      const read = new RegistryClient({ hosts, http, credentials }).read(name, usualPlatform);
      expect((await read).config.cmd).toEqual(['serve', '--now']);
      const without = new RegistryClient({ hosts, http }).read(name, usualPlatform);
      await expect(without).rejects.toMatchObject({ reason: 'denied' });
    } finally {
      await basic.stop();
    }
  });
});

/** docker-registry takes bcrypt only. */
const bcryptOfPassword = 'user:$2b$04$.ROKlz633uNOaGxE1MiHceheU3Oz0YHZCe0Jm/lbgSuDl3FL9eT9.\n';
const never = new AbortController().signal;
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function memory(): Cache & { readonly kept: (name: string) => number } {
  const values = new Map<string, { readonly value: string; readonly seconds: number }>();
  return {
    get: (key) => Promise.resolve(values.get(key)?.value),
    set: (key, value, seconds) => {
      values.set(key, { value, seconds });
      return Promise.resolve();
    },
    kept: (name) => [...values].find(([key]) => key.endsWith(name))?.[1].seconds ?? 0,
  };
}
