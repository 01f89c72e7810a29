/**
 * Reads the images of src/dockerfile/image-table.json from their registries and writes what they say:
 * `npm run images [-- [--mirror http://HOST:PORT] [--table FILE] [NAME…]]`, a NAME like docker.io/library/node.
 *
 * Each row lists the tags that are read for it. What all of them say is written, what they say differently is left out (of
 * ENV: the names that not all declare), and a row one of whose tags cannot be read stays as it is. How tags are to be
 * understood (since, words, modes) is decided by people and never changed. What a system is (its sh, its bash) stands in no
 * configuration: of those rows the layers are read. The longest unread rows come first; Docker Hub's limit ends the run,
 * and the next one goes on from there.
 * Credentials: REGISTRY_AUTH_FILE, as for the server.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { ImageRow, ImageTable, SystemRow } from '../src/dockerfile/image-table.ts';
import { parseImageName, readTag } from '../src/dockerfile/images.ts';
import type { ImageName } from '../src/dockerfile/model.ts';
import { RegistryClient, type Image } from '../src/registry/client.ts';
import { RegistryError } from '../src/registry/errors.ts';
import { allowedHosts } from '../src/registry/hosts.ts';
import { Http } from '../src/registry/http.ts';
import { usualPlatform } from '../src/registry/manifest.ts';
import { readRegistryAuth } from '../src/registry/auth-file.ts';
import { writeTable } from './image-table-file.ts';
import { readLayer, stack, systemOf } from './root-file-system.ts';

const { values: options, positionals: wanted } = parseArgs({
  options: { mirror: { type: 'string' }, table: { type: 'string' } },
  allowPositionals: true,
});
const path = options.table ?? new URL('../src/dockerfile/image-table.json', import.meta.url);
const today = new Date().toISOString().slice(0, 10);

await main();

async function main(): Promise<void> {
  const table = JSON.parse(readFileSync(path, 'utf8')) as ImageTable;
  const { client, close } = open(table);
  const [systems, images] = [
    new Map(Object.entries(table.systems)),
    new Map(table.images.map((row) => [row.name, row])),
  ];
  let failures = 0;
  try {
    for (const refresh of [...systemWork(client, systems), ...imageWork(client, systems, images)]) {
      failures += (await attempt(refresh)) ? 0 : 1;
    }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    console.error(`${error.message} What was read until now is written; run it again later for the rest.`);
    failures += 1;
  } finally {
    close();
  }
  const known = Object.fromEntries(systems) as unknown as ImageTable['systems'];
  writeFileSync(path, writeTable({ systems: known, images: [...images.values()] }));
  process.exitCode = failures === 0 ? 0 : 1;
}

/** Whether the row could be read. Throws on a limit. */
async function attempt(refresh: Work): Promise<boolean> {
  try {
    await refresh.run();
    return true;
  } catch (error) {
    if (!(error instanceof RegistryError) || error.reason === 'limited') throw error;
    console.error(`${refresh.name} stays as it is: ${error.message}`);
    return false;
  }
}

function open({ images }: ImageTable): { readonly client: RegistryClient; readonly close: () => void } {
  const registries = new Set(images.map(({ name }) => name.slice(0, name.indexOf('/'))));
  const hosts = allowedHosts(options.mirror === undefined ? [...registries] : [options.mirror]);
  const auth = readRegistryAuth(process.env['REGISTRY_AUTH_FILE']);
  if ('problem' in auth) throw new Error(auth.problem);
  const http = new Http({ isNamed: (host) => hosts.isNamed(host), timeout: 120_000 });
  const client = new RegistryClient({ hosts, http, credentials: auth.credentials });
  return {
    client,
    close: () => {
      http.close();
    },
  };
}

interface Work {
  readonly name: string;
  readonly run: () => Promise<void>;
}

function systemWork(client: RegistryClient, systems: Map<string, SystemRow>): readonly Work[] {
  const read = [...systems].filter(([name, row]) => isWanted(name) && Object.keys(row.read).length > 0);
  return read.map(([name, row]) => ({
    name,
    run: async () => {
      systems.set(name, changed(name, row, await readSystem(client, row)));
    },
  }));
}

function imageWork(
  client: RegistryClient,
  systems: ReadonlyMap<string, SystemRow>,
  images: Map<string, ImageRow>,
): readonly Work[] {
  const rows = [...images.values()].filter(({ name }) => isWanted(name));
  return rows.sort(byAge).map((row) => ({
    name: row.name,
    run: async () => {
      const read: (readonly [tag: string, image: Image])[] = [];
      for (const tag of Object.keys(row.read)) read.push([tag, await readImage(client, `${row.name}:${tag}`)]);
      images.set(row.name, changed(row.name, row, agreed(row, new Map(read), systems)));
    },
  }));
}

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

