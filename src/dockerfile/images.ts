import { OFFICIAL_IMAGES, SYSTEM_WORDS, SYSTEMS, type ImageRow, type System } from './image-table.ts';
import type { ImageFacts, ImageName } from './model.ts';

const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}$/i;

/**
 * Take an image reference apart and fill in Docker Hub's defaults (distribution/reference, ParseNormalizedNamed).
 * undefined when it is none.
 */
export function parseImageName(text: string): ImageName | undefined {
  if (text.length > LONGEST) return undefined;
  const [beforeDigest = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const colon = beforeDigest.lastIndexOf(':');
  const hasTag = colon > beforeDigest.lastIndexOf('/');
  const name = hasTag ? beforeDigest.slice(0, colon) : beforeDigest;
  const tag = hasTag ? beforeDigest.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const { registry, repository } = splitRegistry(name);
  if (!REPOSITORY.test(repository)) return undefined;
  return { registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

/** Names have at most 255 characters, tags 128, digests some 140. */
const LONGEST = 600;

function splitRegistry(name: string): Pick<ImageName, 'registry' | 'repository'> {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first === 'localhost' || /[.:A-Z]/.test(first);
  if (!isHost) return { registry: 'docker.io', repository: slash < 0 ? `library/${name}` : name };
  const rest = name.slice(slash + 1);
  if (first !== 'docker.io' && first !== 'index.docker.io') return { registry: first, repository: rest };
  return { registry: 'docker.io', repository: rest.includes('/') ? rest : `library/${rest}` };
}

/** The name as a person writes it: without Docker Hub's defaults. */
export function shortName(image: ImageName): string {
  const onHub = image.registry === 'docker.io';
  const repository = onHub && image.repository.startsWith('library/') ? image.repository.slice(8) : image.repository;
  const tag = image.tag === undefined ? '' : `:${image.tag}`;
  return `${onHub ? '' : `${image.registry}/`}${repository}${tag}`;
}

/**
 * What is known of an official image without asking anyone: exact names only, and of each tag only what its words
 * say for sure. A tag with a word of unknown meaning tells nothing.
 */
export function factsOf(image: ImageName): ImageFacts | undefined {
  const official = OFFICIAL.get(`${image.registry}/${image.repository}`);
  if (official === undefined || image.tag === undefined) return undefined;
  const tag = readTag(image.tag, official);
  if (tag === undefined) return undefined;
  const name = tag.system ?? official.system ?? systemUnnamed(image.tag, tag, official);
  const system = name === undefined ? undefined : SYSTEMS[name];
  const known = isProcessKnown(tag, official) && (name !== 'windows' || official.system === 'windows');
  const cmd = tag.mode === undefined ? official.cmd : official.modes?.[tag.mode];
  return {
    family: system?.family,
    sh: system?.sh,
    bash: system?.bash ?? (tag.system === undefined ? official.bash : undefined),
    entrypoint: known ? official.entrypoint : undefined,
    cmd: known ? (cmd === 'inherited' ? system?.cmd : cmd) : undefined,
    shell: known ? shellOf(official) : undefined,
    env: known ? official.env : undefined,
    isEnvPartial: known && official.env !== undefined ? true : undefined,
    user: known ? official.user : undefined,
  };
}

/** The system of a tag that names none. Only images built upon Debian call a tag slim. */
function systemUnnamed(text: string, { slim }: Tag, { openjdk }: ImageRow): System | undefined {
  if (slim) return 'debian';
  const version = openjdk === undefined ? undefined : new RegExp(openjdk).exec(text)?.[1];
  if (version === undefined) return undefined;
  return Number(version) >= 12 ? 'fedora' : 'old-debian';
}

/** A row that tells the process names its SHELL if there is one. */
function shellOf({ shell, entrypoint, cmd }: ImageRow): readonly string[] | null | undefined {
  if (shell !== undefined) return shell;
  return entrypoint === undefined && cmd === undefined ? undefined : null;
}

const OFFICIAL: ReadonlyMap<string, ImageRow> = new Map(OFFICIAL_IMAGES.map((image) => [image.name, image]));

/** What the words of a tag say. */
export interface Tag {
  readonly version: string | undefined;
  readonly system: System | undefined;
  readonly mode: string | undefined;
  readonly slim: boolean;
}

/** What the words of a tag say; undefined when one of them says something unknown. */
export function readTag(tag: string, official: ImageRow): Tag | undefined {
  let read: Tag = { version: undefined, system: undefined, mode: undefined, slim: false };
  for (const word of tag.toLowerCase().split('-')) {
    const system = systemOf(word);
    if (system !== undefined) read = { ...read, system };
    else if (official.modes !== undefined && Object.hasOwn(official.modes, word)) read = { ...read, mode: word };
    else if (/^v?\d[\w.]*$/.test(word)) read = { ...read, version: read.version ?? word };
    else if (word === 'slim') read = { ...read, slim: true };
    else if (!NEUTRAL.has(word) && official.words?.includes(word) !== true) return undefined;
  }
  return read;
}

const NEUTRAL: ReadonlySet<string> = new Set(['latest', 'ltsc2016', 'ltsc2019', 'ltsc2022', 'ltsc2025']);

function systemOf(word: string): System | undefined {
  if (/^ubuntu\d\d\.\d\d$/.test(word)) return 'ubuntu';
  const name = /^alpine\d[\d.]*$/.test(word) ? 'alpine' : word;
  return Object.hasOwn(SYSTEM_WORDS, name) ? SYSTEM_WORDS[name] : undefined;
}

function isProcessKnown(tag: Tag, official: ImageRow): boolean {
  if (tag.version === undefined) return true;
  if (official.movingTagsOnly === true && /\D/.test(tag.version)) return false;
  return official.since === undefined || !isOlder(tag.version, official.since);
}

/** Compares the first two numbers of a version: 1.9 is older than 1.19. */
function isOlder(version: string, since: number): boolean {
  const [major = 0, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [sinceMajor = 0, sinceMinor = 0] = String(since).split('.').map(Number);
  if (major !== sinceMajor) return major < sinceMajor;
  return minor !== undefined && minor < sinceMinor;
}
