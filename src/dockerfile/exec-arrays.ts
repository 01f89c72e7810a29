import { memoWith } from '../text/memo.ts';
import { rootBase, rootFacts } from './base-image.ts';
import { entrypointFor } from './entrypoint.ts';
import type { Dockerfile, ImageFacts, JsonArray, ProcessPart } from './model.ts';
import { processesOf, type ImageLookup } from './process.ts';
import { runningCommands } from './replaced.ts';
import type { HeldCommand } from './rewrite.ts';
import { shOf } from './sh-in-place.ts';

/** A command in exec form, and what it meets. */
export interface ExecArray {
  readonly file: Dockerfile;
  readonly held: HeldCommand;
  readonly json: JsonArray;
  /** What a CMD's words are handed to; undefined for other instructions. */
  readonly entrypoint: ProcessPart | undefined | 'unknown';
  readonly facts: ImageFacts | undefined;
  /** What `/bin/sh` is there. */
  readonly sh: ImageFacts['sh'];
}

/** Every RUN, CMD, ENTRYPOINT and HEALTHCHECK in exec form, those that ONBUILD keeps for later too. */
export const execArrays: (file: Dockerfile, lookup: ImageLookup) => readonly ExecArray[] = memoWith(
  (file, lookup: ImageLookup) => {
    const processes = processesOf(file, lookup);
    return runningCommands(file).flatMap((held): readonly ExecArray[] => {
      const { json } = held.inner;
      if (json === undefined || held.command.form !== 'exec') return [];
      const { stage } = held.instruction;
      const entrypoint = entrypointFor(held.inner, processes[stage ?? -1]);
      const sh = shOf(file, held.instruction, lookup);
      return [{ file, held, json, entrypoint, facts: rootFacts(file, stage, lookup), sh }];
    });
  },
);

/** Whether nothing can run `sh -c` there, as far as is known: `FROM scratch`, distroless. */
export function hasNoShell(file: Dockerfile, stage: number | undefined, facts: ImageFacts | undefined): boolean {
  return facts?.sh === 'none' || rootBase(file, stage)?.kind === 'scratch';
}
