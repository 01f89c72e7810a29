import type { ImageFacts } from './model.ts';

/** What an image is built upon, as far as its tag or its repository says. */
export type System = 'debian' | 'ubuntu' | 'alpine' | 'fedora' | 'busybox' | 'distroless' | 'windows';

/** An official image, as its own Dockerfiles describe it. A field left out is not known. */
export interface OfficialImage {
  /** `registry/repository`. */
  readonly name: string;
  /** Where that is written. */
  readonly source: string;
  /** The system of a tag that names none. */
  readonly system?: System | undefined;
  readonly entrypoint?: readonly string[] | null;
  /** `inherited`: the CMD of the system stays in force. */
  readonly cmd?: readonly string[] | null | 'inherited';
  /** The oldest version of which the process is known to be as said here. */
  readonly since?: number;
  /** The process as said here came with a rebuild, so it is known of moving tags (`21`), not of old full versions. */
  readonly movingTagsOnly?: boolean;
  /** Words of a tag that change what is executed. */
  readonly modes?: Readonly<Record<string, readonly string[] | null>>;
  /** Words of a tag that change nothing told here. */
  readonly words?: readonly string[];
}

/** What each system brings along. */
export const SYSTEMS: Readonly<Record<System, Pick<ImageFacts, 'family' | 'sh' | 'cmd'>>> = {
  // https://github.com/debuerreotype/docker-debian-artifacts
  debian: { family: 'debian', sh: 'dash', cmd: ['bash'] },
  // https://git.launchpad.net/cloud-images/+oci/ubuntu-base
  ubuntu: { family: 'debian', sh: 'dash', cmd: ['/bin/bash'] },
  // https://github.com/alpinelinux/docker-alpine
  alpine: { family: 'alpine', sh: 'busybox', cmd: ['/bin/sh'] },
  // https://github.com/fedora-cloud/docker-brew-fedora
  fedora: { family: 'fedora', sh: 'bash', cmd: ['/bin/bash'] },
  // https://github.com/docker-library/busybox
  busybox: { family: 'other', sh: 'busybox', cmd: ['sh'] },
  // https://github.com/GoogleContainerTools/distroless
  distroless: { family: 'distroless', sh: 'none', cmd: null },
  // https://hub.docker.com/r/microsoft/windows-servercore
  windows: { family: 'windows', sh: 'none', cmd: undefined },
};

/** Words of a tag that name the system, whatever the image. */
export const SYSTEM_WORDS: Readonly<Record<string, System>> = {
  alpine: 'alpine',
  buster: 'debian',
  bullseye: 'debian',
  bookworm: 'debian',
  trixie: 'debian',
  forky: 'debian',
  sid: 'debian',
  bionic: 'ubuntu',
  focal: 'ubuntu',
  jammy: 'ubuntu',
  noble: 'ubuntu',
  resolute: 'ubuntu',
  debian: 'debian',
  oracle: 'fedora',
  oraclelinux7: 'fedora',
  oraclelinux8: 'fedora',
  oraclelinux9: 'fedora',
  nanoserver: 'windows',
  windowsservercore: 'windows',
};

const official = 'https://github.com/docker-library';
const distroless = 'https://github.com/GoogleContainerTools/distroless';
const node = [
  ...['dubnium', 'erbium', 'fermium', 'gallium', 'hydrogen', 'iron', 'jod', 'krypton'],
  ...['lts', 'current'],
];

