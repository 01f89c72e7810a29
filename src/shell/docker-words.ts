/** Set by the shell itself: Docker's ENV, ARG and WORKDIR know none of them. */
const shellOwn: ReadonlySet<string> = new Set(
  'HOME PWD OLDPWD SHLVL UID EUID PPID RANDOM SECONDS LINENO HOSTNAME HOSTTYPE OSTYPE MACHTYPE IFS USER LOGNAME TERM'.split(
    ' ',
  ),
);

/**
 * Whether Docker's ENV, ARG or WORKDIR gives a word of a shell the same value: quotes, and variables that come from
 * ENV or ARG. `before` is what the shell runs first; a variable it may set there is not Docker's.
 */
export function readsAlike(word: string, before: string): boolean {
  const withoutVariables = word.replaceAll(/\$(?:\{\w+\}|[A-Za-z_]\w*)/g, '');
  if (/[\\`\n$;|&<>()*?]|^~|[:=]~/.test(withoutVariables)) return false;
  const names = [...word.matchAll(/\$\{?(\w+)/g)].map((match) => match[1] ?? '');
  if (names.some((name) => shellOwn.has(name) || /^\d/.test(name) || name.startsWith('BASH'))) return false;
  return names.length === 0 || !mayAssign(before, names);
}

function mayAssign(script: string, names: readonly string[]): boolean {
  if (/(?:^|[\s;&|({])(?:\.|source|eval|read|for|getopts|mapfile|readarray)\s/.test(script)) return true;
  const assigned = [...script.matchAll(/([A-Za-z_]\w*)\+?=/g)].map((match) => match[1]);
  return names.some((name) => assigned.includes(name));
}
