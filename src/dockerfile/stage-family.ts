import { memo, memoWith } from '../text/memo.ts';
import type { Dockerfile, Instruction, Stage } from './model.ts';

/** The last stage and those it builds upon, in file order: their layers make the image, what other stages hold is left behind. */
export function shippedStages(file: Dockerfile): readonly Stage[] {
  const last = file.stages.at(-1);
  return last === undefined ? [] : stageAndParents(file, last);
}

/**
 * A stage without a name that is not the last, and that no other builds upon or copies from: BuildKit leaves it out. Only
 * `docker build --target 0` would ask for it.
 */
export function isNeverBuilt(file: Dockerfile, stage: number): boolean {
  const it = file.stages[stage];
  return it !== undefined && !it.final && it.name === undefined && !stagesUsed(file).has(stage);
}

/** The stages that another builds upon, or that a flag names by number. */
const stagesUsed = memo(({ stages, source }: Dockerfile): ReadonlySet<number> => {
  const bases = stages.flatMap(({ base }) => (base.kind === 'stage' ? [base.stage] : []));
  const numbers = [...source.text.matchAll(/\bfrom=["']?(\d+)\b/g)].map(([, number]) => Number(number));
  return new Set([...bases, ...numbers]);
});

/** A stage and the stages below it, the lowest first. */
export const stageAndParents: (file: Dockerfile, top: Stage) => readonly Stage[] = memoWith((file, top: Stage) => {
  const stages: Stage[] = [];
  for (let stage: Stage | undefined = top; stage !== undefined;) {
    stages.push(stage);
    stage = stage.base.kind === 'stage' ? file.stages[stage.base.stage] : undefined;
  }
  return stages.reverse();
});

/** A stage and all that build upon it, in file order. */
export function stageAndChildren(file: Dockerfile, bottom: number): readonly Stage[] {
  const within = new Set([bottom]);
  return file.stages.filter(({ index, base }) => {
    if (base.kind === 'stage' && within.has(base.stage)) within.add(index);
    return within.has(index);
  });
}

/** For each stage, where the first instruction begins, in it or in a stage below, that a test accepts; else Infinity. */
export function firstPlaces({ stages }: Dockerfile, test: (instruction: Instruction) => boolean): readonly number[] {
  const places: number[] = [];
  for (const { base, instructions } of stages) {
    const below = base.kind === 'stage' ? places[base.stage] : undefined;
    const place = below === undefined || below === Infinity ? instructions.find(test)?.span.start : below;
    places.push(place ?? Infinity);
  }
  return places;
}
