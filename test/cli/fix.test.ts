import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fix } from '../../src/cli/fix.ts';
import { dockerfileReview, folderWith } from './command.ts';

const twice = '\uFEFFFROM node:22\r\nCMD ["node", "old.js"]\r\nCMD ["node", "app.js"]\r\n';
const once = '\uFEFFFROM node:22\r\nCMD ["node", "app.js"]\r\n';

test('writes in place, keeps byte order mark, line endings and mode, and says what it did', async () => {
  const folder = folderWith({ Dockerfile: twice, 'clean/Dockerfile': 'FROM scratch\n' });
  chmodSync(join(folder, 'Dockerfile'), 0o640);
  const { code, stdout, stderr } = await dockerfileReview(['fix', '.'], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(/^Dockerfile: .+ \(duplicate-instruction, safe\)\n1 fix made\n$/);
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(once);
  expect(statSync(join(folder, 'Dockerfile')).mode & 0o777).toBe(0o640);
});

test('standard input goes fixed to standard output', async () => {
  const { code, stdout } = await dockerfileReview(['fix', '-'], { input: twice });
  expect({ code, stdout }).toEqual({ code: 0, stdout: once });
});

test('--diff prints a patch and writes nothing', async () => {
  const folder = folderWith({ Dockerfile: twice });
  const { code, stdout } = await dockerfileReview(['fix', '--diff', 'Dockerfile'], { cwd: folder });
  expect(code).toBe(1);
  expect(stdout).toContain('--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,3 +1,2 @@\n');
  expect(stdout).toContain('-CMD ["node", "old.js"]\r\n');
  expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(twice);
  expect((await dockerfileReview(['fix', '--diff', '-'], { input: once })).code).toBe(0);
});

test('a file that is not UTF-8 stays as it is', async () => {
  const bytes = Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(twice.slice(1))]);
  const folder = folderWith({ Dockerfile: bytes });
  const { stderr } = await dockerfileReview(['fix', join(folder, 'Dockerfile')]);
  expect(stderr).toContain('left as it is: it is not valid UTF-8');
  expect(readFileSync(join(folder, 'Dockerfile'))).toEqual(bytes);
});

test('without --unsafe only safe fixes are made', async () => {
  const heredoc = 'FROM debian:12\nRUN <<EOF\nmake\nmake install\nEOF\n';
  const safe = await dockerfileReview(['fix', '-'], { input: heredoc });
  expect(safe.stdout).toBe(heredoc);
  const unsafe = await dockerfileReview(['fix', '--unsafe', '-'], { input: heredoc });
  expect(unsafe.stdout).toContain('set -e');
});

test.each([
  [['--all', '-'], 'Unknown option --all.'],
  [[], 'No path given'],
  [['gone'], 'gone: no such file or folder'],
])('%j is wrong usage', async (args, message) => {
  await expect(fix(args)).rejects.toThrow(message);
});
