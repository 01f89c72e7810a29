import type { ImageFacts, ImageName } from './model.ts';
export function factsOf(_image: ImageName): ImageFacts | undefined {
  return undefined;
}
