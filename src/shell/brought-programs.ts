import type { Call } from './calls.ts';
import { systemPackages } from './system-packages.ts';
import { isShell } from './vocabulary.ts';

/** Installers of whole systems, and programs that start others. */
const opaque: ReadonlySet<string> = new Set(
  'source . eval make xargs conda mamba micromamba brew nix-env nix debootstrap ansible-playbook pkgx asdf mise'.split(
    ' ',
  ),
);

/** Packages of which it is known, or likely, that curl or wget comes with them. */
const heavy =
  /^(?:devscripts|debootstrap|alpine-sdk|lsb-core|ttf-mscorefonts\S*|texlive\S*|r-base\S*|ros-\S+|steam\S*|google-\S+|heroku\S*|\S+-desktop\S*|snapd)$/;

/** Whether a command may bring a program: it is a script, installs what a variable names, or says the program's name. */
export function callMayBring({ name, program, words }: Call, sought: string): boolean {
  if (program.text.includes('/') || opaque.has(name) || isShell(name)) return true;
  const texts = words.map(({ value, text }) => value ?? text);
  if (texts.some((text) => /(?:^|-)(?:with-)?deps$/.test(text))) return true;
  if (texts.some((text) => /^(?:install|add|-S\w*|build-dep)$/.test(text)) && systems.has(name)) {
    // Many packages come with git or unzip, next to none with curl or wget.
    if (!['curl', 'wget'].includes(sought) || texts.includes('build-dep')) return true;
    if (texts.some((text) => /[$`]|\.(?:deb|rpm|apk)$/.test(text) || heavy.test(text))) return true;
    return texts.some((text) => text === sought || text.startsWith(`${sought}-`) || text.startsWith(`${sought}=`));
  }
  return name !== sought && texts.some((text) => text.split(/[^\w.+-]+/).includes(sought));
}

const systems: ReadonlySet<string> = new Set(systemPackages.flatMap(({ programs }) => programs));
