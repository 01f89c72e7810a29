import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { SystemRow } from '../src/dockerfile/image-table.ts';

/** What the files of a layer tell of the system. */
export interface RootFileSystem {
  /** Where `/bin/sh` leads; undefined: there is none. */
  readonly sh: string | undefined;
  readonly bash: boolean;
  readonly busybox: boolean;
  /** `/etc/os-release`, as far as there is one. */
  readonly osRelease: string;
}

/** Base images are smaller; a layer that unpacks to more is not read on. */
const mostBytes = 2 ** 30;

/** Reads a layer (a tar, packed or not). Throws what unpacking throws. */
export async function readLayer(body: Readable, mediaType: string): Promise<RootFileSystem> {
  let found: RootFileSystem = { sh: undefined, bash: false, busybox: false, osRelease: '' };
  for await (const { path, link, text } of entriesOf(unpack(body, mediaType))) {
    const name = path.replace(/^(?:\.?\/)?(?:usr\/)?/, '');
    if (name === 'bin/sh') found = { ...found, sh: link === '' ? path : link };
    else if (name === 'bin/bash') found = { ...found, bash: true };
    else if (name === 'bin/busybox') found = { ...found, busybox: true };
    else if ((name === 'lib/os-release' || name === 'etc/os-release') && text !== '')
      found = { ...found, osRelease: text };
  }
  return found;
}

/** Later layers lie over earlier ones. */
export function stack(layers: readonly RootFileSystem[]): RootFileSystem {
  return {
    sh: layers.findLast(({ sh }) => sh !== undefined)?.sh,
    bash: layers.some(({ bash }) => bash),
    busybox: layers.some(({ busybox }) => busybox),
    osRelease: layers.findLast(({ osRelease }) => osRelease !== '')?.osRelease ?? '',
  };
}

/** undefined for what the files do not tell for sure. */
export function systemOf({ sh, bash, busybox, osRelease }: RootFileSystem): {
  readonly family: SystemRow['family'] | undefined;
  readonly sh: SystemRow['sh'] | undefined;
  readonly bash: boolean;
} {
  const program = sh?.slice(sh.lastIndexOf('/') + 1);
  const known = (['dash', 'bash', 'busybox'] as const).find((name) => name === program);
  // Every command of busybox's own image is one more name of the same file.
  const kind = sh === undefined ? 'none' : (known ?? (busybox || osRelease === '' ? 'busybox' : undefined));
  const ids = [...osRelease.matchAll(/^(?:ID|ID_LIKE)="?([^"\n]*)"?$/gm)].flatMap(([, value = '']) => value.split(' '));
  if (kind === 'none' && /^PRETTY_NAME="?Distroless/m.test(osRelease)) return { family: 'distroless', sh: kind, bash };
  const families = { debian: 'debian', ubuntu: 'debian', alpine: 'alpine', fedora: 'fedora', rhel: 'fedora' } as const;
  const id = ids.find((each): each is keyof typeof families => Object.hasOwn(families, each));
  return {
    family: id === undefined ? (osRelease === '' && busybox ? 'other' : undefined) : families[id],
    sh: kind,
    bash,
  };
}

function unpack(body: Readable, mediaType: string): AsyncIterable<Buffer> {
  if (/[+.]zstd$/.test(mediaType)) return body.pipe(createZstdDecompress());
  return /[+.]gzip$/.test(mediaType) ? body.pipe(createGunzip()) : body;
}

interface Entry {
  readonly path: string;
  /** Where a link leads; empty for other files. */
  readonly link: string;
  /** Of small files. */
  readonly text: string;
}

const block = 512;
const smallFile = 4_096;

/** The entries of a tar (POSIX ustar). Names longer than its header holds are not what we look for, so they stay cut off. */
async function* entriesOf(chunks: AsyncIterable<Buffer>): AsyncIterable<Entry> {
  let rest = Buffer.alloc(0);
  let skip = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > mostBytes) throw new Error(`The layer unpacks to more than ${mostBytes} bytes.`);
    if (chunk.length <= skip) {
      skip -= chunk.length;
      continue;
    }
    rest = Buffer.concat([rest, chunk.subarray(skip)]);
    skip = 0;
    while (rest.length >= block) {
      const size = Number.parseInt(field(rest, 124, 12), 8) || 0;
      const padded = Math.ceil(size / block) * block;
      if (size <= smallFile && rest.length < block + padded) break;
      const text = size <= smallFile ? rest.toString('utf8', block, block + size) : '';
      if (rest[0] !== 0) yield { path: pathIn(rest), link: field(rest, 157, 100), text };
      skip = Math.max(0, block + padded - rest.length);
      rest = rest.subarray(block + padded);
    }
  }
}

function pathIn(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? field(header, 345, 155) : '';
  return prefix === '' ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`;
}

function field(header: Buffer, start: number, length: number): string {
  const bytes = header.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? length : end).trim();
}
