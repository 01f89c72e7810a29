import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './imports.ts';

/** The files under `sources` that .dockerignore lets into a build, as paths from the project's folder. */
export function contextFiles(sources: readonly string[]): readonly string[] {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return sources.flatMap(filesUnder).filter((path) => !isIgnored(path, patterns));
}

/** The last pattern that matches a path or one of its folders decides; this file's patterns are plain paths and `*`. */
function isIgnored(path: string, patterns: readonly string[]): boolean {
  let ignored = false;
  for (const pattern of patterns) {
    const excepted = pattern.startsWith('!');
    const plain = excepted ? pattern.slice(1) : pattern;
    if (/[*?[]/.test(plain.replace(/^\*$/, ''))) throw new Error(`This reader knows no pattern like ${pattern}`);
    if (plain === '*' || path === plain || path.startsWith(`${plain}/`)) ignored = !excepted;
  }
  return ignored;
}

function filesUnder(source: string): readonly string[] {
  if (!statSync(join(root, source)).isDirectory()) return [source];
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(posix.relative(root, entry.parentPath), entry.name));
}
