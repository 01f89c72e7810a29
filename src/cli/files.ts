import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isDockerfile } from '../jobs/dockerfiles.ts';
import { UsageError } from './usage.ts';

/** A file's bytes under the name that messages use: as the user typed it, with `/` between folders. */
export interface Input {
  readonly path: string;
  /** undefined for standard input: there is no file to write to. */
  readonly file: string | undefined;
  readonly bytes: Buffer;
}

const skippedFolders = new Set(['.git', 'node_modules']);

/**
 * The files that `paths` name, each once, sorted by path: a file as it is, whatever its name; a folder's Dockerfiles,
 * symbolic links in it not followed; `-` is standard input under the name `Dockerfile`.
 * What cannot be read is a UsageError that names the path.
 */
export async function readInputs(paths: readonly string[]): Promise<readonly Input[]> {
  if (paths.length === 0) {
    throw new UsageError('No path given. Name files or folders, or - for standard input.');
  }
  const inputs = new Map<string, Input>();
  for (const path of paths) {
    if (path === '-') {
      inputs.set('-', { path: 'Dockerfile', file: undefined, bytes: await readStandardInput() });
      continue;
    }
    for (const file of await filesUnder(path)) {
      if (!inputs.has(file)) inputs.set(file, { path: shown(file), file, bytes: await readNamed(file) });
    }
  }
  return [...inputs.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** UTF-8 with invalid bytes replaced. A byte order mark stays, so that offsets count it as the file has it. */
export function decode(bytes: Buffer): string {
  return bytes.toString('utf8');
}

/** Writes in place, so mode, owner and links stay. What cannot be written is a UsageError that names the path. */
export function writeNamed(file: string, text: string): Promise<void> {
  return orUsageError(file, writeFile(file, text));
}

async function filesUnder(path: string): Promise<readonly string[]> {
  const found = await orUsageError(path, stat(path));
  return found.isDirectory() ? dockerfilesIn(path) : [join(path)];
}

async function dockerfilesIn(folder: string): Promise<readonly string[]> {
  const entries = await orUsageError(folder, readdir(folder, { withFileTypes: true }));
  const files: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) files.push(...(await dockerfilesIn(path)));
    } else if (entry.isFile() && isDockerfile(shown(path))) files.push(path);
  }
  return files;
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readNamed(path: string): Promise<Buffer> {
  return orUsageError(path, readFile(path));
}

async function orUsageError<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}.`, { cause: error });
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ELOOP') return 'too many symbolic links';
  return error instanceof Error ? error.message : String(error);
}

function shown(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
