import type { ImageFacts } from './model.ts';

type System = Pick<ImageFacts, 'family' | 'sh'>;

/** The package managers that a RUN step proves when it succeeds, and what they come with. */
const managers: readonly (readonly [RegExp, System])[] = [
  [/\bapt(?:-get)? (?:-\S+ )*(?:update|install)\b|\/debian\.sh|# debian\.sh/, { family: 'debian', sh: 'dash' }],
  [/\bapk (?:-\S+ )*(?:add|update)\b|\balpine-minirootfs-/, { family: 'alpine', sh: 'busybox' }],
  [/\b(?:yum|dnf|microdnf) (?:-\S+ )*(?:install|update|upgrade|makecache)\b/, { family: 'fedora', sh: 'bash' }],
];

/** Steps after which `sh` may be another one than the family's. */
const otherShell = /\/bin\/sh\b.*\bln\b|\bln\b.*\/bin\/sh(?:\s|$)|dpkg-reconfigure\s+dash|dash\/sh/;

/**
 * The system of an image by the steps that made it: one that installed packages with exactly one family's package
 * manager. Without such a step, or with two families in them, nothing is known.
 */
export function systemOfSteps(steps: readonly string[]): System {
  const found = managers.filter(([manager]) => steps.some((step) => manager.test(step))).map(([, system]) => system);
  const [only] = found;
  if (only === undefined || found.length > 1) return { family: undefined, sh: undefined };
  return steps.some((step) => otherShell.test(step.replace(/^\/bin\/sh -c /, ''))) ? { ...only, sh: undefined } : only;
}
