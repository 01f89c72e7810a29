import type { Dockerfile, Instruction } from './model.ts';
import { stageAndParents } from './stage-family.ts';

/**
 * The instructions whose files a RUN finds: those above it in its stage, and all of the stages below. The RUN itself
 * is the last.
 */
export function instructionsBefore(file: Dockerfile, run: Instruction): readonly Instruction[] {
  const stage = run.stage === undefined ? undefined : file.stages[run.stage];
  if (stage === undefined) return [];
  const all = stageAndParents(file, stage).flatMap(({ instructions }) => instructions);
  return all.filter(({ stage: index, span }) => index !== run.stage || span.start <= run.span.start);
}

/** Whether a script above, or the RUN itself, says something, or whether a file was copied to a place that may say it. */
export function isConfiguredBefore(file: Dockerfile, run: Instruction, setting: RegExp, place: string): boolean {
  return instructionsBefore(file, run).some((instruction) => {
    const { keyword, args, command, heredocs } = instruction.trigger ?? instruction;
    if (keyword === 'RUN')
      return (
        setting.test(command?.text.text ?? '') ||
        heredocs.some(({ body }) => setting.test(file.source.text.slice(body.start, body.end)))
      );
    if (keyword === 'COPY' || keyword === 'ADD') return args.text.includes(place);
    return (keyword === 'ENV' || keyword === 'ARG') && setting.test(args.text);
  });
}
