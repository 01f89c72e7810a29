import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/imports.ts';
import { readCorpus } from '../support/corpus.ts';

const shared = join(root, '../shared/corpus/dockerfiles.jsonl');

/** Real public Dockerfiles where a folder of them lies beside this one; they are not ours to ship. */
export const sharedCorpus: readonly { readonly name: string; readonly text: string }[] = existsSync(shared)
  ? readFileSync(shared, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly id: string; readonly dockerfile: string })
      .map(({ id, dockerfile }) => ({ name: id, text: dockerfile }))
  : [];

/** Our own Dockerfiles, and the real ones where they are. */
export const wholeCorpus = [...readCorpus(), ...sharedCorpus];