function byAge(a: ImageRow, b: ImageRow): number {
  const unread = (row: ImageRow): number => (Object.values(row.read).includes(null) ? 0 : 1);
  return unread(a) - unread(b) || (a.compared ?? '').localeCompare(b.compared ?? '');
}

function nameIn(text: string): ImageName {
  const name = parseImageName(text);
  if (name === undefined) throw new Error(`The table names ${text}, which is no image.`);
  return options.mirror === undefined ? name : { ...name, registry: options.mirror.replace(/^https?:\/\//, '') };
}

function readImage(client: RegistryClient, text: string): Promise<Image> {
  return client.read(nameIn(text), usualPlatform);
}

async function readSystem(client: RegistryClient, row: SystemRow): Promise<SystemRow> {
  const [text = ''] = Object.keys(row.read);
  const image = await readImage(client, text);
  const layers = [];
  for (const layer of image.layers)
    layers.push(await client.stream(nameIn(text), layer, (body) => readLayer(body, layer.mediaType)));
  const { family, sh, bash } = systemOf(stack(layers));
  if (family === undefined || sh === undefined)
    throw new RegistryError('malformed', `The files of ${text} tell too little.`);
  const { bash: _, ...rest } = row;
  const known = { ...rest, family, sh, cmd: image.config.cmd, compared: today, read: { [text]: image.digest } };
  return bash ? { ...known, bash } : known;
}

/** The row as its images have it: what all of them say. */
function agreed(row: ImageRow, images: ReadonlyMap<string, Image>, systems: ReadonlyMap<string, SystemRow>): ImageRow {
  const configs = [...images.values()].map(({ config }) => config);
  const plain = [...images].filter(([tag]) => readTag(tag, row)?.mode === undefined);
  const inherited = plain.every(([tag, { config }]) => {
    const system = readTag(tag, row)?.system ?? row.system;
    return system !== undefined && isDeepStrictEqual(systems.get(system)?.cmd, config.cmd);
  });
  const cmd = inherited && row.cmd === 'inherited' ? row.cmd : same(plain.map(([, { config }]) => config.cmd));
  const shell = same(configs.map((config) => config.shell)) ?? undefined;
  const facts = {
    entrypoint: same(configs.map((config) => config.entrypoint)),
    cmd,
    shell,
    env: common(configs.map(({ env }) => env)),
    user: same(configs.map((config) => config.user)),
    modes: modesOf(row, images),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  const kept = Object.entries(row).filter(([field]) => !Object.hasOwn(facts, field));
  const read = Object.fromEntries([...images].map(([tag, { digest }]) => [tag, digest]));
  return { ...Object.fromEntries([...kept, ...known]), compared: today, read } as ImageRow;
}

/** Of a mode that no tag is read for, what stands there stays. */
function modesOf(row: ImageRow, images: ReadonlyMap<string, Image>): ImageRow['modes'] {
  if (row.modes === undefined) return undefined;
  const modes = Object.entries(row.modes).flatMap(([mode, now]) => {
    const read = [...images].filter(([tag]) => readTag(tag, row)?.mode === mode);
    const cmd = read.length === 0 ? now : same(read.map(([, { config }]) => config.cmd));
    return cmd === undefined ? [] : [[mode, cmd] as const];
  });
  return Object.fromEntries(modes);
}

/** The value, if they are all the same. */
function same<T>(values: readonly T[]): T | undefined {
  return values.every((value) => isDeepStrictEqual(value, values[0])) ? values[0] : undefined;
}

/** The names that are in all of the lists, in the order of letters; undefined where there is none. */
function common(lists: readonly (readonly string[])[]): readonly string[] | undefined {
  const [first = [], ...others] = lists;
  const names = [...new Set(first)].filter((name) => others.every((list) => list.includes(name))).sort();
  return names.length === 0 ? undefined : names;
}

/** Prints what is different, field by field. */
function changed<T extends ImageRow | SystemRow>(name: string, before: T, after: T): T {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old, now].map((row) => (row.has(field) ? JSON.stringify(row.get(field)) : 'not known'));
    if (was !== is && field !== 'read' && field !== 'compared')
      console.log(`${name}: ${field}: ${was ?? ''} → ${is ?? ''}`);
  }
  return after;
}
