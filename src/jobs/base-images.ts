import { factsOf } from '../dockerfile/images.ts';
import type { ImageFacts, ImageName } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import type { ImageSource } from './ports.ts';
import { pathBefore, type ReadPullRequest } from './read-pull-request.ts';
import { reviewable } from './reviewable.ts';

/** A pull request names a few images; what lies beyond is left to the table. */
const mostImages = 20;

/** Milliseconds that a review waits for registries, all of them together. What is late counts as unknown. */
const patience = 3_000;

/**
 * What is known of the images that a pull request's Dockerfiles build upon, after it and before: what their registries
 * say, where a source is given and answers in time, and beyond that the table of official images. Never throws. The
 * answer is one function for all files and rules: what is computed with it is kept by its identity.
 */
export async function gatherImages(
  read: ReadPullRequest | undefined,
  source: ImageSource | undefined,
  signal = AbortSignal.timeout(patience),
): Promise<ImageLookup> {
  if (source === undefined || read === undefined) return factsOf;
  return lookUpImages(textsIn(read), source, signal, mostImages);
}

/** The same for the texts of Dockerfiles: what is known of the first `most` images that they build upon. Never throws. */
export async function lookUpImages(
  texts: readonly string[],
  source: ImageSource,
  signal: AbortSignal,
  most = Infinity,
): Promise<ImageLookup> {
  const names = [...imagesIn(texts)].slice(0, most);
  const asked = await Promise.all(names.map(async ([key, name]) => [key, await inTime(source, name, signal)] as const));
  const found = new Map(asked);
  return (name) => merge(factsOf(name), found.get(keyOf(name)));
}

/** The Dockerfiles at the head, then those at the base. */
function textsIn({ files, state }: ReadPullRequest): readonly string[] {
  const blobs = [
    ...files.map(({ path }) => state.head.get(path)),
    ...files.map((file) => state.base.get(pathBefore(file))),
  ];
  return blobs.map(reviewable).flatMap((file) => ('text' in file ? [file.text] : []));
}

/** The images that stages are built upon, once each, in the order of their first use. */
function imagesIn(texts: readonly string[]): ReadonlyMap<string, ImageName> {
  const bases = texts.flatMap((text) => parse('Dockerfile', text).stages.map(({ base }) => base));
  return new Map(bases.flatMap((base) => (base.kind === 'image' ? [[keyOf(base.image), base.image] as const] : [])));
}

function keyOf({ registry, repository, tag, digest }: ImageName): string {
  return `${registry}/${repository}:${tag ?? ''}@${digest ?? ''}`;
}

/** Also when the source does not heed the signal. */
async function inTime(source: ImageSource, name: ImageName, signal: AbortSignal): Promise<ImageFacts | undefined> {
  if (signal.aborted) return undefined;
  const late = Promise.withResolvers<undefined>();
  const end = (): void => {
    late.resolve(undefined);
  };
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([source.factsOf(name, signal), late.promise]);
  } catch {
    return undefined;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/**
 * The registry knows what the image's configuration says, the table what its system is: a configuration only hints at
 * that.
 */
function merge(table: ImageFacts | undefined, asked: ImageFacts | undefined): ImageFacts | undefined {
  if (table === undefined || asked === undefined) return asked ?? table;
  return {
    family: table.family ?? asked.family,
    sh: table.sh ?? asked.sh,
    bash: table.bash ?? asked.bash,
    entrypoint: asked.entrypoint === undefined ? table.entrypoint : asked.entrypoint,
    cmd: asked.cmd === undefined ? table.cmd : asked.cmd,
    shell: asked.shell === undefined ? table.shell : asked.shell,
    env: asked.env ?? table.env,
    isEnvPartial: asked.env === undefined ? table.isEnvPartial : asked.isEnvPartial,
    user: asked.user === undefined ? table.user : asked.user,
  };
}
