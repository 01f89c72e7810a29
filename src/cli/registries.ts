import type { ImageLookup } from '../dockerfile/process.ts';
import { factsOf } from '../dockerfile/images.ts';
import { lookUpImages } from '../jobs/base-images.ts';
import type { Cache, ImageSource, Log } from '../jobs/ports.ts';
import { decode, type Input } from './files.ts';
import type { Arguments } from './options.ts';
import { UsageError } from './usage.ts';

/** For the options of a command that asks registries, and for its help. */
export const registryOption = { registry: { type: 'string', multiple: true } } as const;
export const registryHelp = `  --registry HOST                      a registry that may be asked about base images, like docker.io or
                                       http://127.0.0.1:5000; may be repeated (default: REGISTRY_HOSTS, else none)`;

/** Milliseconds that a command waits for registries, all of them together. */
const patience = 30_000;

/** So many images are asked for at once: a registry may count a burst against us. */
const atOnce = 8;

/** Each image is asked for once a run, so there is nothing to remember. */
const noCache: Cache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };

/**
 * What is known of the base images of these Dockerfiles: what the registries say that --registry or else REGISTRY_HOSTS
 * names, and beyond that the table of official images. Facts that cannot be had are missed on stderr, and the command goes
 * on without them. A host that is none, and credentials that cannot be read, are a UsageError.
 */
export async function readBaseImages({ options }: Arguments, inputs: readonly Input[]): Promise<ImageLookup> {
  const { hostsIn } = await import('../registry/hosts.ts');
  const named = options['registry'];
  const hosts = Array.isArray(named) ? named.flatMap(hostsIn) : hostsIn(process.env['REGISTRY_HOSTS'] ?? '');
  if (hosts.length === 0) return factsOf;
  const missed = new Missed();
  const registries = await open(hosts, named === undefined ? 'REGISTRY_HOSTS' : '--registry', missed.log);
  try {
    const signal = AbortSignal.timeout(patience);
    const texts = inputs.map(({ bytes }) => decode(bytes));
    const lookup = await lookUpImages(texts, limited(registries.source), signal);
    if (signal.aborted) missed.add(`The registries took more than ${patience / 1_000} seconds.`);
    return lookup;
  } finally {
    registries.close();
    missed.print();
  }
}

async function open(hosts: readonly string[], from: string, log: Log) {
  const [{ openRegistries }, { readRegistryAuth }] = await Promise.all([
    import('../registry/open.ts'),
    import('../registry/auth-file.ts'),
  ]);
  const auth = readRegistryAuth(process.env['REGISTRY_AUTH_FILE']);
  if ('problem' in auth) throw new UsageError(`${auth.problem}.`);
  try {
    return openRegistries(hosts, auth.credentials, noCache, log);
  } catch (error) {
    throw new UsageError(`${from}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

/** A source that works on a few images at a time, and begins with none after the signal. */
function limited(source: ImageSource): ImageSource {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return {
    async factsOf(name, signal) {
      if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      busy += 1;
      try {
        return signal.aborted ? undefined : await source.factsOf(name, signal);
      } finally {
        busy -= 1;
        waiting.shift()?.();
      }
    },
  };
}

/** Collects what could not be had: a registry that is down is told of once, however many images it has. */
class Missed {
  readonly #lines = new Set<string>();

  readonly log: Log = {
    info: () => undefined,
    warn: (fields) => {
      this.add(reasonOf('err' in fields ? fields.err : undefined));
    },
    error: (fields) => {
      this.add(reasonOf('err' in fields ? fields.err : undefined));
    },
  };

  add(line: string): void {
    this.#lines.add(line);
  }

  print(): void {
    if (this.#lines.size === 0) return;
    const lines = [...this.#lines].map((line) => `registry: ${line}\n`).join('');
    process.stderr.write(`${lines}Going on without: of these base images only the built-in table is known.\n`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : '';
  // What OpenSSL says of a server that answers in plain HTTP.
  if (code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return `${error.message} It may speak no TLS; then write http:// before the host.`;
  return /^E[A-Z]+$/.test(code) ? `${error.message.replace(/\.$/, '')}: ${code}.` : error.message;
}
