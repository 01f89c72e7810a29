import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** How one command line went in a real shell. */
export interface Run {
  readonly status: number;
  /** Of the shell that was given the command line. */
  readonly pid: number;
  /** Every program started, in order, with the words it was given. */
  readonly calls: readonly { readonly pid: number; readonly argv: readonly string[] }[];
}

/** Programs that exist for the command lines; `fail` exits with 3, the others with 0. */
export const programs = ['node', 'app', 'fail'] as const;

const candidates: readonly (readonly string[])[] = [['dash'], ['bash'], ['busybox', 'sh'], ['mksh'], ['yash']];

/** Those of dash, bash, busybox, mksh and yash that this machine has, as the words that start them. */
export const installedShells: readonly (readonly string[])[] = candidates.flatMap(([program = '', ...rest]) => {
  const path = findOnPath(program);
  return path === undefined ? [] : [[path, ...rest]];
});

function findOnPath(program: string): string | undefined {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

// The programs write their own process id and words to a log, so that redirections do not hide them. One printf is one
// write: the members of a pipeline run at the same time.
const recorder = `#!/bin/sh
printf '%s\\0' $$ "\${0##*/}" "$@" '
' >> "$CALLS"
[ "\${0##*/}" != fail ] || exit 3
`;

// In the background only to learn the shell's process id.
const driver = `for text; do
  "$@SHELL@" -c "$text" & wait $!
  printf '=\\0%s\\0%s\\0\\n\\0' $? $! >> "$CALLS"
done`;

/** Give each text to the shell's `-c`; nothing but the recording programs is on its PATH. */
export async function runInShell(shell: readonly string[], texts: readonly string[]): Promise<readonly Run[]> {
  const folder = mkdtempSync(join(tmpdir(), 'real-shells-'));
  try {
    for (const program of programs) {
      writeFileSync(join(folder, program), recorder);
      chmodSync(join(folder, program), 0o755);
    }
    // Builtins that have a file too: what `exec` starts instead.
    for (const program of ['true', 'echo']) {
      writeFileSync(join(folder, program), '#!/bin/sh\n');
      chmodSync(join(folder, program), 0o755);
    }
    const calls = join(folder, 'calls.log');
    writeFileSync(calls, '');
    const script = driver.replace('"$@SHELL@"', shell.map((word) => `'${word}'`).join(' '));
    await promisify(execFile)('/bin/sh', ['-c', script, 'sh', ...texts], {
      cwd: folder,
      env: { LC_ALL: 'C.UTF-8', PATH: folder, CALLS: calls, X: 'one two', Y: '*', EMPTY: '' },
    });
    return readRuns(readFileSync(calls, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRuns(log: string): readonly Run[] {
  const runs: Run[] = [];
  let calls: { pid: number; argv: readonly string[] }[] = [];
  for (const record of log.split('\0\n\0').slice(0, -1)) {
    const [first = '', ...words] = record.split('\0');
    if (first === '=') {
      runs.push({ status: Number(words[0]), pid: Number(words[1]), calls });
      calls = [];
    } else calls.push({ pid: Number(first), argv: words });
  }
  return runs;
}
