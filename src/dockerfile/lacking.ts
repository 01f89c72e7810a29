import type { ImageFacts, ImageName } from './model.ts';

/** Programs that the images of a row are made without, as what they are made from shows. */
interface Row {
  readonly repository: RegExp;
  readonly family: NonNullable<ImageFacts['family']>;
  /** What a tag must have in it: `slim`. */
  readonly variant?: RegExp;
  /** Tags of images that have such a program, or of which it is not known. */
  readonly unlike?: RegExp;
  readonly programs: readonly string[];
}

const slim = /(?:^|-)slim(?:-|$)/;

const rows: readonly Row[] = [
  // The packages of wheezy to trixie: https://github.com/debuerreotype/docker-debian-artifacts (rootfs.manifest of each suite)
  {
    repository: /^library\/debian$/,
    family: 'debian',
    unlike: /^[1-6](?:[.-]|$)|^(?:lenny|squeeze)/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // The packages of trusty, xenial, bionic and jammy: https://github.com/tianon/docker-brew-ubuntu-core (*.manifest)
  {
    repository: /^library\/ubuntu$/,
    family: 'debian',
    unlike: /^(?:1[0-35]\.|14\.10|lucid|maverick|natty|oneiric|precise|quantal|raring|saucy|utopic|vivid|wily)/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // What downloads is purged, in 2.7.9 as in 3.13: https://github.com/docker-library/python/blob/master/3.13/slim-trixie/Dockerfile
  {
    repository: /^library\/python$/,
    family: 'debian',
    variant: slim,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // Likewise: https://github.com/docker-library/ruby/blob/master/3.3/slim-bookworm/Dockerfile
  // Until 2016 curl stayed: https://github.com/docker-library/ruby/blob/05511893942a0137e1bd247c792ff956a016d174/2.1/slim/Dockerfile
  {
    repository: /^library\/ruby$/,
    family: 'debian',
    variant: slim,
    unlike: /^(?:1|2\.[0-3])(?:[.-]|$)/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // Since January 2020 (10.18.1, 12.14.1) likewise: https://github.com/nodejs/docker-node/issues/1185,
  // https://github.com/nodejs/docker-node/blob/main/22/bookworm-slim/Dockerfile
  // Before, curl and wget stayed: https://github.com/nodejs/docker-node/blob/0647b15f8d27bb03af164d5669510082880d8818/8/slim/Dockerfile
  {
    repository: /^library\/node$/,
    family: 'debian',
    variant: slim,
    unlike:
      /^(?:\d|11|10\.(?:\d|1[0-8])|12\.(?:\d|1[0-4])|13\.[0-6])(?:[.-]|$)|^(?:argon|boron|carbon)-|^(?:jessie|wheezy)-/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // Since 8u212 and 11.0.3 likewise: https://github.com/docker-library/openjdk/blob/1733ab9061cf1a076dc0566e40edb600fc434db4/8/jre/slim/Dockerfile
  // Before, unzip stayed, and wget in 11: https://github.com/docker-library/openjdk/blob/0277c804c16c1b652a5444a1a688852c8a375dd2/11/jdk/slim/Dockerfile
  {
    repository: /^library\/openjdk$/,
    family: 'debian',
    variant: slim,
    unlike: /^(?:[679]|10|12|11\.0\.[0-2])(?:[.u-]|$)|^11-ea|^11.*-(?:sid|stretch)$/,
    programs: ['curl', 'wget', 'git', 'jq'],
  },
  // wget is removed, in 1.30 as in 1.90: https://github.com/rust-lang/docker-rust/blob/master/stable/bookworm/slim/Dockerfile
  {
    repository: /^library\/rust$/,
    family: 'debian',
    variant: slim,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // busybox, which brings wget and unzip, apk and libc: https://gitlab.alpinelinux.org/alpine/aports/-/blob/master/scripts/mkimg.minirootfs.sh
  { repository: /^library\/alpine$/, family: 'alpine', programs: ['curl', 'git', 'jq'] },
  // Upon it, and what builds is deleted: https://github.com/docker-library/python/blob/master/3.12/alpine3.20/Dockerfile (and 2.7),
  // https://github.com/nodejs/docker-node/blob/0647b15f8d27bb03af164d5669510082880d8818/8/alpine/Dockerfile,
  // https://github.com/docker-library/ruby/blob/01a86ce6cd3b6b8c1737031613357cf2bbf40a5e/2.1/alpine/Dockerfile,
  // https://github.com/docker-library/golang/blob/master/1.23/alpine3.20/Dockerfile (and 1.6),
  // https://github.com/rust-lang/docker-rust/blob/master/stable/alpine3.20/Dockerfile
  { repository: /^library\/(?:python|node|ruby|golang|rust)$/, family: 'alpine', programs: ['curl', 'jq'] },
  // Debian's bare image, libraries and certificates, and .NET from a stage of its own: https://github.com/dotnet/dotnet-docker
  // (src/runtime-deps/8.0/bookworm-slim, src/aspnet/8.0/bookworm-slim, src/runtime/5.0/buster-slim)
  // Those upon Ubuntu, as 10.0 is, were not looked up. Until 3.1 curl stayed: https://github.com/dotnet/dotnet-docker/blob/007cdfb0a6497d85408d43d1b777629d09d630e3/src/runtime/3.1/buster-slim/amd64/Dockerfile
  {
    repository: /^dotnet\/(?:aspnet|runtime|runtime-deps)$/,
    family: 'debian',
    unlike: /^[1-3]\.|^\d\d|^latest$|bionic|focal|jammy|noble/,
    programs: ['curl', 'wget', 'git', 'unzip', 'jq'],
  },
  // src/runtime-deps/8.0/alpine3.20 and src/runtime/3.1/alpine3.12, likewise; they download with busybox.
  {
    repository: /^dotnet\/(?:aspnet|runtime|runtime-deps)$/,
    family: 'alpine',
    programs: ['curl', 'git', 'jq'],
  },
];

const registries: ReadonlySet<string> = new Set(['docker.io', 'mcr.microsoft.com']);

/** Whether an image surely comes without a program. What is built upon it may have it. */
export function lacks(
  { registry, repository, tag }: ImageName,
  facts: ImageFacts | undefined,
  program: string,
): boolean {
  if (!registries.has(registry) || tag === undefined) return false;
  return rows.some(
    (row) =>
      row.family === facts?.family &&
      row.programs.includes(program) &&
      row.repository.test(repository) &&
      row.variant?.test(tag) !== false &&
      row.unlike?.test(tag) !== true,
  );
}

/** Every program that some row knows to be missing. */
export const mayBeLacking: ReadonlySet<string> = new Set(rows.flatMap(({ programs }) => programs));
