import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTable } from '../../scripts/image-table-file.ts';
import type { ImageRow, ImageTable, SystemRow } from '../../src/dockerfile/image-table.ts';
import {
  hasDockerRegistry,
  push,
  startDockerRegistry,
  writeLayout,
  type DockerRegistry,
  type TestImage,
} from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/folders.ts';
import { root } from '../support/imports.ts';

/** gzip of a tar by the machine's own tar: texts are files, `→` before a text makes a link. */
function layerOf(folder: string, files: Readonly<Record<string, string>>): Buffer {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (text.startsWith('→')) symlinkSync(text.slice(1), join(folder, path));
    else writeFileSync(join(folder, path), text);
  }
  return execFileSync('tar', ['-czf', '-', '-C', folder, '.']);
}

const source = 'https://example.org';
const row = (name: string, more: Partial<ImageRow>, ...tags: readonly string[]): ImageRow => ({
  name: `docker.io/library/${name}`,
  source,
  compared: null,
  ...more,
  read: Object.fromEntries(tags.map((tag) => [tag, null])),
});

describe.skipIf(!hasDockerRegistry)('npm run images', () => {
  const folder = temporaryFolder();
  let registry: DockerRegistry;
  let count = 0;

  async function image(name: string, described: TestImage): Promise<void> {
    await push(writeLayout(join(folder, `image-${String(count++)}`), [described]), `${registry.host}/library/${name}`);
  }

  beforeAll(async () => {
    registry = await startDockerRegistry(folder, undefined);
    const debian = layerOf(join(folder, 'debian'), {
      bin: '→usr/bin',
      'usr/bin/sh': '→dash',
      'usr/bin/bash': 'x'.repeat(5_000),
      'usr/lib/os-release': 'NAME="Debian GNU/Linux"\nID=debian\n',
      'etc/os-release': '→../usr/lib/os-release',
    });
    const alpine = layerOf(join(folder, 'alpine'), {
      'bin/busybox': 'x'.repeat(1_000_000),
      'bin/sh': '→/bin/busybox',
      'etc/os-release': 'ID=alpine\n',
    });
    const path = { Env: ['PATH=/bin'] };
    await image('debian:12', { config: { ...path, Cmd: ['bash'] }, layer: debian });
    await image('alpine:3', { config: { ...path, Cmd: ['/bin/sh'] }, layer: alpine });
    for (const [tag, Cmd] of [
      ['1', ['bash']],
      ['1-alpine', ['/bin/sh']],
    ] as const)
      await image(`golang:${tag}`, { config: { ...path, Cmd } });
    await image('server:1', {
      config: { Env: ['PATH=/bin', 'A=1'], Entrypoint: ['/entry'], Cmd: ['new'], User: 'app' },
    });
    await image('server:1-alpine', {
      config: { Env: ['PATH=/bin'], Entrypoint: ['/entry'], Cmd: ['new'], User: 'app' },
    });
    await image('server:1-fpm', {
      config: { Env: ['B=', 'PATH=/bin'], Entrypoint: ['/entry'], Cmd: ['fpm'], User: 'app' },
    });
    await image('half:1', { config: { Cmd: ['new'] } });
  }, 120_000);
  afterAll(() => registry.stop());

  async function refresh(table: ImageTable, ...names: readonly string[]) {
    const file = join(folder, 'table.json');
    writeFileSync(file, writeTable(table));
    const args = ['scripts/refresh-images.ts', '--mirror', `http://${registry.host}`, '--table', file, ...names];
    const run = promisify(execFile)(process.execPath, args, { cwd: root }).then(
      ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
      (error: unknown) => error as { readonly stdout: string; readonly stderr: string; readonly code: number },
    );
    const { stdout, stderr, code } = await run;
    return { stdout, stderr, code, table: JSON.parse(readFileSync(file, 'utf8')) as ImageTable };
  }

  const unknown: SystemRow = { source, compared: null, family: 'other', sh: 'none', cmd: null, read: {} };
  const systems = {
    debian: { ...unknown, read: { 'docker.io/library/debian:12': null } },
    alpine: { ...unknown, bash: true, read: { 'docker.io/library/alpine:3': null } },
  } as unknown as ImageTable['systems'];

  test('writes what configurations and layers say, with day and digests, and prints what is new', async () => {
    const images = [
      row('golang', { system: 'debian', entrypoint: ['/old'], cmd: 'inherited' }, '1', '1-alpine'),
      row(
        'server',
        { system: 'debian', cmd: ['old'], since: 1, modes: { fpm: ['old'], apache: ['kept'] } },
        '1',
        '1-alpine',
        '1-fpm',
      ),
    ];
    const { code, stdout, stderr, table } = await refresh({ systems, images });
    expect([code, stderr]).toEqual([0, '']);
    expect(table.systems).toMatchObject({
      debian: { family: 'debian', sh: 'dash', bash: true, cmd: ['bash'] },
      alpine: { family: 'alpine', sh: 'busybox', cmd: ['/bin/sh'] },
    });
    expect(table.systems.alpine).not.toHaveProperty('bash');
    const [golang, server] = table.images;
    expect(golang).toMatchObject({ entrypoint: null, cmd: 'inherited', env: ['PATH'], user: null });
    expect(server).toMatchObject({
      entrypoint: ['/entry'],
      cmd: ['new'],
      user: 'app',
      since: 1,
      modes: { fpm: ['fpm'], apache: ['kept'] },
    });
    expect(server?.env).toEqual(['PATH']);
    for (const { compared, read } of [...table.images, table.systems.debian]) {
      expect(compared).toBe(new Date().toISOString().slice(0, 10));
      expect(Object.values(read).every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true);
    }
    expect(stdout).toContain('docker.io/library/server: cmd: ["old"] → ["new"]\n');
    expect(stdout).toContain('alpine: bash: true → not known\n');
    expect(stdout).not.toContain('golang: cmd');
  });

  test('leaves a row alone that cannot be read whole, says so, and reads the others', async () => {
    const half = row('half', { cmd: ['old'] }, '1', '2');
    const images = [half, row('server', {}, '1')];
    const { code, stderr, table } = await refresh({ systems, images });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^docker\.io\/library\/half stays as it is: .* has no .*library\/half:2/);
    expect(table.images[0]).toEqual(half);
    expect(table.images[1]).toMatchObject({ cmd: ['new'] });
  });

  test('reads only the rows that are named', async () => {
    const images = [row('half', {}, '1'), row('server', {}, '1')];
    const { table } = await refresh({ systems, images }, 'docker.io/library/half');
    expect(table.images.map(({ compared }) => compared !== null)).toEqual([true, false]);
    expect(table.systems.debian.compared).toBeNull();
  });
});
