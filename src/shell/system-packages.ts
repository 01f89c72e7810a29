import {
  either,
  notFromRegistry,
  type Confirmation,
  type PackageCache,
  type PackageManager,
} from './package-manager.ts';

/** apt-get(8), apt(8), aptitude(8); the question: apt-private/private-install.cc. */
const apt: PackageManager = {
  programs: ['apt-get', 'apt', 'aptitude'],
  actions: {
    install: 'install',
    reinstall: 'install',
    'build-dep': 'install',
    update: 'refresh',
    upgrade: 'upgrade',
    'safe-upgrade': 'upgrade',
    'dist-upgrade': 'full-upgrade',
    'full-upgrade': 'full-upgrade',
    remove: 'remove',
    purge: 'remove',
    autoremove: 'tidy',
    autopurge: 'tidy',
    // `clean` empties /var/cache/apt/archives and leaves the lists; `distclean` removes them too.
    distclean: 'clean',
  },
  valueLetters: 'toca',
  valueOptions: ['--target-release', '--default-release', '--option', '--config-file', '--host-architecture'],
  refreshes: /^(?:-U|--update)$/,
  confirmation: {
    letter: 'y',
    long: /^--(?:yes|assume-yes|force-yes)$/,
    quietImplies: true,
    setting: {
      said: /APT::Get::Assume-Yes|Assume-Yes\s+"?(?:true|1|yes)/i,
      copied: /\/etc\/apt\/apt\.conf/,
      // /etc/apt/apt.conf.d/90circleci: https://github.com/CircleCI-Public/cimg-base/blob/main/22.04/Dockerfile
      based: /^(?:circleci|cimg)\//,
    },
    dry: /^(?:-[a-zA-Z]*s[a-zA-Z]*|--(?:simulate|just-print|dry-run|recon|no-act|print-uris|assume-no))$/,
    prompt: 'Do you want to continue? [Y/n]',
    aborts: 'Abort.',
    code: 'DL3014',
  },
  cache: {
    holds: 'the package lists',
    folders: ['/var/lib/apt/lists'],
    filledBy: ['refresh'],
    variables: [],
    removal: 'rm -rf /var/lib/apt/lists/*',
    removable: 'unsafe',
    code: 'DL3009',
  },
  recommends: {
    programs: ['apt-get', 'apt'],
    option: '--no-install-recommends',
    decided: /^--(?:no-)?install-recommends$/,
    setting: { said: /Install-Recommends/i, copied: /\/etc\/apt\/apt\.conf/ },
    code: 'DL3015',
  },
  pinning: { pinned: either(notFromRegistry, /[=/^]|[+-]$/), example: 'NAME=VERSION', code: 'DL3008' },
};

/** https://gitlab.alpinelinux.org/alpine/apk-tools (doc/apk.8.scd). It does not ask. */
const apk: PackageManager = {
  programs: ['apk'],
  actions: { add: 'install', update: 'refresh', upgrade: 'upgrade' },
  valueLetters: 'tXp',
  valueOptions: [
    ...['--virtual', '--repository', '--root', '--keys-dir', '--repositories-file', '--arch', '--wait'],
    ...['--cache-dir', '--cache-max-age', '--progress-fd'],
  ],
  refreshes: /^(?:-[a-z]*U[a-zA-Z]*|--update|--update-cache|--no-cache)$/,
  cache: {
    holds: 'the package index',
    folders: ['/var/cache/apk'],
    filledBy: ['install', 'refresh', 'upgrade'],
    option: '--no-cache',
    optionPattern: /^--no-cache$/,
    variables: [],
    removal: 'rm -rf /var/cache/apk/*',
    removable: 'unsafe',
    code: 'DL3019',
  },
  pinning: { pinned: either(notFromRegistry, /[=<>~@]|^\./), example: 'NAME=VERSION', code: 'DL3018' },
};

const redHatActions: PackageManager['actions'] = {
  install: 'install',
  localinstall: 'install',
  groupinstall: 'install',
  'group install': 'install',
  'module install': 'install',
  reinstall: 'install',
  builddep: 'install',
  update: 'upgrade',
  upgrade: 'upgrade',
  remove: 'remove',
  erase: 'remove',
  groupremove: 'remove',
  'group remove': 'remove',
  autoremove: 'tidy',
  clean: 'clean',
};

