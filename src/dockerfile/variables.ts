/** Values that `ARG` gives before the first FROM; undefined for a name that is declared without one. */
export type Values = ReadonlyMap<string, string | undefined>;

const VARIABLE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+])([^{}]*))?\})/g;

/** No image reference comes near; it keeps `ARG A=$A$A` from growing without end. */
const LONGEST = 4096;

/**
 * Expand a word as the builder does in FROM and ARG: variables, then quotes away.
 * undefined when a variable has no value, or where the text holds more than plain `${NAME:-word}`.
 */
export function expand(word: string, values: Values): string | undefined {
  if (word.length > LONGEST) return undefined;
  let room = LONGEST;
  const expanded = word.replace(VARIABLE, (_, plain?: string, braced?: string, operator?: string, other?: string) => {
    const value = valueOf(values.get(plain ?? braced ?? ''), operator, other ?? '');
    room -= value?.length ?? LONGEST + 1;
    return room < 0 ? '' : (value ?? '');
  });
  if (room < 0 || expanded.includes('$')) return undefined;
  return expanded.replace(/["']/g, '').replace(/[\\`](.)/g, '$1');
}

function valueOf(value: string | undefined, operator: string | undefined, other: string): string | undefined {
  if (operator === undefined) return value;
  const set = value !== undefined && (!operator.startsWith(':') || value !== '');
  if (operator.endsWith('-')) return set ? value : other;
  return set ? other : '';
}
