import type { Dockerfile, Instruction } from './model.ts';

/**
 * Whether the stage names a relative path after an instruction, and so counts on the directory that is in force there: as
 * the target of COPY and ADD, as WORKDIR, or in a RUN. What lies in the build context is another matter.
 */
export function isNamedBelow(file: Dockerfile, { stage, span }: Instruction, path: string): boolean {
  const name = path.replace(/^\.\//, '').replace(/\/$/, '').replace(/\W/g, '\\$&');
  const named = new RegExp(`(?:^|[\\s"'=:,[(])(?:\\./)?${name}(?![\\w.-])`);
  const below = file.stages[stage ?? -1]?.instructions.filter((each) => each.span.start > span.start) ?? [];
  return below.some((each) => {
    const { keyword, args } = each.trigger ?? each;
    if (keyword === 'COPY' || keyword === 'ADD') return named.test(/\S+$/.exec(args.text.trim())?.[0] ?? '');
    return (keyword === 'RUN' || keyword === 'WORKDIR') && named.test(args.text);
  });
}
