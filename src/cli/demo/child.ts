import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const STOP_MS = 5000;
const KEPT_LINES = 40;
const leash = new URL('./leash.ts', import.meta.url).href;

/** A process of the demo: a Node program of this repository that logs JSON lines. */
export interface Child {
  readonly name: string;
  /** The newest lines of both its streams, as they came. */
  lastLines(): readonly string[];
  /** The address that its log line `listening` names; rejects when it ends before that. */
  readonly listening: Promise<string>;
  /** Resolves when it has ended, to how: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL when that does not help; resolves when it has ended. */
  stop(): Promise<void>;
  /** At once, for a process that is about to exit itself. */
  kill(): void;
}

/** Starts `script` (relative to src/) in a process group of its own: Ctrl-C reaches the demo, which stops it in order. */
export function startChild(name: string, script: string, environment: Readonly<Record<string, string>>): Child {
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url));
  const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', leash, path], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
    env: environment,
  });
  const lines: string[] = [];
  const ended = new Promise<string>((resolve) => {
    started.once('error', (error) => {
      resolve(error.message);
    });
    started.once('close', (code, signal) => {
      resolve(signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`);
    });
  });
  return {
    name,
    lastLines: () => lines,
    listening: Promise.race([
      readLines(started, lines),
      ended.then((how) => Promise.reject(new ChildError(name, `ended with ${how} before it listened`, lines))),
    ]),
    ended,
    stop: () => stop(started, ended),
    kill: () => {
      started.kill('SIGKILL');
    },
  };
}

/** One of the demo's processes did not do its part. The message ends with its last log lines. */
export class ChildError extends Error {
  override readonly name = 'ChildError';

  constructor(child: string, what: string, lines: readonly string[]) {
    super(`${child} ${what}. Its last log lines:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
}

function readLines(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        const address = listeningAddress(line);
        if (address !== undefined) resolve(address);
      });
    }
  });
}

/** The address in a log line `{"msg":"listening","address":"http://…"}`. */
function listeningAddress(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { msg, address } = JSON.parse(line) as { readonly msg?: unknown; readonly address?: unknown };
    return msg === 'listening' && typeof address === 'string' ? address : undefined;
  } catch {
    return undefined;
  }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
