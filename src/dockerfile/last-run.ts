import type { Dockerfile, Instruction, Process } from './model.ts';

/** Instructions that change nothing of what a container executes or finds. */
const metadata: ReadonlySet<string> = new Set(['EXPOSE', 'LABEL', 'MAINTAINER', 'STOPSIGNAL', 'VOLUME', 'HEALTHCHECK']);

/**
 * Whether a RUN could be the start of the container instead: it is the last thing the last stage does, and neither the
 * file nor the ENTRYPOINT of a parent stage says otherwise.
 */
export function mayBecomeCmd(file: Dockerfile, run: Instruction, process: Process | undefined): boolean {
  const stage = run.stage === undefined ? undefined : file.stages[run.stage];
  if (stage?.final !== true || process === undefined) return false;
  if (stage.instructions.findLast(({ keyword }) => !metadata.has(keyword)) !== run) return false;
  const { entrypoint, cmd } = process;
  if ([entrypoint, cmd].some((part) => typeof part === 'object' && part.from !== 'base-image')) return false;
  return !stage.instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
}
