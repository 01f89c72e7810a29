import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { gitEnvironment } from './git.ts';

/** One object of a repository. */
export interface GitObject {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly content: Buffer;
}

/**
 * Reads objects through one long-lived `git cat-file --batch`: a process for each read would cost more than all the
 * rest of the stand-in.
 */
export interface ObjectReader {
  /** The object that a revision names (`oid`, `branch`, `oid:path`, `oid^{tree}`), or undefined. */
  read(revision: string): Promise<GitObject | undefined>;
  close(): void;
}

/** The protocol has one name a line. */
const READABLE = /^[^-\n\0][^\n\0]*$/;
/** Relative paths and reflogs, neither of which a bare repository has: asked for them, git ends. */
const FATAL = /:\.{0,2}\/|@\{/;

interface Pending {
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

export function createObjectReader(directory: string): ObjectReader {
  const pending: Pending[] = [];
  let child: ChildProcessWithoutNullStreams | undefined;
  const start = (): ChildProcessWithoutNullStreams => {
    const started = spawn('git', ['cat-file', '--batch'], { cwd: directory, env: gitEnvironment() });
    const parser = createParser((object) => pending.shift()?.resolve(object));
    started.stdout.on('data', parser);
    const fail = (cause: unknown): void => {
      child = undefined;
      for (const one of pending.splice(0)) one.reject(new Error('git cat-file ended.', { cause }));
    };
    started.on('error', fail).on('close', fail);
    // A process that ended says so by `close`.
    started.stdin.on('error', () => undefined);
    started.stderr.resume();
    return started;
  };
  return {
    read(revision) {
      if (!READABLE.test(revision) || FATAL.test(revision)) return Promise.resolve(undefined);
      return new Promise((resolve, reject) => {
        pending.push({ resolve, reject });
        child ??= start();
        child.stdin.write(`${revision}\n`);
      });
    },
    close() {
      child?.stdin.end();
    },
  };
}

interface Header {
  readonly oid: string;
  readonly type: GitObject['type'];
  readonly size: number;
}

/** `oid type size\ncontent\n`, or `revision missing\n`, cut into chunks anywhere. */
function createParser(emit: (object: GitObject | undefined) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let header: Header | undefined;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    // A large object comes in many chunks: join them only when it is whole.
    if (header !== undefined && length <= header.size) return;
    let rest = Buffer.concat(chunks);
    for (;;) {
      if (header === undefined) {
        const end = rest.indexOf('\n');
        if (end < 0) break;
        header = readHeader(rest.toString('utf8', 0, end));
        rest = rest.subarray(end + 1);
        if (header === undefined) emit(undefined);
      } else {
        if (rest.length <= header.size) break;
        const { oid, type, size } = header;
        emit({ oid, type, content: Buffer.from(rest.subarray(0, size)) });
        rest = rest.subarray(size + 1);
        header = undefined;
      }
    }
    chunks = [rest];
    length = rest.length;
  };
}

function readHeader(line: string): Header | undefined {
  const [, oid = '', type, size] = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(line) ?? [];
  return type === undefined ? undefined : { oid, type: type as GitObject['type'], size: Number(size) };
}
