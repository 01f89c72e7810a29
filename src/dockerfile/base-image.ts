import type { Base, Dockerfile, ImageFacts } from './model.ts';
import { knownFacts, type ImageLookup } from './process.ts';

/** What a stage builds upon once parent stages in the same file are followed; undefined in a fragment's unknown place. */
export function rootBase(file: Dockerfile, stage: number | undefined): Base | undefined {
  let base = stage === undefined ? undefined : file.stages[stage]?.base;
  while (base?.kind === 'stage') base = file.stages[base.stage]?.base;
  return base;
}

/** What is known of the image at the root of a stage. */
export function rootFacts(file: Dockerfile, stage: number | undefined, lookup: ImageLookup): ImageFacts | undefined {
  const base = rootBase(file, stage);
  return base?.kind === 'image' ? knownFacts(base.image, lookup) : undefined;
}
