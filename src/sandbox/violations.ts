import type { Violation } from './log.ts';
import type { World } from './world.ts';

/** Keeps a breach of contract for the tests, and says it aloud. */
export function record(world: World, violation: Violation): void {
  world.state.violations.push(violation);
  world.log(`sandbox: ${violation.kind} ${violation.operation}: ${violation.details.join(' ')}`);
}
