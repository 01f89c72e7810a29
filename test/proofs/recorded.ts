import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { allCommands } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { addScript } from './rootfs.ts';

/** A program as it was started. */
export interface Call {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface Recorded {
  readonly status: number;
  /** Of the process that was given the command line. */
  readonly pid: number;
  /** Every program that was started, in order. */
  readonly calls: readonly Call[];
}

// Every program of the commands is this script. It writes its process id, words and environment to a file of its own,
// so that neither redirections nor pipelines disturb it. `FAIL` names the program that fails.
const recorder = `#!/shells/dash
{ printf '%s\\0' "$0" "$@"; printf '\\n\\0'; /shells/busybox env -0; } > "$CALLS/$$"
[ "\${0##*/}" != "$FAIL" ] || exit 3
`;

// In the background only to learn the process id.
const driver = `n=0
for text; do
  n=$((n + 1)); export CALLS="/calls/$n"
  "$@SHELL@" -c "$text" > /dev/null 2>&1 < /dev/null & wait $!
  echo $? $! > "/calls/$n/status"
done`;

export interface Setting {
  readonly system: string;
  /** The name of the program that fails. */
  readonly fail?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

const workingFolder = '/work';

/** Builtins of every shell that have a file on PATH as well. */
const alsoFiles = ['echo', 'true', 'false', '[', 'test', 'printf', 'pwd', 'kill'];

/** Give the system every program and folder that the commands name. */
export function addPrograms(system: string, texts: readonly string[]): void {
  mkdirSync(join(system, workingFolder), { recursive: true });
  const commands = texts.flatMap((text) => allCommands(parseScript(text)));
  const folders = commands.flatMap(({ name, words }) => (name === 'cd' ? (words[1]?.value ?? []) : []));
  const places = [workingFolder, ...new Set(folders.filter((path) => /^\/[\w./-]+$/.test(path)))];
  for (const place of places) mkdirSync(join(system, place), { recursive: true });
  // Builtins that have a file too: what `exec` starts instead. The builtin leaves no record, so the file leaves none.
  for (const name of alsoFiles) addScript(system, join('programs', name), `#!/shells/dash\n[ ${name} != false ]\n`);
  for (const { name } of commands) {
    if (name === undefined || !/^[\w./@+:-]+$/.test(name) || name.endsWith('/') || /(?:^|\/)\.\.?$/.test(name))
      continue;
    if (name.startsWith('/')) addScript(system, name, recorder);
    else if (!name.includes('/')) addScript(system, join('programs', name), recorder);
    else for (const place of places) addScript(system, join(place, name), recorder);
  }
}

/** What each text starts when the shell gets it behind `-c`. */
export async function recordInShell(
  shell: readonly string[],
  texts: readonly string[],
  setting: Setting,
): Promise<readonly Recorded[]> {
  const script = driver.replace('"$@SHELL@"', shell.map((word) => `'${word}'`).join(' '));
  return record(['/shells/dash', '-c', script, 'sh', ...texts], texts.length, setting);
}

/** What Docker starts for exec form: the very words, and no shell. */
export async function recordExec(argv: readonly string[], setting: Setting): Promise<Recorded> {
  const [recorded] = await record(argv, 1, setting);
  return recorded!;
}

async function record(argv: readonly string[], count: number, setting: Setting): Promise<readonly Recorded[]> {
  const { system, fail = '', variables = {} } = setting;
  const calls = join(system, 'calls');
  rmSync(calls, { recursive: true, force: true });
  for (let n = 1; n <= count; n++) mkdirSync(join(calls, String(n)), { recursive: true });
  const env = { ...variables, LC_ALL: 'C.UTF-8', PATH: '/programs', CALLS: '/calls/1', FAIL: fail };
  const status = await chrooted(system, argv, env);
  return Array.from({ length: count }, (_, index) => readRun(join(calls, String(index + 1)), status));
}

function chrooted(system: string, argv: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  // A namespace of process ids: whatever a command leaves behind ends with it.
  const options = ['--pid', '--fork', '--kill-child', '--root', system, '--wd', workingFolder];
  return new Promise((resolve, reject) => {
    execFile('/usr/bin/unshare', [...options, '--', ...argv], { env, timeout: 120_000 }, (error) => {
      const status = error === null ? 0 : error.code;
      if (typeof status === 'number') resolve(status);
      else reject(new Error(`The shells did not run`, { cause: error }));
    });
  });
}

function readRun(folder: string, exit: number): Recorded {
  const names = readdirSync(folder).filter((name) => name !== 'status');
  const calls = names.map(Number).sort((a, b) => a - b);
  const driven = names.length < readdirSync(folder).length;
  const [status = exit, pid = 1] = driven
    ? readFileSync(join(folder, 'status'), 'utf8').trim().split(' ').map(Number)
    : [];
  return { status, pid, calls: calls.map((at) => readCall(join(folder, String(at)), at)) };
}

function readCall(path: string, pid: number): Call {
  const [words = '', variables = ''] = readFileSync(path, 'utf8').split('\n\0');
  const env = variables
    .split('\0')
    .slice(0, -1)
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const [name = '', ...rest] = words.split('\0').slice(0, -1);
  return { pid, argv: [name.replace(/^\/programs\//, ''), ...rest], env: Object.fromEntries(env) as Call['env'] };
}
