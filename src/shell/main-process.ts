import { excerpt } from '../text/excerpt.ts';
import { topLevel } from './commands.ts';
import type { ExecForm } from './exec-form.ts';
import { awaitsScript } from './invocation.ts';
import { nestedScript } from './nested-shell.ts';
import { hasNoHandler } from './no-handler.ts';
import type { Script } from './parse.ts';
import { builtins, isShell, preparesFiles, programName } from './vocabulary.ts';

/**
 * What becomes of SIGTERM when the command is process 1. `deaf`: it installs no handler, and the kernel does not end
 * process 1 for a signal without one (pid_namespaces(7)); `brief`: it is done before anybody sends a signal; `wrapped`:
 * it is a script that starts its server and waits, so the signal does not reach that; `serves`: the rest, which may
 * handle it.
 */
export function metBySigterm(argv: readonly string[]): 'deaf' | 'brief' | 'wrapped' | 'serves' {
  const [first = '', ...rest] = argv;
  const name = programName(first);
  if ((builtins.has(name) && name !== 'wait') || brief.has(name) || preparesFiles(name)) return 'brief';
  if (rest.some((word) => /^(?:--?version|--?help|-[Vh])$/.test(word))) return 'brief';
  if (wrappers.has(name)) return 'wrapped';
  return deaf.has(name) || isPrompt(argv) || hasNoHandler(argv) ? 'deaf' : 'serves';
}

/** A shell without a script, `bash --login` too, is interactive, and ignores SIGTERM. */
function isPrompt([first = '', ...rest]: readonly string[]): boolean {
  return isShell(first) && (rest.length === 0 || awaitsScript([first, ...rest]));
}

/** The same of a script's last command; that of `bash -c "…"` is the last one inside. */
export function metByScript(exec: ExecForm, script: Script): ReturnType<typeof metBySigterm> {
  return metBySigterm(lastWords(nestedScript(exec)?.inner ?? script));
}

/** R catches SIGINT and SIGUSR1, and has no way to catch SIGTERM (measured with 4.2, Rscript too). */
const deaf: ReadonlySet<string> = new Set(['sleep', 'tail', 'cat', 'yes', 'less', 'more', 'r', 'rscript']);

/** Scripts without `exec`: those of Debian's apache2 2.4 and of MariaDB 10. */
const wrappers: ReadonlySet<string> = new Set(['apache2ctl', 'apachectl', 'mysqld_safe', 'mariadbd-safe']);

const brief: ReadonlySet<string> = new Set(
  'cmp date df diff du env find grep hostname id ls printenv ps stat tar uname unzip wc which whoami'.split(' '),
);

/** The words of a script's last command, as far as they are literal. */
export function lastWords(script: Script): readonly string[] {
  return (
    topLevel(script)
      .at(-1)
      ?.commands.at(-1)
      ?.words.map(({ value, text }) => value ?? text) ?? []
  );
}

/** The last command's program, as a message names it. */
export function lastProgram(script: Script): string {
  const last = topLevel(script).at(-1)?.commands.at(-1)?.name;
  return last === undefined ? 'the program' : `\`${excerpt(last, 30)}\``;
}
