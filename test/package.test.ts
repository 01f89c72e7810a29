import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { root } from './support/imports.ts';
import { linkProductionPackages } from './support/production.ts';
import { temporaryFolder } from './support/folders.ts';

/*
 * What `npm pack` would ship, installed below node_modules, where Node strips no types: so this proves the build. The
 * container and a clone run the sources; only the package needs it.
 */
const project = temporaryFolder();
const installed = join(project, 'node_modules/dockerfile-review');

beforeAll(() => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(installed, 'dist')]);
  for (const file of ['package.json', 'README.md', 'LICENSE']) cpSync(join(root, file), join(installed, file));
  cpSync(join(root, 'docs/rules'), join(installed, 'docs/rules'), { recursive: true });
  linkProductionPackages(project);
}, 120_000);

test('the package holds the built command line and nothing of sandbox, demo or tests', () => {
  const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: installed });
  const [packed] = JSON.parse(json.toString()) as readonly { files: readonly { path: string }[] }[];
  const paths = packed?.files.map(({ path }) => path) ?? [];
  expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/cli/main.js']));
  expect(
    paths.filter(
      (path) =>
        !/^(?:LICENSE|README\.md|package\.json|dist\/.+\.js|dist\/dockerfile\/image-table\.json|docs\/rules\/.+\.md)$/.test(
          path,
        ),
    ),
  ).toEqual([]);
  expect(paths.filter((path) => !path.startsWith('docs/') && /sandbox|demo|test/.test(path))).toEqual([]);
});

test('its bin runs from node_modules with production packages only', () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  const run = (...args: readonly string[]) =>
    spawnSync(
      process.execPath,
      ['--preserve-symlinks', '--preserve-symlinks-main', bin['dockerfile-review'] ?? '', ...args],
      {
        cwd: installed,
        input: 'FROM node:22\nCMD ["node", "a.js"]\nCMD ["node", "b.js"]\n',
        encoding: 'utf8',
      },
    );
  expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { stdout, stderr, status } = run('check', '-');
  expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  expect(stdout).toContain('(duplicate-instruction)');
  expect(run('explain', 'DL3025').stdout).toMatch(/^shell-form\n/);
});