const redHat = {
  actions: redHatActions,
  valueLetters: 'cdexR',
  valueOptions: [
    ...['--config', '--enablerepo', '--disablerepo', '--exclude', '--installroot', '--releasever', '--setopt'],
    ...['--repo', '--repoid', '--forcearch', '--disableplugin', '--enableplugin', '--advisory', '--comment'],
  ],
};

const redHatQuestion: Omit<Confirmation, 'aborts' | 'code'> = {
  letter: 'y',
  long: /^--assume-?yes$/,
  setting: { said: /assumeyes/i, copied: /\/(?:yum|dnf)\.conf/ },
  dry: /^--(?:assumeno|downloadonly|downloaddir.*)$/,
  prompt: 'Is this ok [y/N]',
};

function redHatCache(program: string, folders: readonly string[], code: string | undefined): PackageCache {
  return {
    holds: "the repositories' metadata",
    folders,
    filledBy: ['install', 'upgrade'],
    variables: [],
    removal: `${program} clean all`,
    removable: 'safe',
    code,
  };
}

/** Group names (`@development`) and globs have no version. */
const rpm = either(notFromRegistry, /^@|-\d[\w.~^+]*(?:-[\w.~^+]+)?$/);

/** yum(8); in the Red Hat family since 8 it is dnf. */
const yum: PackageManager = {
  programs: ['yum'],
  ...redHat,
  confirmation: { ...redHatQuestion, aborts: 'Exiting on user command', code: 'DL3030' },
  cache: redHatCache('yum', ['/var/cache/yum', '/var/cache/dnf'], 'DL3032'),
  pinning: { pinned: rpm, example: 'NAME-VERSION', code: 'DL3033' },
};

/** https://dnf.readthedocs.io/en/latest/command_ref.html */
const dnf: PackageManager = {
  programs: ['dnf', 'dnf5', 'dnf-3'],
  ...redHat,
  confirmation: { ...redHatQuestion, aborts: 'Operation aborted.', code: 'DL3038' },
  cache: redHatCache('dnf', ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/yum'], 'DL3040'),
  pinning: { pinned: rpm, example: 'NAME-VERSION', code: 'DL3041' },
};

/** Always assumes yes: https://github.com/rpm-software-management/microdnf (dnf/dnf-main.c, `assumeyes`). */
const microdnf: PackageManager = {
  programs: ['microdnf'],
  ...redHat,
  cache: redHatCache('microdnf', ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'], 'DL3040'),
  pinning: { pinned: rpm, example: 'NAME-VERSION', code: 'DL3041' },
};

/** zypper(8); without a terminal: src/utils/prompt.cc of https://github.com/openSUSE/zypper. */
const zypper: PackageManager = {
  programs: ['zypper'],
  actions: {
    install: 'install',
    in: 'install',
    'source-install': 'install',
    si: 'install',
    update: 'upgrade',
    up: 'upgrade',
    patch: 'upgrade',
    'dist-upgrade': 'full-upgrade',
    dup: 'full-upgrade',
    remove: 'remove',
    rm: 'remove',
    refresh: 'refresh',
    ref: 'refresh',
    clean: 'clean',
    cc: 'clean',
  },
  valueLetters: 'trRpc',
  valueOptions: ['--repo', '--type', '--from', '--root', '--installroot', '--plus-repo', '--plus-content', '--config'],
  confirmation: {
    letter: 'y',
    long: /^--no-confirm$/,
    global: /^(?:-[a-zA-Z]*n[a-zA-Z]*|--non-interactive)$/,
    setting: { said: /ZYPP_NONINTERACTIVE/, copied: /\/zypper\.conf/ },
    dry: /^(?:-D|--dry-run)$/,
    prompt: 'Continue? [y/n/v/...? shows all options]',
    aborts: 'Cannot read input: bad stream or EOF.',
    code: 'DL3034',
  },
  cache: {
    holds: "the repositories' metadata",
    folders: ['/var/cache/zypp'],
    filledBy: ['install', 'upgrade', 'full-upgrade', 'refresh'],
    variables: [],
    removal: 'zypper clean --all',
    removable: 'safe',
    code: 'DL3036',
  },
  pinning: { pinned: either(notFromRegistry, /[=<>:]/), example: 'NAME=VERSION', code: 'DL3037' },
};

/** The package managers of distributions. */
export const systemPackages: readonly PackageManager[] = [apt, apk, yum, dnf, microdnf, zypper];
