import { memoWith } from '../text/memo.ts';
import { rootFacts } from './base-image.ts';
import type { Dockerfile, ImageFacts, ImageName, Instruction } from './model.ts';
import type { ImageLookup } from './process.ts';
import { replacementOf } from './sh-in-place.ts';
import { systemOfSteps } from './system-of-steps.ts';

/**
 * What `sh` most likely is where a command runs: what a RUN put in its place, known of the base image, else by `alpine` in
 * the image's name, else by the package manager that the stage calls. Enough to say less because of it; for a claim only
 * what is known will do.
 */
export function likelySh(file: Dockerfile, instruction: Instruction, lookup: ImageLookup): ImageFacts['sh'] {
  const { stage } = instruction;
  if (stage === undefined) return undefined;
  const replacement = replacementOf(file, instruction);
  return replacement === undefined ? shells(file, lookup)[stage] : replacement.sh;
}

const shells = memoWith((file: Dockerfile, lookup: ImageLookup): readonly ImageFacts['sh'][] => {
  const likely: ImageFacts['sh'][] = [];
  for (const { index, base, instructions } of file.stages) {
    const known = rootFacts(file, index, lookup)?.sh;
    const named = base.kind === 'image' && isCalledAlpine(base.image) ? ('busybox' as const) : undefined;
    const steps = instructions
      .filter(({ keyword }) => keyword === 'RUN')
      .map(({ command }) => command?.text.text ?? '');
    const inherited = base.kind === 'stage' ? likely[base.stage] : named;
    likely.push(known ?? inherited ?? systemOfSteps(steps).sh);
  }
  return likely;
});

/** `mhart/alpine-node`, `x/y:1.2-alpine3.9`. */
function isCalledAlpine({ repository, tag = '' }: ImageName): boolean {
  return `${repository}/${tag}`.split(/[/_-]/).some((word) => /^alpine[\d.]*$/.test(word));
}
