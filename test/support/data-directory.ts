import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Queue } from '../../src/queue/queue.ts';

const root = join(import.meta.dirname, '../..');

/** A folder that is gone when the test is over. */
export interface TemporaryFolder extends Disposable {
  readonly path: string;
}

const template = join(root, 'node_modules/.cache/dockerfile-review', `data-${versions()}`);

/**
 * Makes the empty, installed queue of which `dataDirectory` gives copies. PostgreSQL takes seconds of processor time to
 * set itself up, so it does so once per clone and version; call this in a `beforeAll` with patience.
 */
export async function prepareDataDirectory(): Promise<void> {
  if (!existsSync(template)) await build();
}

/** A data directory of its own for a test. */
export async function dataDirectory(): Promise<TemporaryFolder> {
  await prepareDataDirectory();
  const folder = emptyFolder();
  cpSync(template, folder.path, { recursive: true });
  return folder;
}

export function emptyFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'dockerfile-review-'));
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
  };
  return { path, [Symbol.dispose]: remove };
}

/** Built beside its place and moved there whole; whoever comes second keeps the first one's. */
async function build(): Promise<void> {
  mkdirSync(dirname(template), { recursive: true });
  const draft = mkdtempSync(`${template}-`);
  const queue = await Queue.open({
    location: { directory: draft },
    judge: () => ({ kind: 'give-up' }),
    onTrouble: (level, trouble) => {
      if (level === 'error') throw trouble as Error;
    },
  });
  await queue.stop(0);
  try {
    renameSync(draft, template);
  } catch {
    rmSync(draft, { recursive: true });
  }
}

function versions(): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return [manifest.dependencies['@electric-sql/pglite'], manifest.dependencies['pg-boss']].join('-');
}
