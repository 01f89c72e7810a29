import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath } from './tools.ts';

/** The shells of the proofs: the words that start each inside the small system. */
export const shells: Readonly<Record<string, readonly string[]>> = {
  dash: ['/shells/dash'],
  bash: ['/shells/bash'],
  'bash as sh': ['/shells/as-sh/sh'],
  busybox: ['/shells/busybox', 'sh'],
  mksh: ['/shells/mksh'],
  yash: ['/shells/yash'],
};

export const shellPrograms = ['dash', 'bash', 'busybox', 'mksh', 'yash'] as const;

/** Where Debian keeps the locale C.UTF-8, without which yash reads nothing but ASCII. */
const locale = '/usr/lib/locale/C.utf8';

/** A folder to chroot into: the machine's shells with their libraries and a locale, `/bin/sh` being dash, and nothing else. */
export function createSystem(folder: string): void {
  for (const program of shellPrograms) {
    const path = findOnPath(program);
    if (path === undefined) throw new Error(`${program} is not installed`);
    copyInto(folder, realpathSync(path), join('shells', program));
    for (const library of librariesOf(path)) copyInto(folder, realpathSync(library), library);
  }
  if (existsSync(locale)) cpSync(locale, join(folder, locale), { recursive: true });
  for (const name of ['bin', 'tmp', 'dev', 'proc', 'shells/as-sh']) mkdirSync(join(folder, name), { recursive: true });
  symlinkSync('/shells/dash', join(folder, 'bin/sh'));
  symlinkSync('/shells/bash', join(folder, 'shells/as-sh/sh'));
  // A plain file takes what is thrown away; there is no device.
  writeFileSync(join(folder, 'dev/null'), '');
}

function copyInto(folder: string, source: string, path: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  if (!existsSync(target)) copyFileSync(source, target);
}

/** What the dynamic linker loads for a program, the linker itself included; nothing for a static one. */
function librariesOf(program: string): readonly string[] {
  try {
    const output = execFileSync('ldd', [program], { encoding: 'utf8', stdio: 'pipe' });
    return [...output.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map((match) => match[1]!);
  } catch {
    return [];
  }
}

/** An executable script in the system; what is there already stays. */
export function addScript(folder: string, path: string, text: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  if (existsSync(target)) return;
  writeFileSync(target, text);
  chmodSync(target, 0o755);
}