export const OFFICIAL_IMAGES: readonly OfficialImage[] = [
  system('alpine', 'alpine', 'https://github.com/alpinelinux/docker-alpine', ['edge']),
  system('debian', 'debian', 'https://github.com/debuerreotype/docker-debian-artifacts', [
    'stable',
    'testing',
    'unstable',
  ]),
  system('ubuntu', 'ubuntu', 'https://git.launchpad.net/cloud-images/+oci/ubuntu-base', ['rolling', 'devel']),
  system('busybox', 'busybox', `${official}/busybox`, ['stable', 'unstable', 'glibc', 'uclibc', 'musl']),
  system('fedora', 'fedora', 'https://github.com/fedora-cloud/docker-brew-fedora', ['rawhide']),
  system('amazonlinux', 'fedora', 'https://github.com/amazonlinux/container-images'),
  system('rockylinux', 'fedora', 'https://github.com/rocky-linux/sig-cloud-instance-images', ['minimal']),
  system('almalinux', 'fedora', 'https://github.com/AlmaLinux/docker-images', ['minimal']),
  {
    ...system('rockylinux', 'fedora', 'https://github.com/rocky-linux/sig-cloud-instance-images', ['minimal']),
    name: 'docker.io/rockylinux/rockylinux',
  },
  {
    ...server('node', ['docker-entrypoint.sh'], ['node']),
    source: 'https://github.com/nodejs/docker-node',
    since: 12,
    words: node,
  },
  { ...server('python', null, ['python3']), since: 3, words: ['rc'] },
  { ...server('golang', null, 'inherited'), words: ['rc'] },
  { ...server('rust', null, 'inherited'), source: 'https://github.com/rust-lang/docker-rust' },
  { ...server('ruby', null, ['irb']), since: 2, words: ['rc'] },
  {
    ...server('php', ['docker-php-entrypoint'], ['php', '-a']),
    since: 7.2,
    modes: { cli: ['php', '-a'], apache: ['apache2-foreground'], fpm: ['php-fpm'] },
    words: ['zts', 'rc'],
  },
  {
    ...server('nginx', ['/docker-entrypoint.sh'], ['nginx', '-g', 'daemon off;']),
    source: 'https://github.com/nginx/docker-nginx',
    since: 1.19,
    words: ['stable', 'mainline', 'perl', 'otel'],
  },
  { ...server('httpd', null, ['httpd-foreground']), since: 2.4 },
  { ...server('postgres', ['docker-entrypoint.sh'], ['postgres']), since: 10 },
  { ...server('redis', ['docker-entrypoint.sh'], ['redis-server']), since: 5, words: ['rc'] },
  {
    ...server('mysql', ['docker-entrypoint.sh'], ['mysqld']),
    // Debian until 8.0.28, Oracle Linux since.
    system: undefined,
    since: 5.7,
    words: ['lts', 'innovation'],
  },
  {
    ...server('mariadb', ['docker-entrypoint.sh'], ['mariadbd']),
    source: 'https://github.com/MariaDB/mariadb-docker',
    system: 'ubuntu',
    // Older images, and rebuilds of 10.x until late, start `mysqld`.
    since: 11,
    words: ['lts', 'rc'],
  },
  { ...server('mongo', ['docker-entrypoint.sh'], ['mongod']), system: 'ubuntu', since: 4 },
  {
    ...server('haproxy', ['docker-entrypoint.sh'], ['haproxy', '-f', '/usr/local/etc/haproxy/haproxy.cfg']),
    since: 2,
    words: ['lts', 'dev'],
  },
  {
    ...server('caddy', null, ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile']),
    source: 'https://github.com/caddyserver/caddy-docker',
    system: 'alpine',
    since: 2,
  },
  // The default system of openjdk changed from Debian to Oracle Linux with version 12; JDKs start jshell, JREs do not.
  { name: 'docker.io/library/openjdk', source: `${official}/openjdk`, entrypoint: null, words: ['jdk', 'jre'] },
  {
    name: 'docker.io/library/eclipse-temurin',
    source: 'https://github.com/adoptium/containers',
    system: 'ubuntu',
    entrypoint: ['/__cacert_entrypoint.sh'],
    cmd: ['jshell'],
    since: 11,
    movingTagsOnly: true,
    modes: { jdk: ['jshell'], jre: null },
  },
  ...['static', 'base', 'base-nossl', 'cc'].flatMap((name) => distrolessImages(name, null)),
  ...['nodejs18', 'nodejs20', 'nodejs22', 'nodejs24'].flatMap((name) => distrolessImages(name, ['/nodejs/bin/node'])),
  ...['java11', 'java17', 'java21', 'java25'].flatMap((name) => distrolessImages(name, ['/usr/bin/java', '-jar'])),
  ...['windows', 'windows/server', 'windows/servercore', 'windows/nanoserver'].map((name) => ({
    name: `mcr.microsoft.com/${name}`,
    source: `https://mcr.microsoft.com/artifact/mar/${name}/about`,
    system: 'windows' as const,
    entrypoint: null,
  })),
];

function system(name: string, base: System, source: string, words: readonly string[] = []): OfficialImage {
  return { name: `docker.io/library/${name}`, source, system: base, entrypoint: null, cmd: 'inherited', words };
}

function server(
  name: string,
  entrypoint: readonly string[] | null,
  cmd: readonly string[] | 'inherited',
): OfficialImage {
  return { name: `docker.io/library/${name}`, source: `${official}/${name}`, system: 'debian', entrypoint, cmd };
}

/** A distroless image exists without and with the name of its Debian. */
function distrolessImages(name: string, entrypoint: readonly string[] | null): readonly OfficialImage[] {
  return ['', '-debian11', '-debian12', '-debian13'].map((suffix) => ({
    name: `gcr.io/distroless/${name}${suffix}`,
    source: distroless,
    system: 'distroless',
    entrypoint,
    cmd: 'inherited',
    words: ['nonroot'],
  }));
}
