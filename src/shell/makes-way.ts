import { topLevel } from './commands.ts';
import { parseScript } from './parse.ts';
import { withExec } from './with-exec.ts';

/** The shells of which it is known how they start their last command. */
export type KnownShell = 'dash' | 'bash' | 'busybox';

/**
 * Whether a shell that is given this text behind `-c` replaces itself with the last program, as if `exec` stood in front
 * of it. dash never does, busybox always where `exec` could stand, bash not for a command that redirects. Measured with
 * dash 0.5.12, bash 5.2 and busybox 1.35 (test/proofs/first-process.test.ts).
 */
export function makesWay(shell: KnownShell, text: string): boolean {
  if (shell === 'dash' || 'no' in withExec(text)) return false;
  const last = topLevel(parseScript(text)).at(-1)?.commands.at(-1);
  return shell === 'busybox' || last?.redirects.length === 0;
}
