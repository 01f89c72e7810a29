import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { UsageError } from '../usage.ts';
import type { LocalPullRequest } from './sandbox-client.ts';

const run = promisify(execFile);
const sample = fileURLToPath(new URL('../../sandbox/sample/', import.meta.url));

/** What pull-request.json says of the sample. */
interface SampleTexts {
  readonly owner: string;
  readonly repository: string;
  readonly author: string;
  readonly base: string;
  readonly head: string;
  readonly title: string;
  readonly body: string;
  readonly baseMessage: string;
  readonly headMessage: string;
}

/** Makes the sample's git repository in `folder`: one commit of base/, one that lays head/ over it. */
export async function sampleSource(folder: string): Promise<LocalPullRequest> {
  const texts = JSON.parse(await readFile(join(sample, 'pull-request.json'), 'utf8')) as SampleTexts;
  const path = join(folder, texts.repository);
  await git(folder, 'init', '--quiet', `--initial-branch=${texts.base}`, path);
  await commitOver(path, 'base', texts.author, texts.baseMessage);
  await git(path, 'checkout', '--quiet', '-b', texts.head);
  await commitOver(path, 'head', texts.author, texts.headMessage);
  const { owner, repository: name, base, head, title, body, author } = texts;
  return { path, owner, name, base, head, title, body, author };
}

async function commitOver(path: string, revision: 'base' | 'head', author: string, message: string): Promise<void> {
  await cp(join(sample, revision), path, { recursive: true });
  await git(path, 'add', '--all', '--force');
  const identity = ['-c', `user.name=${author}`, '-c', `user.email=${author}@acme.example`];
  await git(path, ...identity, 'commit', '--quiet', '--no-verify', `--message=${message}`);
}

/** A pull request from `base` to `head` of somebody's repository. Wrong paths and revisions are a UsageError. */
export async function localSource(repository: string, base: string, head: string): Promise<LocalPullRequest> {
  const path = resolve(repository);
  await asked(path, ['rev-parse', '--git-dir'], `${repository} is not a git repository.`);
  const baseCommit = await commitOf(path, base);
  const headCommit = await commitOf(path, head);
  await asked(path, ['merge-base', baseCommit, headCommit], `${base} and ${head} have no common history.`);
  const subject = await git(path, 'log', '--max-count=1', '--format=%s', headCommit);
  const name = basename(path).replace(/[^\w.-]/g, '-') || 'repository';
  const body = `The changes from \`${base}\` to \`${head}\` of \`${name}\`.`;
  return { path, base, head, owner: 'local', name, title: subject === '' ? `${base} to ${head}` : subject, body };
}

function commitOf(path: string, revision: string): Promise<string> {
  const query = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return asked(path, query, `${revision} is no commit of ${path}.`);
}

async function asked(path: string, args: readonly string[], problem: string): Promise<string> {
  try {
    return await git(path, ...args);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(problem, { cause: error });
  }
}

/** git without the user's own settings: no signing, no hooks, no templates. */
async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  try {
    const { stdout } = await run('git', ['-c', 'core.hooksPath=/dev/null', ...args], { cwd: folder, env });
    return stdout.trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new UsageError(`The demo needs git, and ${folder} must exist.`, { cause: error });
    }
    throw error;
  }
}
