import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
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
