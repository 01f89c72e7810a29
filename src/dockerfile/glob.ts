/** Whether a name without `/` fits a pattern of `*` and `?`. In time of the product of the lengths at most. */
export function fitsName(pattern: string, name: string): boolean {
  let [at, from, star, tried] = [0, 0, -1, 0];
  while (from < name.length) {
    const unit = pattern[at];
    if (unit === '*') {
      star = at++;
      tried = from;
    } else if (unit === '?' || (unit === name[from] && unit !== undefined)) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++tried;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Whether a path, or a folder around it, fits a pattern in which `**` stands for any number of folders. */
export function fitsPath(pattern: string, path: string): boolean {
  const reached = partsThatFit(pattern, path.split('/'));
  return reached.size > (reached.has(0) ? 1 : 0);
}

/** The same for the path alone. */
export function fitsWholePath(pattern: string, path: string): boolean {
  const parts = path.split('/');
  return partsThatFit(pattern, parts).has(parts.length);
}

/** How many of a path's first parts the pattern can stand for. */
function partsThatFit(pattern: string, parts: readonly string[]): ReadonlySet<number> {
  let reached = new Set([0]);
  for (const part of pattern.split('/')) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '**') for (let more = at; more <= parts.length; more++) next.add(more);
      else if (at < parts.length && fitsName(part, parts[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached;
}
