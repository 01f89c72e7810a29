#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { inspect } from 'node:util';
import { tolerateClosedPipe } from './terminal.ts';
import { suggestionFor, UsageError } from './usage.ts';

interface Command {
  readonly summary: string;
  /** Loaded when it is called: `check` needs neither the demo's packages nor the time to load them. */
  readonly load: () => Promise<Loaded>;
}

interface Loaded {
  /** Printed for --help; a command without it answers --help itself. */
  readonly help?: string;
  /** Resolves to the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  check: {
    summary: 'report what is wrong in Dockerfiles',
    load: async () => {
      const { check, help } = await import('./check.ts');
      return { help, run: check };
    },
  },
  fix: {
    summary: 'make the proven fixes in place, or print them as a patch',
    load: async () => {
      const { fix, help } = await import('./fix.ts');
      return { help, run: fix };
    },
  },
  explain: {
    summary: "print a rule's page, or what a Dockerfile builds and docker run then executes",
    load: async () => {
      const { explain, help } = await import('./explain.ts');
      return { help, run: explain };
    },
  },
  demo: {
    summary: 'review a sample pull request on a stand-in for GitHub, on this machine',
    load: loadDemo,
  },
};

const help = `dockerfile-review finds what is wrong with RUN, CMD and ENTRYPOINT in Dockerfiles, and what docker run will execute.

Usage: dockerfile-review COMMAND [options]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(7)} ${summary}`)
  .join('\n')}

Options:
  -h, --help     this page; after a command, the command's own
  -V, --version  the version

Start with: dockerfile-review check .
`;

/** The container and the npm package come without the stand-in for GitHub. */
async function loadDemo(): Promise<Loaded> {
  try {
    const { demo, help } = await import('./demo.ts');
    return { help, run: demo };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    const missing = 'The demo is not part of this installation. It needs a clone of the repository and its npm ci.';
    throw new UsageError(missing, { cause: error });
  }
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) throw new UsageError('No command given.');
  if (name === '-h' || name === '--help' || name === 'help') return print(help);
  if (name === '-V' || name === '--version') return print(`${version()}\n`);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const what = name.startsWith('-') ? 'option' : 'command';
    throw new UsageError(`Unknown ${what} ${name}.${suggestionFor(name, Object.keys(commands))}`);
  }
  const loaded = await command.load();
  if (loaded.help !== undefined && asksForHelp(rest)) return print(loaded.help);
  return loaded.run(rest);
}

/** What follows `--` is a path, even when it looks like an option. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === '-h' || arg === '--help');
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function sayError(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nTry: dockerfile-review --help`;
  return `this is a bug of dockerfile-review: ${inspect(error)}`;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

// Types need not be stripped again on the next start: a third of the time.
enableCompileCache();
tolerateClosedPipe(process.stdout);
tolerateClosedPipe(process.stderr);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Not 1: a crash must not pass for findings.
  process.exitCode = 2;
  process.stderr.write(`dockerfile-review: ${sayError(error)}\n`);
}
