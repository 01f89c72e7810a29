import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { check } from '../../src/cli/check.ts';
import { inspect } from '../../src/cli/inspect.ts';
import { UsageError } from '../../src/cli/usage.ts';
import { root } from '../support/imports.ts';
import { dockerfileReview, folderWith } from './command.ts';

const clean = 'FROM node:22\nCMD ["node", "app.js"]\n';
const withWarning = 'FROM node:22\nCMD node app.js\n';
const withError = 'FROM node:22\nCMD ["node", "old.js"]\nCMD ["node", "app.js"]\n';

describe('exit codes', () => {
  test.each([
    ['clean', clean, ['--fail-on', 'info'], 0],
    ['a warning', withWarning, [], 0],
    ['an error', withError, [], 1],
  ])('of a process: %s: %j with %j gives %i', async (_what, text, options, code) => {
    const outcome = await dockerfileReview(['check', ...options, '-'], { input: text });
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code, stderr: '' });
  });

  test.each([
    ['a warning', withWarning, ['--fail-on', 'error'], 0],
    ['a warning', withWarning, ['--fail-on', 'warning'], 1],
    ['a warning', withWarning, ['--fail-on=info'], 1],
    ['an error', withError, ['--fail-on', 'info'], 1],
    ['an error', withError, ['--fail-on', 'never'], 0],
    ['what Docker refuses', 'FROM x\nFOO bar\n', [], 1],
    ['what Docker warns about', 'FROM x\nRUN a \\\n\n  b\n', ['--fail-on', 'warning'], 1],
    ['what Docker warns about', 'FROM x\nRUN a \\\n\n  b\n', [], 0],
  ])('%s: %j with %j gives %i', async (_what, text, options, code) => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    onTestFinished(() => {
      write.mockRestore();
    });
    const folder = folderWith({ Dockerfile: text });
    expect(await check([...options, folder])).toBe(code);
    expect(write).toHaveBeenCalledTimes(1);
  });

  test.each([
    [['check', '--fail-on', 'warn', '-'], '--fail-on takes error, warning, info, never; it was given "warn".'],
    [['check', 'no/such/Dockerfile'], 'no/such/Dockerfile: no such file or folder'],
  ])('%j ends with 2 and says why on stderr: %s', async (args, message) => {
    const { code, stdout, stderr } = await dockerfileReview(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test.each([
    [[], 'No path given'],
    [['--format', 'sarif', '-'], '--format takes text, json; it was given "sarif".'],
    [['--format', 'jsn', '-'], 'Did you mean json?'],
    [['--fail-on', 'warn', '-'], 'Did you mean warning?'],
    [['--formt', 'json', '-'], 'Unknown option --formt. Did you mean --format?'],
    [['-x', '-'], 'Unknown option -x.'],
    [['--format'], "'--format <value>' argument missing"],
    [['--', '--format'], '--format: no such file or folder'],
  ])('%j is wrong usage: %s', async (args, message) => {
    const usage = await check(args).catch((error: unknown) => error);
    expect(usage).toBeInstanceOf(UsageError);
    expect((usage as UsageError).message).toContain(message);
  });

  test('check --help explains options and exit codes', async () => {
    const { code, stdout } = await dockerfileReview(['check', '--help']);
    expect(code).toBe(0);
    for (const word of ['--format', '--fail-on', 'Exit code', 'PATH']) expect(stdout).toContain(word);
  });
});

const schema = z.strictObject({
  version: z.literal(1),
  files: z.array(
    z.strictObject({
      path: z.string(),
      findings: z.array(
        z.strictObject({
          rule: z.string().regex(/^[a-z-]+$/),
          aliases: z.array(z.string()),
          severity: z.enum(['info', 'warning', 'error']),
          message: z.string().min(1),
          startLine: z.int().min(1),
          startColumn: z.int().min(1),
          endLine: z.int().min(1),
          endColumn: z.int().min(1),
          fix: z.nullable(
            z.strictObject({
              title: z.string().min(1),
              safety: z.enum(['display', 'unsafe', 'safe']),
              edits: z.array(z.strictObject({ start: z.int().min(0), end: z.int().min(0), text: z.string() })),
            }),
          ),
        }),
      ),
      problems: z.array(
        z.strictObject({
          severity: z.enum(['warning', 'error']),
          message: z.string().min(1),
          startLine: z.int().min(1),
          startColumn: z.int().min(1),
          endLine: z.int().min(1),
          endColumn: z.int().min(1),
        }),
      ),
      stages: z.array(
        z.strictObject({
          name: z.nullable(z.string()),
          final: z.boolean(),
          shell: z.array(z.string()),
          entrypoint: part(),
          cmd: part(),
          argv: z.nullable(z.array(z.string())),
        }),
      ),
    }),
  ),
});

function part() {
  return z.nullable(
    z.strictObject({
      form: z.enum(['exec', 'shell', 'heredoc']),
      argv: z.array(z.string()),
      from: z.enum(['this-stage', 'parent-stage', 'base-image']),
    }),
  );
}

async function checkJson(args: readonly string[], input = '') {
  const { stdout, stderr } = await dockerfileReview(['check', '--format', 'json', ...args], { input });
  expect(stderr).toBe('');
  return schema.parse(JSON.parse(stdout));
}

describe('the JSON report', () => {
  test('gives positions from 1 and edits that lead to the fixed text', async () => {
    const text = '\uFEFFFROM node:22\r\nCMD ["node", "old.js"]\r\nCMD ["node", "app.js"]\r\n';
    const [file] = (await checkJson(['-'], text)).files;
    expect(file?.path).toBe('Dockerfile');
    const [finding] = file?.findings ?? [];
    expect(finding).toMatchObject({ rule: 'duplicate-instruction', severity: 'error', startLine: 2, startColumn: 1 });
    const edits = finding?.fix?.edits ?? [];
    const fixed = [...edits]
      .sort((a, b) => b.start - a.start)
      .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
    expect(fixed).toBe('\uFEFFFROM node:22\r\nCMD ["node", "app.js"]\r\n');
  });

  test('tells what each stage executes and where it comes from', async () => {
    const text =
      'FROM node:22 AS base\nENTRYPOINT ["tini", "--"]\nSHELL ["/bin/bash", "-c"]\nFROM base\nCMD node app.js\nFROM example.org/unknown\n';
    const [file] = (await checkJson(['-'], text)).files;
    expect(file?.stages.map(({ name, final }) => ({ name, final }))).toEqual([
      { name: 'base', final: false },
      { name: null, final: false },
      { name: null, final: true },
    ]);
    expect(file?.stages[1]).toMatchObject({
      shell: ['/bin/bash', '-c'],
      entrypoint: { form: 'exec', argv: ['tini', '--'], from: 'parent-stage' },
      cmd: { form: 'shell', argv: ['/bin/bash', '-c', 'node app.js'], from: 'this-stage' },
      argv: ['tini', '--', '/bin/bash', '-c', 'node app.js'],
    });
    expect(file?.stages[2]).toMatchObject({ entrypoint: null, cmd: null, argv: null });
  });

  test('tells what Docker refuses, unless a finding tells it already', async () => {
    const [file] = (await checkJson(['-'], 'FROM x\nRUN make\nENV FOO\n')).files;
    const place = { startLine: 3, startColumn: 5, endLine: 3, endColumn: 8 };
    expect(file?.problems).toEqual([{ severity: 'error', message: 'ENV must have two arguments', ...place }]);
    const refused = inspect('Dockerfile', 'FROM x\nCMD ["a", 1]\n');
    expect(refused.file.problems).toHaveLength(1);
    expect(refused.findings.map(({ rule }) => rule)).toEqual(['malformed-json-array']);
    expect(refused.problems).toEqual([]);
  });

  test('reads invalid UTF-8, empty files and fragments', async () => {
    const folder = folderWith({
      'a/Dockerfile': Buffer.from([0x46, 0x52, 0x4f, 0x4d, 0x20, 0xff, 0x0a]),
      'b/Dockerfile': '',
      'c/Dockerfile': 'RUN make\nCMD ["x"]\n',
    });
    const { files } = await checkJson([folder]);
    expect(files.map(({ path, stages }) => [path.slice(folder.length + 1), stages.length])).toEqual([
      ['a/Dockerfile', 1],
      ['b/Dockerfile', expect.any(Number)],
      ['c/Dockerfile', 1],
    ]);
  });
});

describe('paths', () => {
  test('a folder gives its Dockerfiles at any depth, sorted, and skips what is not ours', async () => {
    const folder = folderWith({
      Dockerfile: clean,
      'b/Dockerfile.dev': clean,
      'b/api.dockerfile': clean,
      'a/Containerfile': clean,
      'a/notes.md': clean,
      '.git/Dockerfile': clean,
      'b/node_modules/x/Dockerfile': clean,
    });
    symlinkSync(join(folder, 'Dockerfile'), join(folder, 'a/Dockerfile'));
    symlinkSync(folder, join(folder, 'a/loop'));
    const { files } = await checkJson([folder]);
    expect(files.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      'Dockerfile',
      'a/Containerfile',
      'b/Dockerfile.dev',
      'b/api.dockerfile',
    ]);
  });

  test('a named file is checked whatever its name, through a link too, and each only once', async () => {
    const folder = folderWith({ 'build.txt': withError, Dockerfile: clean });
    symlinkSync(join(folder, 'build.txt'), join(folder, 'link'));
    const paths = ['build.txt', './build.txt', 'link', '.'];
    const { stdout } = await dockerfileReview(['check', '--format', 'json', ...paths], { cwd: folder });
    const { files } = schema.parse(JSON.parse(stdout));
    expect(files.map(({ path, findings }) => [path, findings.length])).toEqual([
      ['Dockerfile', 0],
      ['build.txt', 1],
      ['link', 1],
    ]);
  });

  test('one unreadable path spoils the call, so that nobody takes a part for the whole', async () => {
    const folder = folderWith({ Dockerfile: withError });
    const { code, stdout, stderr } = await dockerfileReview(['check', folder, join(folder, 'gone')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${join(folder, 'gone')}: no such file or folder`);
  });
});

describe('the terminal', () => {
  test('text through a pipe has no colours', async () => {
    const { stdout } = await dockerfileReview(['check', '-'], { input: withError });
    expect(stdout).toMatch(/^Dockerfile:2:1 error .*\(duplicate-instruction\)$/m);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/1 file checked: 1 error/);
  });

  test.runIf(existsSync('/usr/bin/script'))('a terminal gets colours, unless NO_COLOR says otherwise', () => {
    const folder = folderWith({ Dockerfile: withError });
    const command = `'${process.execPath}' '${join(root, 'src/cli/main.ts')}' check Dockerfile`;
    const onTerminal = (env: Readonly<Record<string, string>>) =>
      spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8', env }).stdout;
    expect(onTerminal({ TERM: 'xterm' })).toContain('\u001b[31merror\u001b[39m');
    expect(onTerminal({ TERM: 'xterm', NO_COLOR: '1' })).not.toContain('\u001b');
  });

  test('a reader that leaves early is no error, and the exit code stays', () => {
    // More than a pipe holds (64 KiB), so that writing meets the closed end.
    const files = Array.from({ length: 120 }, (_, at) => [`${at}/Dockerfile`, withError]);
    const folder = folderWith(Object.fromEntries(files) as Record<string, string>);
    const command = `'${process.execPath}' '${join(root, 'src/cli/main.ts')}' check --format json . | head -c 10`;
    const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: '{\n  "versi', stderr: '', status: 1 });
  });
});
