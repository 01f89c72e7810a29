/**
 * Whether a UTF-16 unit is white space to the builder, which trims with Go's `unicode.IsSpace`:
 * ASCII blanks, NEL, NBSP and the Unicode space separators. JavaScript's `trim` differs (it has BOM, not NEL).
 */
export function isBlank(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0x85) return false;
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** What parts a keyword from its arguments: `[\t\v\f\r ]`, so neither NBSP nor NEL. */
export function isSeparator(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || (unit >= 0x0b && unit <= 0x0d);
}

/** The first offset in `[from, to)` that is not blank, or `to`. */
export function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** One after the last unit in `[from, to)` that is not blank, or `from`. */
export function trimEnd(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The words of a text between blanks, as the builder reads FROM, EXPOSE and the like: no quotes, no escapes. */
export function splitOnBlanks(text: string): readonly string[] {
  return text.split(/[\t\v\f\r ]+/).filter((word) => word !== '');
}
