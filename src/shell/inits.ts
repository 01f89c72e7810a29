import { programName } from './vocabulary.ts';

/** Programs that are made to be process 1: they start another one and hand signals on, some of them by an option to all. */
export const inits: ReadonlyMap<string, 'child' | 'all'> = new Map([
  ['tini', 'child'],
  ['tini-static', 'child'],
  ['docker-init', 'child'],
  ['catatonit', 'child'],
  ['dumb-init', 'all'],
  // It sends SIGTERM to its child and then to all (https://github.com/phusion/baseimage-docker, image/bin/my_init).
  ['my_init', 'all'],
]);

/** Whether an init hands signals to the whole group, and so to the program behind a shell: dumb-init, `tini -g`. */
export function signalsGroup(init: readonly string[]): boolean {
  const to = inits.get(programName(init[0] ?? ''));
  return to === 'all' || (to === 'child' && init.includes('-g'));
}

/** Whether it is an init that hands signals to its child alone. */
export function signalsChild(init: readonly string[]): boolean {
  return inits.has(programName(init[0] ?? '')) && !signalsGroup(init);
}
