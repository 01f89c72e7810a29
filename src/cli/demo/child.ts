import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const STOP_MS = 5000;
const KEPT_LINES = 40;
const leash = new URL('./leash.ts', import.meta.url).href;

/** A process of the demo: a Node program of this repository that logs JSON lines. */
export interface Child<Ready> {
  /** Relative to src/. */
  readonly script: string;
  /** What its first telling log line said; rejects when it ends before that. */
  readonly ready: Promise<Ready>;
  /** Resolves when it has ended, to how: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** The newest lines of both its streams, as they came. */
  lastLines(): readonly string[];
  /** SIGTERM, and SIGKILL when that does not help; resolves when it has ended. */
  stop(): Promise<void>;
  /** At once, for when the demo itself is about to exit. */
  kill(): void;
}

export interface Program<Ready> {
  /** Relative to src/. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a JSON log line: what is told once it is ready, else undefined. */
  readonly readyLine: (line: Readonly<Record<string, unknown>>) => Ready | undefined;
}

/** One of the demo's processes did not do its part. The message ends with its last log lines. */
export class ChildError extends Error {
  override readonly name = 'ChildError';

  constructor(what: string, lines: readonly string[]) {
    super(`${what}. Its last log lines:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
}

/** Starts a program in a process group of its own: Ctrl-C reaches the demo alone, which then stops it in order. */
export function startChild<Ready>(program: Program<Ready>): Child<Ready> {
  const path = fileURLToPath(new URL(`../../${program.script}`, import.meta.url));
  const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', leash, path], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
    env: program.environment,
  });
  const lines: string[] = [];
  const ended = endOf(started);
  const tooEarly = ended.then((how): never => {
    throw new ChildError(`${program.script} ended with ${how} before it was ready`, lines);
  });
  const ready = Promise.race([readLines(started, lines, program.readyLine), tooEarly]);
  // Whoever does not wait for it is told of the end by `ended`.
  ready.catch(() => undefined);
  return {
    script: program.script,
    ready,
    ended,
    lastLines: () => lines,
    stop: () => stop(started, ended),
    kill: () => {
      started.kill('SIGKILL');
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`);
    });
  });
}

function readLines<Ready>(
  child: ChildProcess,
  lines: string[],
  readyLine: Program<Ready>['readyLine'],
): Promise<Ready> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        const ready = readyLine(readObject(line));
        if (ready !== undefined) resolve(ready);
      });
    }
  });
}

function readObject(line: string): Readonly<Record<string, unknown>> {
  if (!line.startsWith('{')) return {};
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
