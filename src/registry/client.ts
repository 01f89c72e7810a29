import type { Readable } from 'node:stream';
import type { ImageName } from '../jobs/ports.ts';
import { parseChallenge } from './challenge.ts';
import { parseConfig, type ImageConfig } from './config.ts';
import { digestOf, isDigest, matches } from './digest.ts';
import { RegistryError } from './errors.ts';
import { originOf, type AllowedHosts } from './hosts.ts';
import type { Answer, Http } from './http.ts';
import { entryFor, manifestTypes, parseManifest, type Descriptor, type Platform } from './manifest.ts';
import { Tokens, type Credentials } from './tokens.ts';

/** An image as a registry has it. */
export interface Image {
  /** What the name stood for: of the index where there is one. */
  readonly digest: string;
  readonly config: ImageConfig;
  /** Lowest first. */
  readonly layers: readonly Descriptor[];
}

export interface ClientOptions {
  readonly hosts: AllowedHosts;
  readonly http: Http;
  /** By registry, as image names have it. */
  readonly credentials?: ReadonlyMap<string, Credentials>;
}

/** What the specification asks registries to take as a manifest (distribution-spec, "Pushing Manifests"): 4 MiB. */
const manifestLimit = 4 * 1024 * 1024;
/** The largest configuration of Docker's official images has some 30 KB. */
const configLimit = 1024 * 1024;

/** Reads images of registries on the allow-list: manifests and configurations, and layers when asked for. */
export class RegistryClient {
  readonly #hosts: AllowedHosts;
  readonly #http: Http;
  readonly #tokens: Tokens;

  constructor({ hosts, http, credentials }: ClientOptions) {
    this.#hosts = hosts;
    this.#http = http;
    this.#tokens = new Tokens(hosts, http, credentials ?? new Map<string, Credentials>());
  }

  /** Throws RegistryError, and nothing else. */
  async read(name: ImageName, platform: Platform, signal?: AbortSignal): Promise<Image> {
    const first = await this.#manifest(name, name.digest ?? name.tag ?? 'latest', signal);
    let { manifest } = first;
    if (manifest.kind === 'index') {
      const entry = entryFor(manifest, platform);
      if (entry === undefined) throw new RegistryError('not-found', `${nameOf(name)} is made for no platform.`);
      ({ manifest } = await this.#manifest(name, entry.digest, signal));
    }
    if (manifest.kind === 'index') throw new RegistryError('malformed', `${nameOf(name)} is a list of lists.`);
    const config = await this.#config(name, manifest.config, signal);
    return { digest: first.digest, config, layers: manifest.layers };
  }

  /** The bytes of a layer of an image that was read before, as they come and unverified. Throws RegistryError. */
  async stream<T>(name: ImageName, { digest }: Descriptor, use: (body: Readable) => Promise<T>): Promise<T> {
    const url = urlOf(this.#hosts, name, `blobs/${digest}`);
    return this.#http.stream({ url, headers: { ...this.#tokens.known(name) } }, (status, body) => {
      if (status === 200) return use(body);
      throw new RegistryError('unreachable', `${url.host} answered ${status} for a layer.`);
    });
  }

  async #manifest(name: ImageName, reference: string, signal: AbortSignal | undefined) {
    const accept = { accept: manifestTypes.join(', ') };
    const { body, headers } = await this.#get(name, `manifests/${reference}`, accept, manifestLimit, signal);
    // Tags may stand for anything, so the digest that the registry names is checked only against what was asked for.
    if (isDigest(reference) && !matches(body, reference)) throw wrongDigest(name, reference);
    const manifest = parseManifest(body.toString('utf8'), headers['content-type']);
    return { manifest, digest: isDigest(reference) ? reference : digestOf(body) };
  }

  async #config(name: ImageName, { digest, size }: Descriptor, signal: AbortSignal | undefined): Promise<ImageConfig> {
    if (size > configLimit)
      throw new RegistryError('malformed', `The configuration of ${nameOf(name)} is said to have ${size} bytes.`);
    const { body } = await this.#get(name, `blobs/${digest}`, {}, configLimit, signal);
    if (!matches(body, digest)) throw wrongDigest(name, digest);
    return parseConfig(body.toString('utf8'));
  }

  /** One read, with a token if the registry asks for one. */
  async #get(
    name: ImageName,
    path: string,
    headers: Readonly<Record<string, string>>,
    limit: number,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const url = urlOf(this.#hosts, name, path);
    const answer = await this.#http.get({ url, headers: { ...headers, ...this.#tokens.known(name) }, signal }, limit);
    if (answer.status !== 401) return checked(answer, name, url);
    const challenge = parseChallenge(answer.headers['www-authenticate']);
    const proof = await this.#tokens.answer(name, challenge, signal);
    return checked(await this.#http.get({ url, headers: { ...headers, ...proof }, signal }, limit), name, url);
  }
}

/** Throws RegistryError when the answer is not what was asked for. */
function checked(answer: Answer, name: ImageName, url: URL): Answer {
  const { status, headers } = answer;
  if (status === 200) return answer;
  if (status === 404) throw new RegistryError('not-found', `${url.host} has no ${nameOf(name)}.`);
  if (status === 401 || status === 403)
    throw new RegistryError('denied', `${url.host} does not let us read ${nameOf(name)}.`);
  if (status === 429) {
    const seconds = Number(headers['retry-after']);
    const retryAfter = Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {};
    throw new RegistryError('limited', `${url.host} has had too many requests.`, retryAfter);
  }
  throw new RegistryError('unreachable', `${url.host} answered ${status} for ${nameOf(name)}.`);
}

function urlOf(hosts: AllowedHosts, { registry, repository }: ImageName, path: string): URL {
  return new URL(`/v2/${repository}/${path}`, originOf(hosts, registry));
}

/** `docker.io/library/node:20`. */
export function nameOf({ registry, repository, tag, digest }: ImageName): string {
  return `${registry}/${repository}${digest === undefined ? `:${tag ?? 'latest'}` : `@${digest}`}`;
}

function wrongDigest(name: ImageName, digest: string): RegistryError {
  return new RegistryError('malformed', `What was sent for ${nameOf(name)} is not what ${digest} names.`);
}
