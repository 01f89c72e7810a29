import type { Command, Instruction, Process, ProcessPart } from './model.ts';

/**
 * The ENTRYPOINT that will get a CMD's words as arguments; undefined when there is none, `unknown` when that
 * depends on a base image of which nothing is known. For other instructions than CMD there is none.
 */
export function entrypointFor(
  instruction: Instruction,
  process: Process | undefined,
): ProcessPart | undefined | 'unknown' {
  if (instruction.keyword !== 'CMD') return undefined;
  return process === undefined ? 'unknown' : process.entrypoint;
}

/** What Docker executes for a command: a CMD comes behind its ENTRYPOINT, as far as that is known. */
export function executedArgv(command: Command, entrypoint: ProcessPart | undefined | 'unknown'): readonly string[] {
  return typeof entrypoint === 'object' ? [...entrypoint.argv, ...command.argv] : command.argv;
}
