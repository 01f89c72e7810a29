import { fitsPath } from './glob.ts';

/**
 * Whether a `.dockerignore` keeps a path (from the context's root) out of the build context. The last pattern that fits
 * decides, and it fits a folder's content too; character classes and escapes are taken to fit.
 * https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function isIgnored(ignoreFile: string, path: string): boolean {
  let ignored = false;
  for (const line of ignoreFile.split(/\r?\n/)) {
    const { pattern, keeps } = readLine(line);
    if (pattern === '' || keeps !== ignored) continue;
    if (/[[\\]|[^/]\*\*|\*\*[^/]/.test(pattern) || fitsPath(pattern, path)) ignored = !keeps;
  }
  return ignored;
}

function readLine(line: string): { readonly pattern: string; readonly keeps: boolean } {
  const text = line.replace(/^\uFEFF/, '');
  if (text.startsWith('#')) return { pattern: '', keeps: false };
  const trimmed = text.trim();
  const keeps = trimmed.startsWith('!');
  const pattern = (keeps ? trimmed.slice(1).trim() : trimmed).replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  return { pattern: pattern === '.' ? '' : pattern, keeps };
}
