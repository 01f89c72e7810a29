import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../cli/command.ts';
import { root } from '../support/imports.ts';

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('check-node', () => {
  const script = join(root, 'scripts/check-node.mjs');
  const pretend = (version: string) =>
    `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '${version}' });` +
    `Object.defineProperty(process, 'version', { value: 'v${version}' });`;

  test('says nothing on a right Node', () => {
    expect(run([script])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each(['18.20.8', '20.20.2', '22.23.3'])('names a Node %s and what to do', (version) => {
    const { status, stderr } = run(['--import', pretend(version), script]);
    expect(status).toBe(1);
    expect(stderr).toContain(`needs Node.js 24 or newer; this is v${version}`);
    expect(stderr).toContain('npm ci');
  });

  test('stands before every script that runs TypeScript', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const needing = Object.entries(scripts).filter(([, text]) => /^(?:node [^-].*\.ts|vitest)\b/.test(text));
    expect(needing.length).toBeGreaterThan(3);
    for (const [name] of needing) expect([name, scripts[`pre${name}`]]).toEqual([name, 'node scripts/check-node.mjs']);
  });
});

describe('report-tests', () => {
  const script = join(root, 'scripts/report-tests.mjs');

  test('prints the sums of the report, and counts a file that could not run', () => {
    const folder = folderWith({});
    const report = {
      numPassedTests: 12,
      numFailedTests: 2,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        { name: 'b.test.ts', status: 'failed', message: '', assertionResults: [{}] },
      ],
    };
    writeFileSync(join(folder, 'vitest.json'), JSON.stringify(report));
    const { status, stdout } = run([script, join(folder, 'vitest.json')]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'could not run a.test.ts: no such module\n1 skipped\n12 passed, 3 failed\n',
    });
  });

  test('without a report makes nothing up', () => {
    const { status, stdout } = run([script, join(folderWith({}), 'vitest.json')]);
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
  });
});

describe('findings', () => {
  const script = join(root, 'scripts/findings.ts');
  const dockerfile = 'FROM debian:12\nCMD ["a"]\nCMD ["b"]\n';

  test('counts the findings of a folder, and of a .jsonl, by rule', () => {
    const line = JSON.stringify({ repo: 'a/b', path: 'Dockerfile', dockerfile });
    const folder = folderWith({ 'x/Dockerfile': dockerfile, 'y/api.Dockerfile': dockerfile, 'all.jsonl': `${line}\n` });
    const { status, stdout } = run([script, folder]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '     2  duplicate-instruction (error)\n     2  in all\n',
    });
    expect(run([script, join(folder, 'all.jsonl')]).stdout).toContain('     1  in all\n');
  });

  test('says what is wrong with its arguments', () => {
    const folder = folderWith({ Dockerfile: dockerfile });
    expect(run([script])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('Name one corpus') as string,
    });
    expect(run([script, '--since', 'no-such-revision', folder]).stderr).toContain('no-such-revision: no such revision');
    expect(run([script, 'no/such/folder']).stderr).toContain('no/such/folder: no such file or folder');
  });

  test('prints what has come and gone since a revision, and leaves no worktree', () => {
    const clone = folderWith({});
    const git = (...args: readonly string[]) => {
      const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
      const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: clone, encoding: 'utf8' });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    };
    // A small engine with one rule stands for ours: its two revisions differ in what they say.
    const engine = (line: number, message: string) => `export const analyse = () => ({
      file: { source: { lineStarts: [0, 10, 20] } },
      findings: [{ rule: 'same', severity: 'info', message: 'x', span: { start: 0 } },
        { rule: 'moved', severity: 'error', message: '${message}', span: { start: ${(line - 1) * 10} } }],
    });`;
    mkdirSync(join(clone, 'src/jobs'), { recursive: true });
    mkdirSync(join(clone, 'src/rules'));
    mkdirSync(join(clone, 'node_modules'));
    mkdirSync(join(clone, 'scripts'));
    cpSync(script, join(clone, 'scripts/findings.ts'));
    writeFileSync(join(clone, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(clone, '.gitignore'), 'node_modules\n');
    writeFileSync(join(clone, 'src/rules/index.ts'), 'export const rules = [];');
    writeFileSync(join(clone, 'src/jobs/analyse.ts'), engine(1, 'old'));
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'old');
    writeFileSync(join(clone, 'src/jobs/analyse.ts'), engine(3, 'new'));
    const folder = folderWith({ Dockerfile: '' });
    const { status, stdout, stderr } = run([join(clone, 'scripts/findings.ts'), '--since', 'HEAD', folder]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      'moved: 1 added, 1 removed\n- Dockerfile:1 error moved: old\n+ Dockerfile:3 error moved: new\n1 added, 1 removed since HEAD\n',
    );
    expect(
      spawnSync('git', ['worktree', 'list'], { cwd: clone, encoding: 'utf8' }).stdout.trim().split('\n'),
    ).toHaveLength(1);
  });
});
