import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/cli/usage.ts';
import { root } from '../support/imports.ts';
import { dockerfileReview } from './command.ts';

describe('the entry', () => {
  test('--help names every command and where to start, on stdout', async () => {
    const { code, stdout, stderr } = await dockerfileReview(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['check', 'demo', '--version', 'dockerfile-review check .']) expect(stdout).toContain(word);
  });

  test('--version prints the version of package.json and nothing else', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await dockerfileReview(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([
    [['chekc'], 'Unknown command chekc. Did you mean check?'],
    [['lintify'], 'Unknown command lintify.\n'],
    [['constructor'], 'Unknown command constructor.\n'],
    [['--formt'], 'Unknown option --formt.'],
    [[], 'No command given.'],
  ])('%j is wrong usage and says so on stderr', async (args, message) => {
    const { code, stdout, stderr } = await dockerfileReview(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('dockerfile-review --help');
  });
});

test.each([
  ['chekc', 'check'],
  ['chck', 'check'],
  ['dem', 'demo'],
  ['sarif', undefined],
  ['', undefined],
])('the name nearest to %j is %j', (word, expected) => {
  expect(nearest(word, ['check', 'demo', 'fix'])).toBe(expected);
});
