import { execFile } from 'node:child_process';

export interface GitOptions {
  readonly input?: Buffer | string;
  readonly env?: Readonly<Record<string, string>>;
}

/** git said no. `stderr` is what it said. */
export class GitError extends Error {
  readonly stderr: string;
  readonly exitCode: number;

  constructor(args: readonly string[], stderr: string, exitCode: number, cause: unknown) {
    super(`git ${args.join(' ')}: ${stderr.trim() || `exit code ${exitCode}`}`, { cause });
    this.name = 'GitError';
    this.stderr = stderr;
    this.exitCode = exitCode;
  }
}

/** Large enough for any diff or blob that GitHub would serve (blobs: 100 MB). */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * Runs git in `directory` without a shell and resolves to its output. Configuration, hooks and prompts of the machine
 * play no part, so the same input gives the same output everywhere. Rejects with a GitError.
 */
export function git(directory: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...args],
      { cwd: directory, env: gitEnvironment(options.env), encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new GitError(args, stderr.toString(), typeof error.code === 'number' ? error.code : -1, error));
      },
    );
    // A git that fails early closes its input; its exit code tells why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

/** As `git`, with the output as text without its last line break. */
export async function gitText(directory: string, args: readonly string[], options?: GitOptions): Promise<string> {
  return (await git(directory, args, options)).toString('utf8').replace(/\n$/, '');
}

/** What git sees of this machine: nothing but its programs. */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // A repository handed to the demo may belong to another user of this machine.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    ...extra,
  };
}
