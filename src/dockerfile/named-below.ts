import { memo } from '../text/memo.ts';
import type { Dockerfile, Instruction } from './model.ts';

/**
 * Whether the stage names a relative path after an instruction, and so counts on the directory that is in force there: as
 * the target of COPY and ADD, as WORKDIR, in a RUN, or in the command of the container, where `app.server:create` names the
 * folder as a package. What lies in the build context is another matter.
 */
export function isNamedBelow(file: Dockerfile, { stage, span }: Instruction, path: string): boolean {
  const name = path.replace(/^\.\//, '').replace(/\/$/, '').replace(/\W/g, '\\$&');
  const named = new RegExp(`(?:^|[\\s"'=:,[(])(?:\\./)?${name}(?![\\w.-])`);
  const asPackage = new RegExp(`["'\\s:]${name}\\.\\w+[:"'\\s]`);
  const below = file.stages[stage ?? -1]?.instructions.filter((each) => each.span.start > span.start) ?? [];
  return below.some((each) => {
    const { keyword, args } = each.trigger ?? each;
    if (keyword === 'COPY' || keyword === 'ADD') return named.test(/\S+$/.exec(args.text.trim())?.[0] ?? '');
    if (keyword === 'CMD' || keyword === 'ENTRYPOINT') return named.test(args.text) || asPackage.test(`${args.text} `);
    return (keyword === 'RUN' || keyword === 'WORKDIR') && named.test(args.text);
  });
}

/** The first COPY or ADD below an instruction, up to the next WORKDIR, that copies to a relative path. */
export function copiedToRelative(file: Dockerfile, { stage, span }: Instruction): Instruction | undefined {
  const below = file.stages[stage ?? -1]?.instructions.filter((each) => each.span.start > span.start) ?? [];
  const end = below.findIndex(({ keyword }) => keyword === 'WORKDIR');
  return below.slice(0, end < 0 ? below.length : end).find(({ keyword, args, json }) => {
    if (keyword !== 'COPY' && keyword !== 'ADD') return false;
    const target = json?.values.at(-1) ?? /\S+$/.exec(args.text.trim())?.[0] ?? '/';
    return !/^["']?(?:[/\\$]|[A-Za-z]:)/.test(target);
  });
}

/** Whether a later instruction of the stage sources the same file for itself, as its path is written. */
export function isSourcedBelow(file: Dockerfile, { stage, span }: Instruction, path: string | undefined): boolean {
  return path !== undefined && (lastSourcedIn(file)[stage ?? -1]?.get(path) ?? -1) > span.start;
}

/** For each stage, where the last instruction begins that sources a file. */
const lastSourcedIn = memo(({ stages }: Dockerfile): readonly ReadonlyMap<string, number>[] =>
  stages.map(({ instructions }) => new Map(instructions.flatMap(({ args, span }) => sourcedIn(args.text, span.start)))),
);

function sourcedIn(text: string, start: number): [string, number][] {
  return [...text.matchAll(/(?<![\w./-])(?:source|\.)[ \t]+([^\s;&|]+)/g)].map(([, path = '']) => [path, start]);
}
