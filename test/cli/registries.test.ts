import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hasDockerRegistry, listenOn, push, startDockerRegistry, writeLayout } from '../support/docker-registry.ts';
import type { DockerRegistry } from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/folders.ts';
import { dockerfileReview, folderWith, type Outcome } from './command.ts';

/** No registry of the machine's own environment. */
const env = { REGISTRY_HOSTS: '', REGISTRY_AUTH_FILE: '' };

const goingOn = 'Going on without: of these base images only the built-in table is known.\n';

describe.skipIf(!hasDockerRegistry)('a real registry', () => {
  const folder = temporaryFolder();
  let registry: DockerRegistry;

  beforeAll(async () => {
    registry = await startDockerRegistry(folder, undefined);
    const config = { Entrypoint: ['/usr/bin/serve', '--quiet'], Cmd: ['all'], Env: ['PORT=80'], User: '1000' };
    const history = [{ created_by: 'RUN /bin/sh -c apk add --no-cache tini', empty_layer: true }];
    await push(writeLayout(join(folder, 'one'), [{ config, history }]), `${registry.host}/team/server:1`);
  });
  afterAll(() => registry.stop());

  const base = (): string => `${registry.host}/team/server:1`;
  const asked = (): number => registry.requests().filter((line) => line.startsWith('GET /v2/team/server')).length;

  function run(args: readonly string[], text: string, more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    return dockerfileReview([...args, '-'], { input: text, env: { ...env, ...more } });
  }

  test('is not asked unless it is named', async () => {
    const before = asked();
    const { stdout, stderr } = await run(['explain'], `FROM ${base()}\nCMD ["few"]\n`);
    expect(stdout).not.toContain('/usr/bin/serve');
    expect([stderr, asked()]).toEqual(['', before]);
  });

  test('tells explain what runs, named by the option, which may be repeated, or by the environment', async () => {
    const text = `FROM ${base()}\nCMD ["few"]\n`;
    const byOption = await run(['explain', '--registry', 'ghcr.io', '--registry', `http://${registry.host}`], text);
    expect(byOption).toMatchObject({ code: 0, stderr: '' });
    expect(byOption.stdout).toContain('["/usr/bin/serve","--quiet","few"]'.replaceAll(',', ', '));
    expect(await run(['explain'], text, { REGISTRY_HOSTS: `ghcr.io, http://${registry.host}` })).toEqual(byOption);
  });

  test('the option takes the place of the environment', async () => {
    const before = asked();
    await run(['explain', '--registry', 'ghcr.io'], `FROM ${base()}\n`, { REGISTRY_HOSTS: `http://${registry.host}` });
    expect(asked()).toBe(before);
  });

  test('gives check its findings, and asks once for an image of several files', async () => {
    const text = `FROM ${base()}\nCMD few\n`;
    const place = folderWith({ 'a/Dockerfile': text, 'b/Dockerfile': text });
    const rulesSaid = async (options: readonly string[]): Promise<readonly (readonly string[])[]> => {
      const { stdout, stderr } = await dockerfileReview(['check', '--format', 'json', ...options, place], { env });
      expect(stderr).toBe('');
      const { files } = JSON.parse(stdout) as { files: { findings: { rule: string }[] }[] };
      return files.map(({ findings }) => findings.map(({ rule }) => rule));
    };
    expect(await rulesSaid([])).toEqual([['shell-form'], ['shell-form']]);
    const before = asked();
    const told = ['shell-form-arguments', 'shell-form'];
    expect(await rulesSaid(['--registry', `http://${registry.host}`])).toEqual([told, told]);
    // A manifest and a configuration.
    expect(asked() - before).toBe(2);
  });

  test('gives fix its fixes', async () => {
    const text = `FROM ${base()}\nENV A=1\nCMD few\n`;
    const fixed = await run(['fix', '--registry', `http://${registry.host}`], text);
    expect(fixed.stdout).toBe(`FROM ${base()}\nENV A=1\nCMD ["few"]\n`);
  });

  test('an image that it has not is missed on stderr, and the check goes on', async () => {
    const text = `FROM ${registry.host}/team/none:1\nCMD ["a"\n`;
    const { code, stdout, stderr } = await run(['check', '--registry', `http://${registry.host}`], text);
    expect(code).toBe(1);
    expect(stdout).toContain('malformed-json-array');
    expect(stderr).toBe(`registry: ${registry.host} has no ${registry.host}/team/none:1.\n${goingOn}`);
  });

  test('one that speaks no TLS is told so', async () => {
    const { code, stderr } = await run(['check', '--registry', registry.host], `FROM ${base()}\n`);
    expect(code).toBe(0);
    expect(stderr).toContain(`${registry.host} cannot be reached. It may speak no TLS; then write http:// before`);
  });
});

describe('--registry', () => {
  test.each(['check', 'fix', 'explain'])(
    '%s goes on without a registry that is down, and says so once',
    async (name) => {
      const server = createServer();
      const { host, origin } = new URL(await listenOn(server));
      server.close();
      const input = `FROM ${host}/a:1 AS a\nFROM ${host}/b:1\nCMD ["sleep", "1"]\n`;
      const { code, stdout, stderr } = await dockerfileReview([name, '--registry', origin, '-'], { input, env });
      expect(code).toBe(0);
      expect(stdout).not.toBe('');
      expect(stderr).toContain(`registry: ${host} cannot be reached: ECONNREFUSED.\n${goingOn}`);
      expect(stderr.match(/cannot be reached/g)).toHaveLength(1);
    },
  );

  test('a registry that breaks down is told of with its answer', async () => {
    const server = createServer((_request, response) => response.writeHead(503).end());
    onTestFinished(() => void server.close());
    const { host, origin } = new URL(await listenOn(server));
    const { code, stderr } = await dockerfileReview(['check', '--registry', origin, '-'], {
      input: `FROM ${host}/a:1\n`,
      env,
    });
    expect([code, stderr]).toEqual([0, `registry: ${host} answered 503 for ${host}/a:1.\n${goingOn}`]);
  });

  test.each([
    [['--registry', 'docker.io/library'], {}, '--registry: "docker.io/library" is no registry: write a host'],
    [[], { REGISTRY_HOSTS: 'ghcr.io ftp://x' }, 'REGISTRY_HOSTS: "ftp://x" is no registry: write a host'],
    [['--registry', 'ghcr.io'], { REGISTRY_AUTH_FILE: '/no/such' }, 'REGISTRY_AUTH_FILE /no/such cannot be read'],
    [['--registry'], {}, "'--registry <value>' argument missing"],
  ])('%j with %j is wrong usage', async (options, more, message) => {
    const ran = await dockerfileReview(['check', '-', ...options], { input: 'FROM a\n', env: { ...env, ...more } });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
  });
});
