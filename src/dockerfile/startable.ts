import { resolve } from './copies.ts';
import { filesAt } from './found-files.ts';
import { workdirOf } from './image-files.ts';
import type { Dockerfile, FileLookup, Stage } from './model.ts';

/** Whether the repository shows that the kernel can start the script of this name: it has `#!` and its executable bit. */
export function isStartable(file: Dockerfile, stage: Stage | undefined, name: string, lookup: FileLookup): boolean {
  if (stage === undefined || !name.includes('/')) return false;
  const found = filesAt(file, stage, resolve(workdirOf(file, stage), name), lookup);
  return found.length > 0 && found.every(({ mode, text }) => mode === '100755' && /^#![^\r\n]+\n/.test(text ?? ''));
}
