import type { Blob } from '../jobs/ports.ts';

/** A path to read, and whether its text is wanted or only its mode. */
export interface Request {
  readonly path: string;
  readonly text: boolean;
}

/** The alias and variable under which the query knows a path. Paths never become part of its text. */
export interface Slot extends Request {
  readonly alias: string;
}

/** An entry of a git tree as the query returns it; `mode` is git's, as a decimal number. */
export interface TreeEntry {
  readonly mode: number;
  readonly oid: string;
  /** Empty for what is no blob (a folder, a submodule). */
  readonly object?: Partial<BlobObject> | null;
}

interface BlobObject {
  readonly text: string | null;
  readonly isBinary: boolean | null;
  readonly isTruncated: boolean;
  readonly byteSize: number;
}

/** A commit with the entries asked for under their aliases; `null` where the path does not exist. */
export type CommitEntries = { readonly oid: string } & Readonly<Record<string, TreeEntry | null | string>>;

const entryFragment = `fragment Entry on TreeEntry {
  mode
  oid
  object { ... on Blob { text isBinary isTruncated byteSize } }
}
`;

const modeFragment = 'fragment Mode on TreeEntry { mode oid }\n';

/** What `fileFields` refers to. GraphQL refuses fragments that nobody uses. */
export function fragmentsFor(slots: readonly Slot[]): string {
  const [texts, modes] = [slots.some(({ text }) => text), slots.some(({ text }) => !text)];
  return `${texts ? entryFragment : ''}${modes ? modeFragment : ''}`;
}

export function slotsOf(prefix: string, requests: readonly Request[]): readonly Slot[] {
  return requests.map((request, index) => ({ ...request, alias: `${prefix}${index}` }));
}

export function variableDeclarations(slots: readonly Slot[]): string {
  return slots.map(({ alias }) => `, $${alias}: String!`).join('');
}

/** The selection on a Commit. */
export function fileFields(slots: readonly Slot[]): string {
  const fields = slots.map(({ alias, text }) => `${alias}: file(path: $${alias}) { ...${text ? 'Entry' : 'Mode'} }`);
  return ['oid', ...fields].join('\n');
}

export function variablesOf(slots: readonly Slot[]): Readonly<Record<string, string>> {
  return Object.fromEntries(slots.map(({ alias, path }) => [alias, path]));
}

/** The blobs that exist, by path. */
export function blobsOf(commit: CommitEntries, slots: readonly Slot[]): ReadonlyMap<string, Blob> {
  const blobs = new Map<string, Blob>();
  for (const { alias, path } of slots) {
    const entry = commit[alias];
    if (typeof entry === 'object' && entry !== null) blobs.set(path, blobOf(entry));
  }
  return blobs;
}

/** GitHub cuts `text` at 512,000 bytes and gives `null` for binaries; neither is a text to lint. */
function blobOf({ mode, oid, object }: TreeEntry): Blob {
  const whole = object?.isTruncated === false && object.isBinary !== true;
  return {
    id: oid,
    mode: mode.toString(8).padStart(6, '0'),
    text: whole ? (object.text ?? undefined) : undefined,
    byteSize: object?.byteSize ?? 0,
  };
}
