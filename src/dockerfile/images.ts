import type { ImageName } from './model.ts';

const REPOSITORY = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
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
