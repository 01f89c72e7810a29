import { memo } from '../text/memo.ts';
import type { Dockerfile, Instruction } from './model.ts';
import { heldCommands, type HeldCommand } from './rewrite.ts';

const once: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/**
 * The CMD, ENTRYPOINT and HEALTHCHECK that a later one of the same stage replaces, each with the last one. ONBUILD CMD is
 * for the stages that build upon this one, and so a kind of its own.
 */
export const replacedBy: (file: Dockerfile) => ReadonlyMap<Instruction, Instruction> = memo(findReplaced);

function findReplaced({ stages }: Dockerfile): ReadonlyMap<Instruction, Instruction> {
  const replaced = new Map<Instruction, Instruction>();
  for (const { instructions } of stages) {
    const last = new Map<string, Instruction>();
    for (const instruction of instructions.toReversed()) {
      if (!once.has((instruction.trigger ?? instruction).keyword)) continue;
      const kind = kindOf(instruction);
      const winner = last.get(kind);
      if (winner === undefined) last.set(kind, instruction);
      else replaced.set(instruction, winner);
    }
  }
  return replaced;
}

/** `CMD`, `ONBUILD CMD`. */
export function kindOf({ keyword, trigger }: Instruction): string {
  return trigger === undefined ? keyword : `${keyword} ${trigger.keyword}`;
}

/** The held commands that can run: a CMD that a later one replaces never does, and its form is no matter. */
export const runningCommands: (file: Dockerfile) => readonly HeldCommand[] = memo((file) => {
  const replaced = replacedBy(file);
  return heldCommands(file).filter(({ instruction }) => !replaced.has(instruction));
});
