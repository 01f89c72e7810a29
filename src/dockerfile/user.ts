import type { Dockerfile, Instruction, Stage } from './model.ts';
import { knownFacts, type ImageLookup } from './process.ts';

/** Who a RUN runs as, as far as the file and the facts of its base image say. */
export type User = 'root' | 'other' | 'unknown';

/** The user in force at each instruction: the last USER above it, that of the parent stage, or the base image's. */
export function usersOf(file: Dockerfile, lookup: ImageLookup): ReadonlyMap<Instruction, User> {
  const users = new Map<Instruction, User>();
  const last: User[] = [];
  for (const { base, instructions } of file.stages) {
    let user = base.kind === 'stage' ? (last[base.stage] ?? 'unknown') : userOfBase(base, lookup);
    for (const instruction of instructions) {
      if (instruction.keyword === 'USER') user = kindOf(instruction.args.text);
      users.set(instruction, user);
    }
    last.push(user);
  }
  return users;
}

function userOfBase(base: Stage['base'], lookup: ImageLookup): User {
  if (base.kind === 'scratch') return 'root';
  const user = base.kind === 'image' ? knownFacts(base.image, lookup)?.user : undefined;
  return user === undefined ? 'unknown' : kindOf(user ?? '0');
}

function kindOf(user: string): User {
  if (user.includes('$')) return 'unknown';
  return /^["']?(?:root|0)?["']?(?::|$)/.test(user.trim()) ? 'root' : 'other';
}
