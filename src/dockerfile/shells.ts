import type { Span } from '../text/span.ts';
import type { Base, ImageFacts, Shell } from './model.ts';

/** What Docker puts in front of shell form where no SHELL says otherwise. */
export const LINUX_SHELL: Shell = { argv: ['/bin/sh', '-c'], kind: 'sh', from: 'default', span: undefined };

/** The same on Windows bases (BuildKit's defaultShell). */
export const WINDOWS_SHELL: Shell = { argv: ['cmd', '/S', '/C'], kind: 'cmd', from: 'default', span: undefined };

/** A shell that a SHELL instruction or a base image names. */
export function namedShell(argv: readonly string[], from: Shell['from'], span: Span | undefined): Shell {
  return { argv, kind: kindOf(argv[0] ?? ''), from, span };
}

/** The shell a stage starts with, as far as its base image tells. */
export function shellOfImage(base: Base, facts: ImageFacts | undefined, platform: string | undefined): Shell {
  if (facts?.shell) return namedShell(facts.shell, 'base-image', undefined);
  const windows = facts?.family === 'windows' || /^windows(?:\/|$)/i.test(platform ?? '');
  return windows && base.kind !== 'stage' ? WINDOWS_SHELL : LINUX_SHELL;
}

/** The same shell, seen from a stage that builds upon the one that set it. */
export function inheritedShell(shell: Shell): Shell {
  return shell.from === 'this-stage' ? { ...shell, from: 'parent-stage' } : shell;
}

const KINDS: Readonly<Record<string, Shell['kind']>> = {
  sh: 'sh',
  ash: 'sh',
  dash: 'sh',
  bash: 'bash',
  powershell: 'powershell',
  pwsh: 'powershell',
  cmd: 'cmd',
};

function kindOf(program: string): Shell['kind'] {
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1).toLowerCase();
  const bare = name.endsWith('.exe') ? name.slice(0, -4) : name;
  return Object.hasOwn(KINDS, bare) ? (KINDS[bare] ?? 'other') : 'other';
}
