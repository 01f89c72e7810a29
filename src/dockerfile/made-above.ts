import type { Dockerfile, Instruction } from './model.ts';

/** Whether WORKDIR, COPY or ADD has made a directory, or one inside it, above an instruction of the stage. */
export function isMadeAbove(file: Dockerfile, { stage, span }: Instruction, directory: string): boolean {
  const plain = directory.replace(/\/$/, '');
  return (file.stages[stage ?? -1]?.instructions ?? []).some(({ keyword, args, span: { start } }) => {
    if (start > span.start || !['WORKDIR', 'COPY', 'ADD'].includes(keyword)) return false;
    const target = /\S+$/.exec(args.text.trim())?.[0] ?? '';
    return target === plain || target.startsWith(`${plain}/`);
  });
}
