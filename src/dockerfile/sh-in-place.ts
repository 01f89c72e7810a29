import { lastIndexOf } from '../text/bisect.ts';
import { memo } from '../text/memo.ts';
import { rootFacts } from './base-image.ts';
import type { Dockerfile, ImageFacts, Instruction } from './model.ts';
import type { ImageLookup } from './process.ts';

/** Another shell in the place of `/bin/sh`: which, as far as is known, and from where in the file on. */
export interface Replacement {
  readonly from: number;
  readonly sh: 'bash' | undefined;
}

/**
 * What `/bin/sh` is where a command runs: that of the base image, or what a RUN put in its place; undefined where that is
 * not known. RUN finds what the steps above it left; a container finds all of them done.
 */
export function shOf(file: Dockerfile, instruction: Instruction, lookup: ImageLookup): ImageFacts['sh'] {
  const replacement = replacementOf(file, instruction);
  return replacement === undefined ? rootFacts(file, instruction.stage, lookup)?.sh : replacement.sh;
}

/** What `/bin/sh` is in a container of the stage's image, likewise. */
export function shInContainer(file: Dockerfile, stage: number, lookup: ImageLookup): ImageFacts['sh'] {
  const replacement = replacements(file)[stage]?.at(-1);
  return replacement === undefined ? rootFacts(file, stage, lookup)?.sh : replacement.sh;
}

/** The last replacement that a command meets; undefined where `/bin/sh` is the one of the base image. */
export function replacementOf(file: Dockerfile, { keyword, span, stage }: Instruction): Replacement | undefined {
  const all = stage === undefined ? [] : (replacements(file)[stage] ?? []);
  const above = lastIndexOf(all.length, (index) => (all[index]?.from ?? 0) < span.start);
  return keyword === 'RUN' ? all[above] : all.at(-1);
}

/** For each stage, those of the stages below it first. */
const replacements = memo(({ stages }: Dockerfile): readonly (readonly Replacement[])[] => {
  const found: (readonly Replacement[])[] = [];
  for (const { base, instructions } of stages) {
    const below = base.kind === 'stage' ? (found[base.stage] ?? []) : [];
    const own = instructions.flatMap((instruction) => replacementBy(instruction) ?? []);
    found.push(own.length === 0 ? below : [...below, ...own]);
  }
  return found;
});

/** `ln -sf /bin/bash /bin/sh`. */
const link = /\bln\s+(?:-\S+\s+)+(?:\S*\/)?(\w+)\s+\/(?:usr\/)?bin\/sh(?![\w.-])/g;

function replacementBy({ keyword, command, span }: Instruction): Replacement | undefined {
  if (keyword !== 'RUN' || command === undefined || command.form === 'exec') return undefined;
  const { text } = command.text;
  // Debian's question, whose answer may stand anywhere.
  if (/\bdpkg-reconfigure\b.*\bdash\b/.test(text)) return { from: span.start, sh: undefined };
  const shell = text.includes('/sh') ? [...text.matchAll(link)].at(-1)?.[1] : undefined;
  if (shell === undefined) return undefined;
  return { from: span.start, sh: shell === 'bash' ? 'bash' : undefined };
}
