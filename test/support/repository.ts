import { factsOf } from '../../src/dockerfile/images.ts';
import type { RepositoryFile } from '../../src/dockerfile/model.ts';
import type { Facts } from '../../src/lint/rule.ts';

/** Files by their path from the root. A text alone is a file of mode 100644. */
export type Files = Readonly<Record<string, string | RepositoryFile>>;

/** A script as it should be. */
export function executable(text: string): RepositoryFile {
  return { mode: '100755', text };
}

/** Facts of a repository that holds these files and no others; folders are known too. */
export function repository(files: Files, image: Facts['image'] = factsOf): Facts {
  const folders = new Set(
    Object.keys(files).flatMap((path) => {
      const parts = path.split('/').slice(0, -1);
      return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    }),
  );
  return {
    image,
    file: (path, want = 'text') => {
      if (folders.has(path)) return { mode: '040000', text: undefined };
      const file = files[path];
      if (file === undefined) return null;
      const { mode, text } = typeof file === 'string' ? { mode: '100644', text: file } : file;
      return { mode, text: want === 'text' ? text : undefined };
    },
  };
}
