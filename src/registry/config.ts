import { systemOfSteps } from '../dockerfile/system-of-steps.ts';
import type { ImageFacts } from '../jobs/ports.ts';
import { RegistryError } from './errors.ts';
import { isObject, parseObject } from './manifest.ts';

/** What an image's configuration says (https://github.com/opencontainers/image-spec/blob/main/config.md). */
export interface ImageConfig {
  readonly os: string;
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly shell: readonly string[] | null;
  /** Names, in the order in which they stand there. */
  readonly env: readonly string[];
  readonly user: string | null;
  /** The commands that made the layers, oldest first. */
  readonly history: readonly string[];
}

/** Throws RegistryError `malformed`. */
export function parseConfig(text: string): ImageConfig {
  const value = parseObject(text, 'The image configuration');
  const config = isObject(value['config']) ? value['config'] : {};
  const history = Array.isArray(value['history']) ? (value['history'] as readonly unknown[]) : [];
  const env = stringsOf(config['Env'], 'Env') ?? [];
  const user = config['User'];
  return {
    os: typeof value['os'] === 'string' ? value['os'] : 'linux',
    entrypoint: stringsOf(config['Entrypoint'], 'Entrypoint'),
    cmd: stringsOf(config['Cmd'], 'Cmd'),
    shell: stringsOf(config['Shell'], 'Shell'),
    env: env.map((each) => each.split('=', 1)[0] ?? '').filter((name) => name !== ''),
    user: typeof user === 'string' && user !== '' ? user : null,
    history: history.flatMap((step) =>
      isObject(step) && typeof step['created_by'] === 'string' ? [step['created_by']] : [],
    ),
  };
}

/** null where it is not set; an empty list counts as not set, as it does when a container is made of it. */
function stringsOf(value: unknown, what: string): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || !value.every((each): each is string => typeof each === 'string'))
    throw new RegistryError('malformed', `${what} of the image configuration is no list of strings.`);
  return value.length === 0 ? null : value;
}

/**
 * What a review can use of a configuration. It does not say what system the image is, but its history may: a step that
 * installed packages with exactly one family's package manager. Without such a step, or with two families in it,
 * family and sh stay unknown.
 */
export function factsOf(config: ImageConfig): ImageFacts {
  const { entrypoint, cmd, shell, env, user } = config;
  return { ...systemOf(config), entrypoint, cmd, shell, env, user };
}

function systemOf({ os, history }: ImageConfig): Pick<ImageFacts, 'family' | 'sh'> {
  if (os === 'windows') return { family: 'windows', sh: 'none' };
  return systemOfSteps(history);
}
