import { memo, memoWith } from '../text/memo.ts';
import type { Base, Dockerfile, ImageFacts } from './model.ts';
import { knownFacts, type ImageLookup } from './process.ts';

/** What a stage builds upon once parent stages in the same file are followed; undefined in a fragment's unknown place. */
export function rootBase(file: Dockerfile, stage: number | undefined): Base | undefined {
  return stage === undefined ? undefined : rootBases(file)[stage];
}

/** One a stage: a stage builds upon earlier ones alone. */
const rootBases = memo(({ stages }: Dockerfile): readonly (Base | undefined)[] => {
  const roots: (Base | undefined)[] = [];
  for (const { base } of stages) roots.push(base.kind === 'stage' ? roots[base.stage] : base);
  return roots;
});

/** What is known of the image at the root of a stage. */
export function rootFacts(file: Dockerfile, stage: number | undefined, lookup: ImageLookup): ImageFacts | undefined {
  return stage === undefined ? undefined : factsOfRoots(file, lookup)[stage];
}

const factsOfRoots = memoWith((file: Dockerfile, lookup: ImageLookup): readonly (ImageFacts | undefined)[] => {
  const facts: (ImageFacts | undefined)[] = [];
  for (const { base } of file.stages) {
    if (base.kind === 'stage') facts.push(facts[base.stage]);
    else facts.push(base.kind === 'image' ? knownFacts(base.image, lookup) : undefined);
  }
  return facts;
});
