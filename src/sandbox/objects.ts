export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface TreeEntry {
  /** Six digits: `100644`, `040000`. */
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly oid: string;
  readonly path: string;
}

export interface CommitInfo {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly message: string;
}

const OID_BYTES = 20;

/** A tree object: `mode path\0` and the id's bytes, repeated. */
export function readTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    const mode = content.toString('latin1', at, space).padStart(6, '0');
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    const oid = content.toString('hex', end + 1, end + 1 + OID_BYTES);
    entries.push({ mode, type, oid, path: content.toString('utf8', space + 1, end) });
    at = end + 1 + OID_BYTES;
  }
  return entries;
}

/** A commit object: headers, an empty line, the message. */
export function readCommit(oid: string, content: string): CommitInfo {
  const split = content.indexOf('\n\n');
  const headers = content.slice(0, split).split('\n');
  const values = (name: string): string[] =>
    headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
  const person = (header: string): Person => {
    const [, name = '', email = ''] = /^(.*?) ?<(.*)> \d+ [+-]\d+$/.exec(values(header)[0] ?? '') ?? [];
    return { name, email };
  };
  const at = / (\d+) [+-]\d+$/.exec(values('committer')[0] ?? '')?.[1];
  return {
    oid,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: person('author'),
    committer: person('committer'),
    at: Number(at ?? 0),
    message: content.slice(split + 2).trimEnd(),
  };
}
