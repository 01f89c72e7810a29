import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readRegistryAuth } from '../registry/auth-file.ts';
import { hostsIn } from '../registry/hosts.ts';
import type { Credentials } from '../registry/tokens.ts';

/** What the process was told, checked. */
export interface Environment {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** The secret before it, which may still sign. */
  readonly oldWebhookSecret: string | undefined;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  readonly database: { readonly directory: string } | { readonly url: string };
  /** Which registries may be asked about base images; undefined: none. */
  readonly registries: Registries | undefined;
}

export interface Registries {
  /** Hosts with their port; `http://` before those that have no TLS. */
  readonly hosts: readonly string[];
  /** By host. */
  readonly credentials: ReadonlyMap<string, Credentials>;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A mistake of whoever started us: one message per wrong variable, each names its variable and what to do. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** An empty variable, as `.env` files and compose files leave them, is no variable. */
const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

function required(why: string): z.ZodType<string> {
  return text.pipe(z.string({ error: why }));
}

function whole(error: string, least: number, most: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error);
}

const schema = z.object({
  APP_ID: required("is missing: the App's number, on its settings page").pipe(
    whole('must be a number, as on the settings page of the App', 1, Number.MAX_SAFE_INTEGER),
  ),
  PRIVATE_KEY: text,
  PRIVATE_KEY_PATH: text,
  WEBHOOK_SECRET: required("is missing: the secret of the App's webhook; without it anybody could send events"),
  WEBHOOK_SECRET_OLD: text,
  HOST: text.transform((value) => value ?? '127.0.0.1'),
  PORT: text
    .transform((value) => value ?? '3000')
    .pipe(whole('must be a port: 0 to 65535, 0 for any free one', 0, 65_535)),
  LOG_LEVEL: text
    .transform((value) => value ?? 'info')
    .pipe(z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` })),
  GHE_HOST: text.refine((value) => value === undefined || isHost(value), 'must be a host name, without a path'),
  GHE_PROTOCOL: text
    .transform((value) => value ?? 'https')
    .pipe(z.enum(['http', 'https'], { error: 'must be http or https' })),
  DATA_DIR: text.transform((value) => value ?? './data'),
  DATABASE_URL: text.refine(
    (value) => value === undefined || /^postgres(ql)?:\/\//.test(value),
    'must begin with postgres:// or postgresql://',
  ),
  REGISTRY_HOSTS: text
    .transform((value) => hostsIn(value ?? ''))
    .refine(
      (hosts) => hosts.every((host) => /^(?:https?:\/\/)?[\w.-]+(?::\d+)?$/i.test(host)),
      'must be hosts with commas between, like docker.io,ghcr.io; a port may follow, http:// goes before those without TLS',
    ),
  REGISTRY_AUTH_FILE: text,
});

/** Every variable that is read; `.env.example` lists the same ones. */
export const variables: readonly string[] = Object.keys(schema.shape);

/** Reads and checks all variables. Throws EnvironmentError with everything that is wrong, not only the first. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = schema.safeParse(env);
  const problems = (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`);
  const key = readKey(env['PRIVATE_KEY'], env['PRIVATE_KEY_PATH']);
  if ('problem' in key) problems.push(key.problem);
  const auth = readRegistryAuth(env['REGISTRY_AUTH_FILE']);
  if ('problem' in auth) problems.push(auth.problem);
  if (!parsed.success || 'problem' in key || 'problem' in auth) throw new EnvironmentError(problems);
  const { data } = parsed;
  return {
    appId: data.APP_ID,
    privateKey: key.pem,
    webhookSecret: data.WEBHOOK_SECRET,
    oldWebhookSecret: data.WEBHOOK_SECRET_OLD,
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    apiUrl: data.GHE_HOST === undefined ? 'https://api.github.com' : `${data.GHE_PROTOCOL}://${data.GHE_HOST}/api/v3`,
    database: locationOf(data),
    registries:
      data.REGISTRY_HOSTS.length === 0 ? undefined : { hosts: data.REGISTRY_HOSTS, credentials: auth.credentials },
  };
}

/** Where the queue lives, for commands that need nothing else. Throws EnvironmentError. */
export function readLocation(env: Readonly<Record<string, string | undefined>>): Environment['database'] {
  const parsed = schema.pick({ DATA_DIR: true, DATABASE_URL: true }).safeParse(env);
  if (!parsed.success) {
    throw new EnvironmentError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  return locationOf(parsed.data);
}

function locationOf(data: {
  readonly DATA_DIR: string;
  readonly DATABASE_URL?: string | undefined;
}): Environment['database'] {
  return data.DATABASE_URL === undefined ? { directory: data.DATA_DIR } : { url: data.DATABASE_URL };
}

type Key = { readonly pem: string } | { readonly problem: string };

/** PRIVATE_KEY holds the PEM itself, its line breaks perhaps written as `\n`, or the PEM in base64. */
function readKey(value: string | undefined, path: string | undefined): Key {
  if (value?.trim()) {
    const plain = value.includes('-----BEGIN') ? value : Buffer.from(value, 'base64').toString('utf8');
    return checkKey('PRIVATE_KEY', plain.replaceAll('\\n', '\n').trim());
  }
  if (!path?.trim())
    return { problem: 'PRIVATE_KEY or PRIVATE_KEY_PATH is missing: the key made on the settings page of the App' };
  try {
    return checkKey('PRIVATE_KEY_PATH', readFileSync(path.trim(), 'utf8').trim());
  } catch (error) {
    return { problem: `PRIVATE_KEY_PATH ${path.trim()} cannot be read: ${codeOf(error)}` };
  }
}

/** Never repeats any of the key. */
function checkKey(variable: string, pem: string): Key {
  try {
    createPrivateKey(pem);
    return { pem: `${pem}\n` };
  } catch {
    return { problem: `${variable} holds no PEM private key; copy the whole file that GitHub gave out` };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function isHost(value: string): boolean {
  const parsed = URL.parse(`https://${value}/`);
  return parsed !== null && parsed.host.length > 0 && parsed.pathname === '/' && !value.includes('/');
}
