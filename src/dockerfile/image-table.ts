import data from './image-table.json' with { type: 'json' };
import type { ImageFacts } from './model.ts';

/** What an image is built upon, as far as its tag or its repository says. */
export type System = keyof typeof data.systems;

/** Where a row comes from. `npm run images` (scripts/refresh-images.ts) reads it anew from registries. */
export interface Evidence {
  /** The page or repository that describes the image. */
  readonly source: string;
  /** The day on which the row was last held against its source or a registry; null: not since the table keeps such days. */
  readonly compared: string | null;
  /** What the script reads for this row, and the digest that it found; null: it has not been read yet. */
  readonly read: Readonly<Record<string, string | null>>;
}

/** What a system brings along. A field left out is not known. */
export interface SystemRow extends Evidence {
  readonly family: NonNullable<ImageFacts['family']>;
  readonly sh: NonNullable<ImageFacts['sh']>;
  /** true: all images built upon it have it. */
  readonly bash?: boolean;
  readonly cmd?: readonly string[] | null;
}

/** An image as its own Dockerfiles describe it. A field left out is not known. */
export interface ImageRow extends Evidence {
  /** `registry/repository`. */
  readonly name: string;
  /** The system of a tag that names none. */
  readonly system?: System;
  readonly bash?: boolean;
  readonly entrypoint?: readonly string[] | null;
  /** `inherited`: the CMD of the system stays in force. */
  readonly cmd?: readonly string[] | null | 'inherited';
  readonly shell?: readonly string[];
  /** Names that ENV declares in every version, in the order of letters; a version may have more. */
  readonly env?: readonly string[];
  readonly user?: string | null;
  /** The oldest version of which the process is known to be as said here. */
  readonly since?: number;
  /** The process as said here came with a rebuild, so it is known of moving tags (`21`), not of old full versions. */
  readonly movingTagsOnly?: boolean;
  /**
   * Where a tag says which version of OpenJDK's own images it is: a pattern whose group is the version. Those stand upon
   * Oracle Linux from 12 on and upon Debian before, where the tag names no system (docker-library/openjdk,
   * generate-stackbrew-library.sh, `_latest`).
   */
  readonly openjdk?: string;
  /** Words of a tag that change what is executed. */
  readonly modes?: Readonly<Record<string, readonly string[] | null>>;
  /** Words of a tag that change nothing told here. */
  readonly words?: readonly string[];
}

/** The whole table, as the file holds it. */
export interface ImageTable {
  readonly systems: Readonly<Record<System, SystemRow>>;
  readonly images: readonly ImageRow[];
}

// JSON modules have wider types than their content; test/dockerfile/image-table.test.ts checks it row by row.
export const { systems: SYSTEMS, images: OFFICIAL_IMAGES } = data as unknown as ImageTable;

/** Words of a tag that name the system, whatever the image. Debian's CMD was `/bin/bash` in the early images of old releases. */
export const SYSTEM_WORDS: Readonly<Record<string, System>> = {
  alpine: 'alpine',
  wheezy: 'old-debian',
  jessie: 'old-debian',
  stretch: 'old-debian',
  buster: 'debian',
  bullseye: 'debian',
  bookworm: 'debian',
  trixie: 'debian',
  forky: 'debian',
  sid: 'debian',
  precise: 'ubuntu',
  trusty: 'ubuntu',
  xenial: 'ubuntu',
  bionic: 'ubuntu',
  focal: 'ubuntu',
  jammy: 'ubuntu',
  noble: 'ubuntu',
  resolute: 'ubuntu',
  debian: 'debian',
  al2: 'fedora',
  al2023: 'fedora',
  ubi8: 'fedora',
  ubi9: 'fedora',
  ubi10: 'fedora',
  oracle: 'fedora',
  oraclelinux7: 'fedora',
  oraclelinux8: 'fedora',
  oraclelinux9: 'fedora',
  nanoserver: 'windows',
  windowsservercore: 'windows',
};
