/** Words with a meaning of their own where a command's name is expected (POSIX.1-2024, 2.4, and those of Bash). */
export const reservedWords: ReadonlySet<string> = new Set(
  '! { } [[ ]] case coproc do done elif else esac fi for function if in select then time until while'.split(' '),
);

/**
 * Commands that dash, bash or busybox ash carry inside. Most have no file on PATH, so exec form cannot start them;
 * those that do (echo, test, printf …) may behave differently from their file.
 */
export const builtins: ReadonlySet<string> = new Set(
  (
    '. : [ alias bg bind break builtin caller cd chdir command compgen complete compopt continue declare dirs disown ' +
    'echo enable eval exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd ' +
    'printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true type typeset ' +
    'ulimit umask unalias unset wait'
  ).split(' '),
);

/** Builtins whose file on PATH does the same, as long as no option or escape is involved. */
export const builtinsWithFile: ReadonlySet<string> = new Set(['echo', 'true', 'false']);

const alsoFiles: ReadonlySet<string> = new Set([...builtinsWithFile, '[', 'test', 'printf', 'pwd', 'kill']);

/** Whether a word is the name of a builtin for which (nearly) no image has a file on PATH: `cd`, `source`, `exec`. */
export function isBuiltinOnly(name: string): boolean {
  return builtins.has(name) && !alsoFiles.has(name);
}

/**
 * Builtins of which the Fedora family has a file in /usr/bin all the same, as POSIX asks (XCU 1.7). It works on its own
 * process alone.
 */
export const builtinsWithFedoraFile: ReadonlySet<string> = new Set(
  'alias bg cd command fc fg getopts hash jobs read type ulimit umask unalias wait'.split(' '),
);

/** Builtins that only Bash (and partly busybox ash) knows; dash answers "not found". */
export const builtinsMissingInDash: ReadonlySet<string> = new Set(
  (
    'bind builtin caller compgen complete compopt declare dirs disown enable help history let logout mapfile popd ' +
    'pushd readarray shopt source suspend typeset'
  ).split(' '),
);

const preparing: ReadonlySet<string> = new Set([
  'chmod',
  'chown',
  'chgrp',
  'cp',
  'ln',
  'mkdir',
  'mv',
  'rm',
  'sed',
  'touch',
]);

/** Whether a program does nothing but change files: a step of a build, never a container's main process. */
export function preparesFiles(command: string): boolean {
  return preparing.has(programName(command));
}

const shellNames: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh', 'fish', 'yash']);

/** A program's own name: without its folder (either slash), lower case, without `.exe`. */
export function programName(command: string): string {
  if (/^[a-z0-9_-]*$/.test(command)) return command;
  const base = command.slice(Math.max(command.lastIndexOf('/'), command.lastIndexOf('\\')) + 1);
  const name = base.toLowerCase();
  return name.endsWith('.exe') ? name.slice(0, -4) : name;
}

/** Whether the program is a shell for scripts of the Bourne family (fish included: it too takes its script after `-c`). */
export function isShell(command: string): boolean {
  return shellNames.has(programName(command));
}

/** Whether the program reads its arguments as Windows shells do. */
export function isWindowsShell(command: string): boolean {
  return ['cmd', 'powershell', 'pwsh'].includes(programName(command));
}
