import { allCommands } from './commands.ts';
import type { Script } from './parse.ts';
import { unwrap } from './programs.ts';
import { programName } from './vocabulary.ts';

/** Packages of Alpine that are known to bring no bash along (`apk info -R`, Alpine 3.20). */
const withoutBash: ReadonlySet<string> = new Set(
  (
    'alpine-sdk build-base busybox-extras ca-certificates curl dumb-init expat ffmpeg file freetype g++ gcc git gmp-dev gnupg ' +
    'gzip icu-dev icu-libs imagemagick iputils jpeg-dev jq krb5-libs libc-dev libc6-compat libffi libffi-dev libgcc libintl ' +
    'libpng libpng-dev libpq libpq-dev libssl3 libstdc++ libxml2 libxml2-dev libxslt libxslt-dev linux-headers make musl-dev ' +
    'musl-locales nano netcat-openbsd nginx nodejs npm openssh-client openssl openssl-dev patch pkgconf pkgconfig ' +
    'postgresql-client postgresql-dev py3-pip python3 python3-dev redis rsync shadow sqlite sqlite-dev su-exec sudo tar tini ' +
    'tzdata unzip vim wget xz yarn zip zlib zlib-dev'
  ).split(' '),
);

/** Whether the script installs packages of Alpine that may bring a bash along. */
export function mayInstallBash(script: Script): boolean {
  return allCommands(script).some(({ words }) => {
    const [program = '', ...rest] = unwrap(words.map(({ value, text }) => value ?? text));
    const at = rest.indexOf('add');
    if (programName(program) !== 'apk' || at < 0) return false;
    const names = rest.slice(at + 1).filter((word, index, all) => !/^[-.]/.test(word) && !takesValue(all[index - 1]));
    return names.some((name) => !withoutBash.has(name.replace(/[=~<>@].*$/, '')));
  });
}

function takesValue(word: string | undefined): boolean {
  return /^(?:-t|--virtual|-X|--repository|-p|--root)$/.test(word ?? '');
}
