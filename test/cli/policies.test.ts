import { describe, expect, test } from 'vitest';
import { dockerfileReview, folderWith } from './command.ts';

const dockerfile = 'FROM debian:12\nCMD node server.js\n';

/** The rules and severities that `check` tells of. */
async function checked(files: Readonly<Record<string, string>>, args: readonly string[] = ['.']) {
  const cwd = folderWith(files);
  const { code, stdout, stderr } = await dockerfileReview(['check', ...args], { cwd });
  return {
    code,
    stdout,
    stderr,
    told: [...stdout.matchAll(/^\S+ (\w+) .*\((\S+)\)$/gm)].map(([, a, b]) => `${a} ${b}`),
  };
}

describe('.hadolint.yaml on the command line', () => {
  test('the nearest one counts, up to the repository or the working directory', async () => {
    const { told, code } = await checked({
      '.hadolint.yaml': 'override: {error: [DL3025]}\n',
      'a/Dockerfile': dockerfile,
      'b/.hadolint.yml': 'ignored: [DL3025]\n',
      'b/deep/Dockerfile': dockerfile,
      'c/.git/HEAD': '',
      'c/Dockerfile': dockerfile,
    });
    expect({ told, code }).toEqual({ told: ['error shell-form', 'warning shell-form'], code: 1 });
  });

  test('its threshold decides, unless --fail-on does', async () => {
    const files = { '.hadolint.yaml': 'failure-threshold: warning\n', Dockerfile: dockerfile };
    expect((await checked(files)).code).toBe(1);
    expect((await checked(files, ['--fail-on', 'error', '.'])).code).toBe(0);
  });

  test('what has no effect is told once, and does not fail', async () => {
    const files = {
      '.hadolint.yaml': 'trustedRegistries: [docker.io]\n',
      'a/Dockerfile': dockerfile,
      Dockerfile: dockerfile,
    };
    const { code, stderr } = await checked(files);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '.hadolint.yaml:1:20: trustedRegistries is not used here\n' });
  });

  test('a broken one is wrong usage, with its place', async () => {
    const { code, stderr, stdout } = await checked({ '.hadolint.yaml': 'ignored: DL3025\n', Dockerfile: dockerfile });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('.hadolint.yaml:1:10: ignored: Invalid input: expected array, received string');
  });

  test('fix leaves what is ignored', async () => {
    const cwd = folderWith({ '.hadolint.yaml': 'ignored: [DL3025]\n', Dockerfile: dockerfile });
    expect(await dockerfileReview(['fix', '--diff', '.'], { cwd })).toMatchObject({ code: 0, stdout: '' });
  });
});
