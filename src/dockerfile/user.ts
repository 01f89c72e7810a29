import { knownFacts, type ImageLookup } from './process.ts';
import type { Dockerfile, Instruction } from './model.ts';

/** Who a RUN runs as, as far as the file and the facts of its base image say. */
export type User = 'root' | 'other' | 'unknown';

/** The user in force at an instruction: the last USER above it, that of the parent stage, or the base image's. */
export function userAt(file: Dockerfile, instruction: Instruction, lookup: ImageLookup): User {
  const { start } = instruction.span;
  for (let stage = file.stages[instruction.stage ?? -1]; stage !== undefined;) {
    const last = stage.instructions.findLast(({ keyword, span }) => keyword === 'USER' && span.start < start);
    if (last !== undefined) return kindOf(last.args.text);
    const { base } = stage;
    if (base.kind === 'scratch') return 'root';
    if (base.kind === 'unknown') return 'unknown';
    if (base.kind === 'image') {
      const user = knownFacts(base.image, lookup)?.user;
      return user === undefined ? 'unknown' : kindOf(user ?? '0');
    }
    stage = file.stages[base.stage];
  }
  return 'unknown';
}

function kindOf(user: string): User {
  if (user.includes('$')) return 'unknown';
  return /^["']?(?:root|0)?["']?(?::|$)/.test(user.trim()) ? 'root' : 'other';
}
