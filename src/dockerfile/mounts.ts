import type { Instruction } from './model.ts';

/** A `RUN --mount` whose content stays out of the layer. */
export interface Mount {
  readonly type: string;
  /** undefined where it holds a variable or is missing. */
  readonly target: string | undefined;
}

/** The mounts of a RUN: https://docs.docker.com/reference/dockerfile/#run---mount (`bind` without a type). */
export function mountsOf({ flags }: Instruction): readonly Mount[] {
  return flags
    .filter(({ name }) => name === 'mount')
    .map(({ value = '' }) => {
      const pairs = new Map(
        value.split(',').map((pair): [string, string] => {
          const equals = pair.indexOf('=');
          return equals < 0 ? [pair, ''] : [pair.slice(0, equals).toLowerCase(), pair.slice(equals + 1)];
        }),
      );
      const target = pairs.get('target') ?? pairs.get('dst') ?? pairs.get('destination');
      return { type: pairs.get('type') ?? 'bind', target: target?.includes('$') === true ? undefined : target };
    });
}
