import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** All that the demo and its children leave behind would lie in here. */
let temporary: string;
beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'demo-test-'));
});
afterAll(() => {
  rmSync(temporary, { recursive: true });
});

interface Demo {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo to its end; `onOutput` sees what it has printed so far. */
function demo(args: readonly string[], onOutput?: (stdout: string, pid: number) => void): Promise<Demo> {
  const env = {
    ...process.env,
    TMPDIR: temporary,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    FORCE_COLOR: undefined,
    NODE_DISABLE_COMPILE_CACHE: '1',
  };
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'demo', ...args], { cwd: root, env });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
    onOutput?.(output.stdout, child.pid ?? 0);
  });
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      resolve({ code, ...output });
    }),
  );
}

/** Children of a demo that is gone belong to process 1, or to whatever takes its place. */
function orphans(): readonly string[] {
  const list = execFileSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' }).split('\n');
  return list.filter((line) => line.includes('demo/leash.ts') && line.trim().startsWith('1 '));
}

function git(folder: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
}

describe('npm run demo', { timeout: 180_000 }, () => {
  it('prints the review of the sample and ends with --once, leaving nothing behind', async () => {
    const { code, stdout, stderr } = await demo(['--once', '--timeout', '120']);
    expect(stderr).toMatch(/^Starting .*\nThe App listens on http:\/\/127\.0\.0\.1:\d+/);
    expect(code).toBe(0);
    expect(stdout).toContain('acme/shop #1: Containerise the new checkout services');
    expect(stdout).toContain(
      '  - CMD [\'node\', \'src/server.js\']\n  + CMD ["node", "src/server.js"]\n'.replaceAll(/^ {2}/gm, '    '),
    );
    expect(stdout).toContain('Check run dockerfile-review failure');
    expect(stdout).not.toContain('\u001b');
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('reviews a repository of yours, stays until Ctrl-C and then leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-repository-'));
    git(folder, 'init', '--quiet');
    writeFileSync(join(folder, 'README.md'), 'mine\n');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'Start');
    mkdirSync(join(folder, 'images'));
    writeFileSync(join(folder, 'images/api.Dockerfile'), 'FROM node:24\nCMD ["node", "a.js"]\nCMD ["node", "b.js"]\n');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'Add an image');
    let interrupted = false;
    const { code, stdout } = await demo(['--repo', folder, '--base', 'HEAD~1', '--timeout', '120'], (text, pid) => {
      if (interrupted || !text.includes('Ctrl-C')) return;
      interrupted = true;
      process.kill(pid, 'SIGINT');
    });
    rmSync(folder, { recursive: true });
    expect(stdout).toContain('#1: Add an image');
    expect(stdout).toContain('images/api.Dockerfile:2');
    expect(stdout).toMatch(/The pull request: http:\/\/127\.0\.0\.1:\d+\/local\//);
    expect(code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    expect(orphans()).toEqual([]);
  });

  it.each([
    [['--repo', '/nowhere', '--base', 'main'], '/nowhere must exist'],
    [['--repo', root], '--repo needs --base REV'],
    [['--repo', root, '--base', 'no-such-revision'], 'no-such-revision is no commit'],
    [['--base', 'main'], '--base needs --repo PATH'],
    [['--onse'], 'Did you mean --once?'],
    [['--timeout', 'soon'], '--timeout takes seconds'],
    [['some/path'], 'demo takes no path'],
  ])('answers %j with exit code 2 and starts nothing', async (args, message) => {
    const { code, stderr, stdout } = await demo(args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(temporary)).toEqual([]);
  });
});
