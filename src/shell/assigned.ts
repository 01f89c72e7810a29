import { memo } from '../text/memo.ts';
import { allCommands } from './commands.ts';
import type { Script } from './parse.ts';

/** Names that a script sets itself: assignments, `export A=b`, `read A`, `for A in`. */
export const assignedIn: (script: Script) => ReadonlySet<string> = memo((script) => {
  const names = allCommands(script).flatMap(({ name, words, assignments }) => {
    const given = ['export', 'local', 'declare', 'typeset', 'readonly'].includes(name ?? '')
      ? words.slice(1).filter(({ text }) => text.includes('='))
      : ['read', 'getopts', 'mapfile'].includes(name ?? '')
        ? words.slice(1)
        : [];
    return [...assignments.map((one) => one.name), ...given.map(({ text }) => text.split('=', 1)[0] ?? '')];
  });
  const loops = [...script.text.matchAll(/\b(?:for|select)\s+([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
  return new Set([...names, ...loops]);
});

/** Whether a script reads a file, or evaluates a text, that may set any name. */
export const setsUnknownNames: (script: Script) => boolean = memo((script) =>
  allCommands(script).some(({ name }) => name === '.' || name === 'source' || name === 'eval'),
);

/** Names that a script tests, or unsets: it knows that they may not be set. */
export function asksFor({ text }: Script): ReadonlySet<string> {
  const tested = [...text.matchAll(/-[nz]\s+["']?\$\{?(\w+)|\$\{(\w+):?[+?]/g)].flatMap(
    ([, one, other]) => one ?? other ?? [],
  );
  const unset = [...text.matchAll(/\bunset\s([^;&|]*)/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
  return new Set([...tested, ...unset]);
}
