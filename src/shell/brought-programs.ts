import { valuesOf, type Call } from './calls.ts';
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

/** Which of the programs a command may bring: all by a script, or by what a variable names; else those whose name it says. */
export function mayBring({ name, program, words }: Call, sought: readonly string[]): readonly string[] {
  if (program.text.includes('/') || opaque.has(name) || isShell(name)) return sought;
  const texts = valuesOf(words);
  if (texts.some((text) => text.endsWith('deps') && /(?:^|-)(?:with-)?deps$/.test(text))) return sought;
  if (systems.has(name) && texts.some((text) => /^(?:install|add|-S\w*|build-dep)$/.test(text)))
    return broughtByPackages(texts, sought);
  return sought.filter((one) => one !== name && texts.some((text) => isSaid(text, one)));
}

/** Many packages come with git or unzip, next to none with curl or wget. */
function broughtByPackages(texts: readonly string[], sought: readonly string[]): readonly string[] {
  if (texts.some((text) => text === 'build-dep' || /[$`]|\.(?:deb|rpm|apk)$/.test(text) || heavy.test(text)))
    return sought;
  return sought.filter(
    (one) =>
      !(one === 'curl' || one === 'wget') ||
      texts.some((text) => text === one || text.startsWith(`${one}-`) || text.startsWith(`${one}=`)),
  );
}

function isSaid(text: string, program: string): boolean {
  return text.includes(program) && text.split(/[^\w.+-]+/).includes(program);
}

const systems: ReadonlySet<string> = new Set(systemPackages.flatMap(({ programs }) => programs));
