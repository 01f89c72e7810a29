import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

export interface Asset {
  readonly contentType: string;
  readonly body: string;
}

const folder = join(import.meta.dirname, 'client');
const types: Readonly<Record<string, string>> = {
  ts: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
};

/**
 * A file of the client's folder as a browser takes it: TypeScript with its types blanked out, which moves nothing,
 * so lines and columns stay those of the source. undefined when there is no such file.
 */
export async function readAsset(name: string): Promise<Asset | undefined> {
  const extension = /^[a-z-]+\.(ts|css|svg|html)$/.exec(name)?.[1];
  const contentType = extension === undefined ? undefined : types[extension];
  if (contentType === undefined) return undefined;
  try {
    const text = await readFile(join(folder, name), 'utf8');
    return { contentType, body: extension === 'ts' ? stripTypeScriptTypes(text) : text };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
