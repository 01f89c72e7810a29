import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { ChildError } from './demo/child.ts';
import { formatReview } from './demo/report.ts';
import { openPullRequest, readPullRequest, waitForCheck } from './demo/sandbox-client.ts';
import { localSource, sampleSource } from './demo/source.ts';
import { createStand, type Stand } from './demo/stand.ts';
import type { Paint } from './terminal-markdown.ts';
import { readArguments } from './options.ts';
import { colourWanted } from './terminal.ts';
import { UsageError } from './usage.ts';

export const help = `Usage: dockerfile-review demo [options]

Starts the App and a stand-in for GitHub on this machine, opens a pull request there, prints the review that it gets
and the address of its page, and stays until Ctrl-C. Nothing leaves the machine.

Options:
  --once             exit after the review
  --repo PATH        review a git repository of yours instead of the sample; it is only read
  --base REV         with --repo: what the pull request would be merged into
  --head REV         with --repo: what it brings (default: HEAD)
  --timeout SECONDS  how long to wait for the review (default: 60)
  -h, --help         this page

Exit code: 0 the review and its check run arrived, 1 they did not, 2 wrong usage.
`;

interface Wanted {
  readonly once: boolean;
  readonly timeoutMs: number;
  readonly local: { readonly repo: string; readonly base: string; readonly head: string } | undefined;
}

/** Shows the App at work. Returns the exit code; a UsageError stands for 2. */
export async function demo(args: readonly string[]): Promise<number> {
  const wanted = readWanted(args);
  refuseWithoutPackages();
  const interrupted = untilInterrupted();
  const folder = await mkdtemp(join(tmpdir(), 'dockerfile-review-demo-'));
  const stand = createStand(folder);
  try {
    const code = await Promise.race([show(wanted, folder, stand), interrupted.then(() => 130)]);
    if (code !== 0 || wanted.once) return code;
    await Promise.race([interrupted, stand.failure()]);
    return 0;
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    process.stderr.write(`dockerfile-review: ${error.message}\n`);
    return 1;
  } finally {
    await stand.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Opens the pull request, waits for its review and prints it. Without --once it also says where the page is. */
async function show({ local, once, timeoutMs }: Wanted, folder: string, stand: Stand): Promise<number> {
  const source =
    local === undefined ? await sampleSource(folder) : await localSource(local.repo, local.base, local.head);
  tell('Starting the App and a stand-in for GitHub …');
  const { sandbox, app } = await stand.start();
  const pull = await openPullRequest(sandbox, source);
  tell(`The App listens on ${app}, the stand-in on ${sandbox}. Waiting for the review …`);
  const arrived = await Promise.race([waitForCheck(sandbox, pull, timeoutMs), stand.failure()]);
  if (!arrived) throw new ChildError(`No check run within ${timeoutMs / 1000} s`, stand.appLog());
  const options = { width: Math.min(process.stdout.columns || 100, 120), paint: painter() };
  process.stdout.write(`\n${formatReview(await readPullRequest(sandbox, pull), options)}`);
  if (once) return 0;
  const page = options.paint('bold', pull.page);
  process.stdout.write(
    `\nThe pull request: ${page}\nApply a suggestion and the next review comes. Ctrl-C ends the demo.\n`,
  );
  return 0;
}

function readWanted(args: readonly string[]): Wanted {
  const { options, paths } = readArguments(args, {
    once: { type: 'boolean' },
    repo: { type: 'string' },
    base: { type: 'string' },
    head: { type: 'string' },
    timeout: { type: 'string' },
  });
  const [path] = paths;
  if (path !== undefined) throw new UsageError(`demo takes no path; to review a repository: --repo ${path} --base REV`);
  const { repo, base, head = 'HEAD', timeout = '60' } = options as Readonly<Record<string, string | undefined>>;
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= 3600)) throw new UsageError(`--timeout takes seconds; it was given "${timeout}".`);
  const rest = { once: options['once'] === true, timeoutMs: seconds * 1000 };
  if (repo === undefined) {
    const alone = ['base', 'head'].find((name) => name in options);
    if (alone !== undefined) throw new UsageError(`--${alone} needs --repo PATH.`);
    return { ...rest, local: undefined };
  }
  if (base === undefined) throw new UsageError('--repo needs --base REV: what the pull request would be merged into.');
  return { ...rest, local: { repo, base, head } };
}

/** The stand-in's packages are development dependencies. */
function refuseWithoutPackages(): void {
  for (const name of ['ajv', 'ajv-formats', 'graphql', 'markdown-it']) {
    try {
      import.meta.resolve(name);
    } catch (error) {
      const problem = `The demo needs the development dependencies (${name} is missing): run npm ci without --omit=dev.`;
      throw new UsageError(problem, { cause: error });
    }
  }
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

function painter(): Paint {
  const colour = colourWanted();
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
