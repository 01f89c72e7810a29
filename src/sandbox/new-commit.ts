import type { Person } from './objects.ts';

/** A file's new content with its mode, or its deletion (`content: null`). */
export interface ImportedFile {
  readonly path: string;
  readonly content: Buffer | null;
  readonly mode: string;
}

export interface NewCommit {
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  /** The author unless told. */
  readonly committer?: Person;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** One commit as `git fast-import` takes it; its id is printed. */
export function importStream(ref: string, commit: NewCommit, files: readonly ImportedFile[]): Buffer {
  const [parent, ...merged] = commit.parents;
  const who = ({ name, email }: Person): string =>
    `${name.replace(/[<>\n]/g, '')} <${email.replace(/[<>\n]/g, '')}> ${commit.at} +0000`;
  const { author, committer = author } = commit;
  const parts: (Buffer | string)[] = [
    `commit ${ref}\nmark :1\nauthor ${who(author)}\ncommitter ${who(committer)}\n`,
    ...data(Buffer.from(commit.message)),
    ...(parent === undefined ? [] : [`from ${parent}\n`]),
    ...merged.map((one) => `merge ${one}\n`),
    // Deletions first: a file may take the place of a folder.
    ...files.filter((file) => file.content === null).map((file) => `D ${quote(file.path)}\n`),
    ...files.flatMap(({ path, content, mode }) =>
      content === null ? [] : [`M ${mode} inline ${quote(path)}\n`, ...data(content)],
    ),
    '\nget-mark :1\n',
  ];
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function data(content: Buffer): (Buffer | string)[] {
  return [`data ${content.length}\n`, content, '\n'];
}

/** A path in C's quotes, which may hold anything. */
function quote(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** The same for git's other commands. */
export function signatureEnvironment({ author, committer = author, at }: NewCommit): Record<string, string> {
  const when = `@${at} +0000`;
  return {
    ...{ GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_AUTHOR_DATE: when },
    ...{ GIT_COMMITTER_NAME: committer.name, GIT_COMMITTER_EMAIL: committer.email, GIT_COMMITTER_DATE: when },
  };
}
