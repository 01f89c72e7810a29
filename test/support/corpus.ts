import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Sample {
  readonly name: string;
  readonly text: string;
}

/** The Dockerfiles under test/corpus: small, of our own making, each as somebody might have written it. */
export function readCorpus(): readonly Sample[] {
  const folder = fileURLToPath(new URL('../corpus/', import.meta.url));
  const names = readdirSync(folder).filter((name) => name.endsWith('.Dockerfile'));
  return names.sort().map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }));
}
