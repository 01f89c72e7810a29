import { either, notFromRegistry, type PackageManager } from './package-manager.ts';

/** https://pip.pypa.io/en/stable/cli/pip_install/; also `python -m pip`. */
const pip: PackageManager = {
  programs: ['pip', 'pip2', 'pip3'],
  actions: { install: 'install', 'cache purge': 'clean' },
  valueLetters: 'rcefibtdC',
  valueOptions: [
    ...['--requirement', '--constraint', '--editable', '--find-links', '--index-url', '--extra-index-url', '--target'],
    ...['--trusted-host', '--prefix', '--root', '--cache-dir', '--proxy', '--timeout', '--retries', '--cert', '--log'],
    ...[
      '--platform',
      '--python-version',
      '--implementation',
      '--abi',
      '--no-binary',
      '--only-binary',
      '--progress-bar',
    ],
    ...['--upgrade-strategy', '--global-option', '--install-option', '--config-settings', '--report', '--src'],
    ...['--default-timeout', '--group', '--python', '--build-constraint', '--use-feature', '--exists-action'],
  ],
  cache: {
    holds: 'what it downloads and the wheels it builds',
    folders: ['~/.cache/pip'],
    filledBy: ['install'],
    option: '--no-cache-dir',
    optionPattern: /^--(?:no-cache(?:-dir)?|no-index|dry-run|cache-dir(?:=.*)?)$/,
    isRecent: true,
    setting: { said: /no-cache-dir\s*(?:=|\s)\s*(?:true|1|yes|on)/i, copied: /\bpip\.conf/ },
    variables: ['PIP_NO_CACHE_DIR', 'PIP_CACHE_DIR', 'PIP_CONFIG_FILE'],
    removal: 'pip cache purge',
    removable: 'safe',
    code: 'DL3042',
  },
  pinning: {
    pinned: either(notFromRegistry, /[=<>~!@]/),
    elsewhere: /^(?:-c.*|--constraint(?:=.*)?|--require-hashes)$/,
    example: 'NAME==VERSION',
    code: 'DL3013',
  },
};

/** https://docs.astral.sh/uv/reference/cli/. Its cache shares its files with what it installs, by hard links. */
const uv: PackageManager = {
  programs: ['uv'],
  actions: { 'pip install': 'install', 'tool install': 'install', 'cache clean': 'clean' },
  valueLetters: 'rcefip',
  valueOptions: [
    ...['--requirement', '--requirements', '--constraint', '--editable', '--find-links', '--index-url', '--index'],
    ...['--extra-index-url', '--python', '--target', '--prefix', '--with', '--torch-backend', '--extra', '--group'],
  ],
  pinning: { pinned: either(notFromRegistry, /[=<>~!@]/), example: 'NAME==VERSION', code: undefined },
};

/** A version or a tag behind the name (`@scope/name@1.2`), or something that is fetched otherwise (`user/repository`). */
const npmPinned = either(notFromRegistry, /.@|^[^@]*[/:]/);

/** https://docs.npmjs.com/cli/commands/npm-install */
const npm: PackageManager = {
  programs: ['npm'],
  actions: { install: 'install', i: 'install', add: 'install' },
  valueLetters: 'C',
  valueOptions: ['--prefix', '--registry', '--cache', '--loglevel', '--omit', '--workspace', '--userconfig', '--tag'],
  pinning: { pinned: npmPinned, example: 'NAME@VERSION', code: 'DL3016' },
};

const pnpm: PackageManager = {
  programs: ['pnpm'],
  actions: { add: 'install' },
  valueLetters: 'CF',
  valueOptions: ['--dir', '--filter', '--registry', '--store-dir'],
  pinning: { pinned: npmPinned, example: 'NAME@VERSION', code: undefined },
};

/** https://classic.yarnpkg.com/lang/en/docs/cli/ */
const yarn: PackageManager = {
  programs: ['yarn', 'yarnpkg'],
  actions: {
    install: 'install',
    add: 'install',
    'global add': 'install',
    'cache clean': 'clean',
  },
  bare: 'install',
  valueLetters: '',
  valueOptions: [
    '--cwd',
    '--cache-folder',
    '--registry',
    '--network-timeout',
    '--modules-folder',
    '--network-concurrency',
  ],
  cache: {
    holds: 'every package it fetched',
    folders: ['/usr/local/share/.cache', '~/.cache/yarn'],
    filledBy: ['install'],
    // `--immutable` and the like are Yarn 2 and later, whose cache may be what the program runs from.
    optionPattern:
      /^--(?:cache-folder(?:=.*)?|immutable(?:-cache)?|check-cache|inline-builds|mode=.*|help|version)$|^-[vh]$/,
    setting: {
      said: /\bcorepack\b|\byarn (?:set version|policies)\b|\byarn@[2-9]/,
      copied: /\.yarn\b|\.yarnrc\.yml|\.pnp\./,
    },
    variables: ['YARN_CACHE_FOLDER', 'YARN_GLOBAL_FOLDER', 'YARN_ENABLE_GLOBAL_CACHE'],
    removal: 'yarn cache clean',
    removable: 'unsafe',
    code: 'DL3060',
  },
  pinning: { pinned: npmPinned, example: 'NAME@VERSION', code: undefined },
};

/** https://guides.rubygems.org/command-reference/#gem-install */
const gem: PackageManager = {
  programs: ['gem'],
  actions: { install: 'install' },
  valueLetters: 'vinsPp',
  valueOptions: ['--version', '--install-dir', '--bindir', '--source', '--document', '--platform', '--trust-policy'],
  pinning: {
    pinned: either(notFromRegistry, /:/),
    elsewhere: /^(?:-v.*|--version(?:=.*)?|-g.*|--file.*)$/,
    example: 'NAME:VERSION',
    code: 'DL3028',
  },
};

/** https://go.dev/ref/mod#go-install; without `@` the version is that of the module around it. */
const go: PackageManager = {
  programs: ['go'],
  actions: { install: 'install' },
  valueLetters: '',
  valueOptions: ['-ldflags', '-tags', '-mod', '-gcflags', '-asmflags', '-p', '-modfile', '-buildmode', '-C'],
  pinning: {
    pinned: either(notFromRegistry, /^[^@]*$|@(?!(?:latest|upgrade|patch|master|main|HEAD)$)/),
    example: 'MODULE@vVERSION',
    code: 'DL3062',
  },
};

/** The package managers of programming languages. */
export const languagePackages: readonly PackageManager[] = [pip, uv, npm, pnpm, yarn, gem, go];
