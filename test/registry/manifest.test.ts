import { describe, expect, test } from 'vitest';
import { entryFor, parseManifest, usualPlatform, type Manifest } from '../../src/registry/manifest.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const descriptor = (letter: string) => ({ mediaType: 'x/y', digest: digest(letter), size: 7 });
const oci = 'application/vnd.oci.image';
const docker = 'application/vnd.docker.distribution.manifest';

describe('parseManifest', () => {
  test.each([`${oci}.manifest.v1+json`, `${docker}.v2+json`])('%s', (mediaType) => {
    const text = JSON.stringify({ mediaType, config: descriptor('a'), layers: [descriptor('b')] });
    expect(parseManifest(text, undefined)).toEqual({
      kind: 'image',
      config: descriptor('a'),
      layers: [descriptor('b')],
    });
  });

  test('the header says what it is where the text does not', () => {
    const text = JSON.stringify({ config: descriptor('a'), layers: [] });
    expect(parseManifest(text, `${oci}.manifest.v1+json; charset=utf-8`).kind).toBe('image');
  });

  test.each([
    ['no JSON', 'x'],
    ['no object', '[]'],
    ['of an unknown kind', '{"mediaType":"application/vnd.docker.distribution.manifest.v1+prettyjws"}'],
    ['of no kind', '{}'],
    ['without config', `{"mediaType":"${docker}.v2+json"}`],
    [
      'with a digest that is none',
      JSON.stringify({ mediaType: `${docker}.v2+json`, config: { digest: '../x', size: 1 } }),
    ],
  ])('%s is malformed', (_what, text) => {
    expect(() => parseManifest(text, undefined)).toThrow(expect.objectContaining({ reason: 'malformed' }));
  });
});

describe('entryFor', () => {
  function index(...platforms: readonly (string | undefined)[]): Extract<Manifest, { kind: 'index' }> {
    const manifests = platforms.map((platform, at) => {
      const [os, architecture, variant] = platform?.split('/') ?? [];
      const entry = descriptor('abcdef'.charAt(at));
      return platform === undefined ? entry : { ...entry, platform: { os, architecture, variant } };
    });
    const manifest = parseManifest(JSON.stringify({ mediaType: `${docker}.list.v2+json`, manifests }), undefined);
    if (manifest.kind !== 'index') throw new Error('no index');
    return manifest;
  }

  test.each([
    ['the very platform', ['linux/arm64', 'linux/amd64', 'windows/amd64'], 'b'],
    ['else the system', ['windows/amd64', 'linux/arm/v7', 'linux/arm64'], 'b'],
    ['else any', ['windows/amd64', 'windows/amd64'], 'a'],
    ['an attestation is none', ['unknown/unknown', 'windows/amd64'], 'b'],
    ['an entry that names none', [undefined], 'a'],
  ])('%s', (_what, platforms, letter) => {
    expect(entryFor(index(...platforms), usualPlatform)?.digest).toBe(digest(letter));
  });

  test('there may be none', () => {
    expect(entryFor(index(), usualPlatform)).toBeUndefined();
    expect(entryFor(index('unknown/unknown'), usualPlatform)).toBeUndefined();
  });
});
