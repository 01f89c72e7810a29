import type { Cache, ImageFacts, ImageName, ImageSource, Log } from '../jobs/ports.ts';
import { nameOf, type RegistryClient } from './client.ts';
import { factsOf } from './config.ts';
import { RegistryError, type Reason } from './errors.ts';
import type { AllowedHosts } from './hosts.ts';
import { usualPlatform } from './manifest.ts';

export interface RegistryImagesOptions {
  readonly hosts: AllowedHosts;
  readonly client: Pick<RegistryClient, 'read'>;
  readonly cache: Cache;
  readonly log: Log;
  /** Milliseconds, for tests. */
  readonly now?: () => number;
}

const minute = 60;
const hour = 60 * minute;

/** Tags move; a digest always names the same bytes. Seconds. */
const kept = { tag: 6 * hour, digest: 30 * 24 * hour };
/** So that an image that is not there is asked for once in a while only, and found soon after it was pushed. */
const keptMissing = 10 * minute;
/** How long a registry is left alone that has not answered, or has had too many requests and does not say for how long. */
const pause = { unreachable: minute, limited: 5 * minute, atMost: hour };

/** What is learned of these lasts for a while: asking again at once would not change it. */
const lasting: ReadonlySet<Reason> = new Set(['not-found', 'denied', 'malformed']);

/** What is stored: the version of its form, so that a new one of ours never reads an old one's. */
const version = 1;

/** Facts of base images from their registries, remembered in a cache. A registry in trouble is left alone for a while. */
export class RegistryImages implements ImageSource {
  readonly #options: RegistryImagesOptions;
  readonly #pausedUntil = new Map<string, number>();

  constructor(options: RegistryImagesOptions) {
    this.#options = options;
  }

  async factsOf(name: ImageName, signal: AbortSignal): Promise<ImageFacts | undefined> {
    if (this.#options.hosts.origin(name.registry) === undefined) return undefined;
    const key = `image ${version} ${nameOf(name)}`;
    const known = await this.#recall(key);
    if (known !== undefined) return known ?? undefined;
    return this.#isPaused(name.registry) ? undefined : this.#ask(name, key, signal);
  }

  async #ask(name: ImageName, key: string, signal: AbortSignal): Promise<ImageFacts | undefined> {
    try {
      const { config } = await this.#options.client.read(name, usualPlatform, signal);
      const facts = factsOf(config);
      await this.#remember(key, facts, name.digest === undefined ? kept.tag : kept.digest);
      return facts;
    } catch (error) {
      this.#options.log.warn({ image: nameOf(name), err: error }, 'Facts of a base image could not be had');
      if (error instanceof RegistryError) {
        if (lasting.has(error.reason)) await this.#remember(key, null, keptMissing);
        else this.#pause(name.registry, error);
      }
      return undefined;
    }
  }

  /** null: the registry was asked and has nothing. undefined: nobody knows. A cache in trouble is as good as an empty one. */
  async #recall(key: string): Promise<ImageFacts | null | undefined> {
    try {
      const text = await this.#options.cache.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as ImageFacts | null);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'The cache of base images cannot be read');
      return undefined;
    }
  }

  async #remember(key: string, facts: ImageFacts | null, seconds: number): Promise<void> {
    try {
      await this.#options.cache.set(key, JSON.stringify(facts), seconds);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'The cache of base images cannot be written');
    }
  }

  #isPaused(registry: string): boolean {
    return (this.#pausedUntil.get(registry) ?? 0) > this.#now();
  }

  /** Also when the caller's patience ended: the next review need not spend its own on the same registry. */
  #pause(registry: string, { reason, retryAfter }: RegistryError): void {
    if (reason !== 'unreachable' && reason !== 'limited') return;
    const seconds = Math.min(retryAfter ?? pause[reason], pause.atMost);
    this.#pausedUntil.set(registry, this.#now() + seconds * 1_000);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}
