import type { ImageName } from '../jobs/ports.ts';
import type { Challenge } from './challenge.ts';
import { RegistryError } from './errors.ts';
import type { AllowedHosts } from './hosts.ts';
import type { Http } from './http.ts';
import { parseObject } from './manifest.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

type Proof = Readonly<Record<'authorization', string>>;

/** Tokens have some KB. */
const tokenLimit = 64 * 1024;
/** What the specification has for answers that name no time. https://distribution.github.io/distribution/spec/auth/token/ */
const usualSeconds = 60;
/** Not used any more when it has only so long to live. */
const marginSeconds = 10;
/** Public images have one token per repository; older ones are asked for again. */
const keptAtMost = 500;

/** Answers a registry's challenges, and keeps the answers as long as they hold. */
export class Tokens {
  readonly #hosts: AllowedHosts;
  readonly #http: Http;
  readonly #credentials: ReadonlyMap<string, Credentials>;
  readonly #kept = new Map<string, { readonly proof: Proof; readonly until: number }>();

  constructor(hosts: AllowedHosts, http: Http, credentials: ReadonlyMap<string, Credentials>) {
    this.#hosts = hosts;
    this.#http = http;
    this.#credentials = credentials;
  }

  /** The header that a registry took for this repository before. */
  known(name: ImageName): Proof | undefined {
    const kept = this.#kept.get(keyOf(name));
    return kept !== undefined && kept.until > Date.now() ? kept.proof : undefined;
  }

  /** The header that answers a challenge. Throws RegistryError, `denied` when we have nothing to give. */
  async answer(name: ImageName, challenge: Challenge | undefined, signal: AbortSignal | undefined): Promise<Proof> {
    const own = this.#credentials.get(name.registry.toLowerCase());
    const basic = own === undefined ? undefined : basicOf(own);
    if (challenge?.scheme === 'basic' && basic !== undefined) return this.#keep(name, basic, Number.POSITIVE_INFINITY);
    if (challenge?.scheme !== 'bearer') throw new RegistryError('denied', `${name.registry} wants credentials.`);
    const { token, seconds } = await this.#fetch(name, challenge, basic, signal);
    return this.#keep(name, { authorization: `Bearer ${token}` }, Date.now() + (seconds - marginSeconds) * 1_000);
  }

  async #fetch(
    name: ImageName,
    { realm, service, scope }: Extract<Challenge, { scheme: 'bearer' }>,
    basic: Proof | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly token: string; readonly seconds: number }> {
    if (!this.#hosts.admitsRealm(name.registry, realm)) {
      const message = `${name.registry} sends us to ${realm.host} for a token, which is not on the list of allowed hosts.`;
      throw new RegistryError('refused', message);
    }
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set('service', service);
    url.searchParams.set('scope', scope ?? `repository:${name.repository}:pull`);
    const { status, body } = await this.#http.get({ url, headers: { ...basic }, signal }, tokenLimit);
    if (status === 401 || status === 403) throw new RegistryError('denied', `${realm.host} gives out no token.`);
    if (status === 429) throw new RegistryError('limited', `${realm.host} has had too many requests.`);
    if (status !== 200) throw new RegistryError('unreachable', `${realm.host} answered ${status} for a token.`);
    return readToken(body.toString('utf8'));
  }

  #keep(name: ImageName, proof: Proof, until: number): Proof {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= keptAtMost && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(keyOf(name), { proof, until });
    return proof;
  }
}

function keyOf({ registry, repository }: ImageName): string {
  return `${registry.toLowerCase()}/${repository}`;
}

function basicOf({ user, password }: Credentials): Proof {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** `access_token` is OAuth's name for the same. */
function readToken(text: string): { readonly token: string; readonly seconds: number } {
  const value = parseObject(text, 'The token');
  const token = value['token'] ?? value['access_token'];
  if (typeof token !== 'string' || !/^[\w.~+/=-]+$/.test(token))
    throw new RegistryError('malformed', 'The answer for a token holds none.');
  const seconds = value['expires_in'];
  return { token, seconds: typeof seconds === 'number' && seconds > 0 ? seconds : usualSeconds };
}
