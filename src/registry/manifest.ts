import { isDigest } from './digest.ts';
import { RegistryError } from './errors.ts';

/** What an image is to run on, as Docker names it. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

/** Where Docker builds when nobody says otherwise; base images differ little between architectures. */
export const usualPlatform: Platform = { os: 'linux', architecture: 'amd64' };

export interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

/** An image's own manifest, or the list of them that a name with several platforms has. */
export type Manifest =
  | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Descriptor[] }
  | { readonly kind: 'index'; readonly entries: readonly (Descriptor & { readonly platform: Platform | undefined })[] };

const ociIndex = 'application/vnd.oci.image.index.v1+json';
const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

/** For `Accept`: without it, registries answer with formats of old (https://github.com/opencontainers/distribution-spec). */
export const manifestTypes: readonly string[] = [ociIndex, dockerList, ociManifest, dockerManifest];

/** Reads a manifest. `contentType` decides where the text does not say what it is. Throws RegistryError `malformed`. */
export function parseManifest(text: string, contentType: string | undefined): Manifest {
  const value = parseObject(text, 'The manifest');
  const said = typeof value['mediaType'] === 'string' ? value['mediaType'] : contentType?.split(';')[0]?.trim();
  if (said === ociIndex || said === dockerList) {
    const list = Array.isArray(value['manifests']) ? (value['manifests'] as readonly unknown[]) : [];
    return { kind: 'index', entries: list.map((each) => ({ ...descriptorOf(each), platform: platformOf(each) })) };
  }
  if (said === ociManifest || said === dockerManifest) {
    const layers = Array.isArray(value['layers']) ? (value['layers'] as readonly unknown[]) : [];
    return { kind: 'image', config: descriptorOf(value['config']), layers: layers.map(descriptorOf) };
  }
  throw new RegistryError('malformed', `The manifest is of a kind that is not known: ${said ?? 'none given'}.`);
}

/**
 * The entry for a platform; else one of its system, else any: whoever builds upon the image builds for what there is, and
 * what a container executes hardly ever differs. Attestations, which stand there as `unknown/unknown`, are no images.
 */
export function entryFor(index: Extract<Manifest, { kind: 'index' }>, wanted: Platform): Descriptor | undefined {
  const runnable = index.entries.filter(({ platform }) => platform?.os !== 'unknown');
  const ofSystem = runnable.filter(({ platform }) => platform?.os === wanted.os);
  return ofSystem.find(({ platform }) => platform?.architecture === wanted.architecture) ?? ofSystem[0] ?? runnable[0];
}

/** Parses JSON that must be an object. Throws RegistryError `malformed`. */
export function parseObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RegistryError('malformed', `${what} is no JSON.`, { cause: error });
  }
  if (isObject(value)) return value;
  throw new RegistryError('malformed', `${what} is no JSON object.`);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function descriptorOf(value: unknown): Descriptor {
  const { digest, size, mediaType } = isObject(value) ? value : {};
  if (typeof digest === 'string' && isDigest(digest) && typeof size === 'number' && Number.isSafeInteger(size))
    return { digest, size, mediaType: typeof mediaType === 'string' ? mediaType : '' };
  throw new RegistryError('malformed', 'The manifest names something without a digest or a size.');
}

function platformOf(entry: unknown): Platform | undefined {
  const platform = isObject(entry) ? entry['platform'] : undefined;
  if (!isObject(platform)) return undefined;
  const { os, architecture } = platform;
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return { os, architecture };
}
